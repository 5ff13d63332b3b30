// Command lifecycle keeps the group for what is not a server. The group is one
// worker of lifecycle, which has the server and the signal.
package main

import (
	"context"
	"net/http"
	"os"

	"github.com/oklog/run"

	"github.com/graceful-ecs/terraform-provider-graceful/examples/apps/oklog-run/work"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	var app lifecycle.App
	mux := http.NewServeMux()
	mux.Handle("GET /health", app.Ready())
	mux.HandleFunc("GET /work", work.Handle)
	app.HTTP(&http.Server{Addr: os.Getenv("HOST") + ":" + os.Getenv("PORT"), Handler: mux})

	app.Go("actors", func(ctx context.Context) error {
		var g run.Group
		refreshing, cancel := context.WithCancel(context.Background())
		g.Add(func() error { return work.Refresh(refreshing) }, func(error) { cancel() })
		g.Add(run.ContextHandler(ctx)) // After the delay it interrupts the others.
		return g.Run()
	})
	app.Main()
}
