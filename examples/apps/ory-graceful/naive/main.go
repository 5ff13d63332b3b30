// Command naive runs a server with ory/graceful as its README has it.
package main

import (
	"log"
	"net/http"
	"os"

	"github.com/ory/graceful"

	"github.com/graceful-ecs/terraform-provider-graceful/examples/apps/ory-graceful/work"
)

func main() {
	http.HandleFunc("GET /health", func(http.ResponseWriter, *http.Request) {})
	http.HandleFunc("GET /work", work.Handle)
	server := graceful.WithDefaults(&http.Server{
		Addr: os.Getenv("HOST") + ":" + os.Getenv("PORT"),
	})

	log.Println("main: Starting the server")
	if err := graceful.Graceful(server.ListenAndServe, server.Shutdown); err != nil {
		log.Fatalln("main: Failed to gracefully shutdown")
	}
	log.Println("main: Server was shutdown gracefully")
}
