// Command naive takes the same orders and ends as many programs do. ListenAndServe
// returns as soon as Shutdown has closed the listener, and main with it: requests in
// flight are cut, their transactions too, receipts are not sent, the pools stay open
// until the process is gone, and the last lines were never written.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/examples/apps/go-pools/buffer"
	"github.com/graceful-ecs/terraform-provider-graceful/examples/apps/go-pools/orders"
)

func main() {
	out := buffer.New(os.Stdout)
	slog.SetDefault(slog.New(slog.NewJSONHandler(out, nil)))
	go func() {
		for range time.Tick(5 * time.Second) {
			_ = out.Flush(context.Background())
		}
	}()

	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /work", orders.Work)
	if url := os.Getenv("DATABASE_URL"); url != "" {
		shop, err := orders.Open(url, os.Getenv("REDIS_URL"))
		if err == nil {
			err = shop.CreateTable(context.Background())
		}
		if err != nil {
			fail(err)
		}
		mux.HandleFunc("POST /orders", shop.Take)
	}
	server := &http.Server{Addr: os.Getenv("HOST") + ":" + os.Getenv("PORT"), Handler: mux}

	go func() {
		stop := make(chan os.Signal, 1)
		signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
		<-stop
		_ = server.Shutdown(context.Background())
		os.Exit(0)
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
