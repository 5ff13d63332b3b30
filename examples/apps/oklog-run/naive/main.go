// Command naive is a group of oklog/run as its README has it: a server, another
// actor, and the signal, which interrupts the rest at once.
package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"syscall"
	"time"

	"github.com/oklog/run"

	"github.com/graceful-ecs/terraform-provider-graceful/examples/apps/oklog-run/work"
)

func main() {
	http.HandleFunc("GET /health", func(http.ResponseWriter, *http.Request) {})
	http.HandleFunc("GET /work", work.Handle)
	server := &http.Server{Addr: os.Getenv("HOST") + ":" + os.Getenv("PORT")}

	var g run.Group
	g.Add(func() error {
		return server.ListenAndServe()
	}, func(error) {
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		_ = server.Shutdown(ctx)
	})
	ctx, cancel := context.WithCancel(context.Background())
	g.Add(func() error { return work.Refresh(ctx) }, func(error) { cancel() })
	g.Add(run.SignalHandler(context.Background(), os.Interrupt, syscall.SIGTERM))
	if err := g.Run(); !errors.Is(err, run.ErrSignal) {
		log.Fatal(err)
	}
}
