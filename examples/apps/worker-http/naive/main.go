// Command naive does the same and ends as many programs do: one context for all. At the
// signal the listener is closed while requests still come, and the messages in hand are
// cut; nobody gives them back, so they lie until the visibility timeout is over.
package main

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/examples/apps/worker-http/jobs"
)

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /work", jobs.Serve)
	var workers sync.WaitGroup
	if url := os.Getenv("QUEUE_URL"); url != "" {
		q, err := jobs.Open(ctx, url)
		if err != nil {
			slog.Error("no AWS configuration", "error", err)
			os.Exit(1)
		}
		mux.HandleFunc("POST /jobs", q.Take)
		for range 4 {
			workers.Go(func() { work(ctx, q) })
		}
	}
	server := &http.Server{Addr: os.Getenv("HOST") + ":" + os.Getenv("PORT"), Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.ListenAndServe() }()
	<-ctx.Done()
	_ = server.Shutdown(context.Background())
	workers.Wait()
}

// work fetches, works and removes until the context ends.
func work(ctx context.Context, q jobs.Queue) {
	for ctx.Err() == nil {
		m, err := q.Fetch(ctx)
		if err != nil {
			continue
		}
		if err := q.Work(ctx, m); err != nil {
			slog.Error("work failed", "error", err)
			continue
		}
		if err := q.Done(ctx, m); err != nil {
			slog.Error("not removed", "error", err)
		}
	}
}
