package main

import (
	"context"
	"io"
	"log/slog"

	"go.opentelemetry.io/contrib/bridges/otelslog"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/log"
	"go.opentelemetry.io/otel/sdk/trace"
)

// name is that of the app in its spans and lines.
const name = "otel-sidecar"

// telemetry is what the app sends to the collector, in batches.
type telemetry struct {
	spans *trace.TracerProvider
	lines *log.LoggerProvider
}

// newTelemetry sends to a collector at an address. One that is not there yet is no error.
func newTelemetry(ctx context.Context, address string) (t telemetry, err error) {
	spans, err := otlptracehttp.New(ctx, otlptracehttp.WithInsecure(), otlptracehttp.WithEndpoint(address))
	if err != nil {
		return t, err
	}
	lines, err := otlploghttp.New(ctx, otlploghttp.WithInsecure(), otlploghttp.WithEndpoint(address))
	if err != nil {
		return t, err
	}
	t.spans = trace.NewTracerProvider(trace.WithBatcher(spans))
	t.lines = log.NewLoggerProvider(log.WithProcessor(log.NewBatchProcessor(lines)))
	return t, nil
}

// logger writes each line as JSON and sends it, with the span that it belongs to.
func (t telemetry) logger(to io.Writer) *slog.Logger {
	return slog.New(slog.NewMultiHandler(
		slog.NewJSONHandler(to, nil),
		otelslog.NewHandler(name, otelslog.WithLoggerProvider(t.lines)),
	))
}
