// Command lifecycle keeps ory/graceful's settings of a server, but for an IdleTimeout
// where the contract has a keep-alive, and has lifecycle in place of graceful.Graceful.
package main

import (
	"net/http"
	"os"

	"github.com/ory/graceful"

	"github.com/graceful-ecs/terraform-provider-graceful/examples/apps/ory-graceful/work"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	var app lifecycle.App
	mux := http.NewServeMux()
	mux.Handle("GET /health", app.Ready())
	mux.HandleFunc("GET /work", work.Handle)
	app.HTTP(graceful.WithDefaults(&http.Server{
		Addr:    os.Getenv("HOST") + ":" + os.Getenv("PORT"),
		Handler: mux,
	}))
	app.Main()
}
