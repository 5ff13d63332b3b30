// Command otel-sidecar serves through lifecycle and sends a span and a log line of each
// request to the OpenTelemetry collector beside it. On the stop signal it flushes what it
// has last of all; the collector, on which it depends, gets its own signal only when it
// has gone.
package main

import (
	"context"
	"log/slog"
	"net/http"
	"os"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	sent, err := newTelemetry(context.Background(), "127.0.0.1:"+os.Getenv("OTEL_PORT"))
	if err != nil {
		slog.Error("no telemetry", "error", err)
		os.Exit(1)
	}
	slog.SetDefault(sent.logger(os.Stdout))
	var app lifecycle.App
	mux := http.NewServeMux()
	mux.Handle("GET /health", app.Ready())
	mux.Handle("GET /work", traced(sent.spans, work))
	app.HTTP(&http.Server{Addr: os.Getenv("HOST") + ":" + os.Getenv("PORT"), Handler: mux})
	// Here an app closes its pools. What it calls others with is one too.
	app.Close("connections", func(context.Context) error { http.DefaultClient.CloseIdleConnections(); return nil })
	// Of flushers the last registered is the first: the lines go after all that has
	// something to say, and what is said of them is on standard output alone.
	flush := os.Getenv("FLUSH") // Less than "last" is what apps do that never heard of their last second.
	if flush == "last" || flush == "" {
		app.Flush("log lines", sent.lines.Shutdown)
	}
	if flush != "never" {
		app.Flush("spans", sent.spans.Shutdown)
	}
	app.Main()
}
