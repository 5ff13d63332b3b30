// Command go-shutdown stops as the documentation of net/http's Shutdown shows: at
// the signal the listener is closed, and requests in flight are finished. New
// requests that are still on their way are refused, unless graceful exec holds
// the signal back for the delay.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

func main() {
	http.HandleFunc("GET /health", func(http.ResponseWriter, *http.Request) {})
	http.HandleFunc("GET /work", work)
	http.HandleFunc("POST /upload", upload)
	http.HandleFunc("GET /events", events)
	srv := &http.Server{Addr: os.Getenv("HOST") + ":" + os.Getenv("PORT")}

	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	idle := make(chan struct{})
	go func() {
		defer close(idle)
		<-stop.Done()
		_ = srv.Shutdown(context.Background())
	}()
	if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	<-idle
}

// work takes as many seconds as it is asked for.
func work(w http.ResponseWriter, r *http.Request) {
	seconds, err := strconv.ParseFloat(r.URL.Query().Get("seconds"), 64)
	if err != nil || seconds < 0 {
		http.Error(w, "seconds must be a number from 0", http.StatusBadRequest)
		return
	}
	time.Sleep(time.Duration(seconds * float64(time.Second)))
	fmt.Fprintln(w, "done")
}

// upload takes a body, however slowly it comes, and says how long it was.
func upload(w http.ResponseWriter, r *http.Request) {
	n, err := io.Copy(io.Discard, r.Body)
	if err != nil {
		http.Error(w, "the body broke off", http.StatusBadRequest)
		return
	}
	fmt.Fprintln(w, n, "bytes")
}

// events sends an event ten times a second, for as many seconds as it is asked
// for. Without that nothing but the client ends it: Shutdown waits for it until
// the process is killed.
func events(w http.ResponseWriter, r *http.Request) {
	var over <-chan time.Time
	if seconds, err := strconv.ParseFloat(r.URL.Query().Get("seconds"), 64); err == nil {
		over = time.After(time.Duration(seconds * float64(time.Second)))
	}
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	for {
		_ = out.Flush()
		select {
		case at := <-ticker.C:
			fmt.Fprintf(w, "data: %s\n\n", at.Format(time.TimeOnly))
		case <-over:
			return
		case <-r.Context().Done():
			return
		}
	}
}
