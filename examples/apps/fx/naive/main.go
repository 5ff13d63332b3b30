// Command naive has its server start and stop in a hook of fx, as fx's guide has
// it: at the signal fx runs the hooks at once.
package main

import (
	"context"
	"net"
	"net/http"
	"os"

	"go.uber.org/fx"

	"github.com/graceful-ecs/terraform-provider-graceful/examples/apps/fx/work"
)

func main() {
	fx.New(
		fx.Provide(newServer, newMux),
		fx.Invoke(func(*http.Server) {}),
	).Run()
}

func newMux() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /work", work.Handle)
	return mux
}

func newServer(lc fx.Lifecycle, mux *http.ServeMux) *http.Server {
	srv := &http.Server{Addr: os.Getenv("HOST") + ":" + os.Getenv("PORT"), Handler: mux}
	lc.Append(fx.Hook{
		OnStart: func(context.Context) error {
			listener, err := net.Listen("tcp", srv.Addr)
			if err != nil {
				return err
			}
			go func() { _ = srv.Serve(listener) }()
			return nil
		},
		OnStop: func(ctx context.Context) error { return srv.Shutdown(ctx) },
	})
	return srv
}
