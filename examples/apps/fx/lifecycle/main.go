// Command lifecycle leaves the making of things and the hooks of what is not a
// server to fx, and the server and the signal to lifecycle.
package main

import (
	"log"
	"net/http"
	"os"

	"go.uber.org/fx"

	"github.com/graceful-ecs/terraform-provider-graceful/examples/apps/fx/work"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	var app lifecycle.App
	made := fx.New(
		fx.Supply(&app),
		fx.Provide(newServer, newMux),
		fx.Invoke(app.HTTP),
	)
	if err := made.Err(); err != nil {
		log.Fatal(err)
	}
	app.Close("fx", made.Stop) // OnStop runs after the drain, within the cleanup.
	app.Start("fx", made.Start)
	app.Main()
}

func newMux(app *lifecycle.App) *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("GET /health", app.Ready()) // 503 until OnStart is done
	mux.HandleFunc("GET /work", work.Handle)
	return mux
}

// newServer has no hooks: lifecycle starts and stops it.
func newServer(mux *http.ServeMux) *http.Server {
	return &http.Server{Addr: os.Getenv("HOST") + ":" + os.Getenv("PORT"), Handler: mux}
}
