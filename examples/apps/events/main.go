// Command events sends server-sent events to each client until it is told to
// go: near the greatest age of the contract, and after the delay of a stop.
package main

import (
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	var app lifecycle.App
	mux := http.NewServeMux()
	mux.Handle("GET /health", app.Ready())
	mux.HandleFunc("GET /events", events)
	app.HTTP(&http.Server{Addr: os.Getenv("HOST") + ":" + os.Getenv("PORT"), Handler: mux})
	app.Main()
}

// events sends an event ten times a second. The response ends in order when the
// client is to go, and a browser's EventSource then connects again.
func events(w http.ResponseWriter, r *http.Request) {
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	for {
		_ = out.Flush()
		select {
		case at := <-ticker.C:
			fmt.Fprintf(w, "data: %s\n\n", at.Format(time.TimeOnly))
		case <-lifecycle.GoAway(r.Context()):
			fmt.Fprint(w, "retry: 100\n\n") // Milliseconds until it connects again.
			return
		case <-r.Context().Done():
			return
		}
	}
}
