package main

import (
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/trace"
)

// traced has a span and a log line for each request, with the caller's name for it.
func traced(spans *trace.TracerProvider, next func(http.ResponseWriter, *http.Request) error) http.Handler {
	tracer := spans.Tracer(name)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("X-Request-Id")
		ctx, span := tracer.Start(r.Context(), r.Pattern)
		defer span.End()
		span.SetAttributes(attribute.String("request.id", id))
		if err := next(w, r.WithContext(ctx)); err != nil {
			span.RecordError(err)
			slog.WarnContext(ctx, "failed", "request.id", id, "error", err)
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		slog.InfoContext(ctx, "done", "request.id", id)
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
