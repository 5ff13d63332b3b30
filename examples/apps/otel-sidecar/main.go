// Command otel-sidecar serves through lifecycle and sends a span of each request to the
// OpenTelemetry collector beside it. On the stop signal it flushes what it has last of
// all; the collector, on which it depends, gets its own signal only when it has gone.
package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/trace"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	exporter, err := otlptracehttp.New(context.Background(), otlptracehttp.WithInsecure(), otlptracehttp.WithEndpoint("127.0.0.1:"+os.Getenv("OTEL_PORT")))
	if err != nil {
		slog.Error("no exporter", "error", err)
		os.Exit(1)
	}
	spans := trace.NewTracerProvider(trace.WithBatcher(exporter))
	var app lifecycle.App
	mux := http.NewServeMux()
	mux.Handle("GET /health", app.Ready())
	mux.Handle("GET /work", traced(spans, work))
	app.HTTP(&http.Server{Addr: os.Getenv("HOST") + ":" + os.Getenv("PORT"), Handler: mux})
	if os.Getenv("FLUSH") != "never" { // As apps have it that never heard of the last spans.
		app.Flush("telemetry", spans.Shutdown)
	}
	app.Main()
}

// traced has a span for each request, with the caller's name for it.
func traced(spans *trace.TracerProvider, next func(http.ResponseWriter, *http.Request) error) http.Handler {
	tracer := spans.Tracer("otel-sidecar")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, span := tracer.Start(r.Context(), r.Pattern)
		defer span.End()
		span.SetAttributes(attribute.String("request.id", r.Header.Get("X-Request-Id")))
		if err := next(w, r.WithContext(ctx)); err != nil {
			span.RecordError(err)
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	})
}

// work takes as many seconds as it is asked for.
func work(w http.ResponseWriter, r *http.Request) error {
	seconds, err := strconv.ParseFloat(r.URL.Query().Get("seconds"), 64)
	if err != nil || seconds < 0 {
		return errors.New("seconds must be a number from 0")
	}
	select {
	case <-time.After(time.Duration(seconds * float64(time.Second))):
		_, err = w.Write([]byte("done\n"))
		return err
	case <-r.Context().Done():
		return r.Context().Err()
	}
}
