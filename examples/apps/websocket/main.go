// Command websocket answers every message with itself. It runs through
// lifecycle, which tells each connection when to go: near the greatest age of
// the contract, after the delay of a stop, and with the profile's drain_notice
// while the load balancer drains, long before that.
package main

import (
	"context"
	"net/http"
	"os"

	"github.com/coder/websocket"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/drainwatch"
)

func main() {
	var app lifecycle.App
	mux := http.NewServeMux()
	mux.Handle("GET /health", app.Ready())
	mux.HandleFunc("GET /ws", serve)
	app.HTTP(&http.Server{Addr: os.Getenv("HOST") + ":" + os.Getenv("PORT"), Handler: mux})
	app.Notice(drainwatch.Watch)
	app.Main()
}

// serve keeps a connection until the client ends it or it is told to go away.
// The close frame then has status 1001, on which clients connect again.
func serve(w http.ResponseWriter, r *http.Request) {
	away := lifecycle.GoAway(r.Context()) // Before the connection is taken over.
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // Accept has answered.
	}
	defer func() { _ = conn.CloseNow() }()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		echo(conn)
	}()
	select {
	case <-away:
		_ = conn.Close(websocket.StatusGoingAway, "connect again")
	case <-ended:
	}
}

// echo reads as long as the connection is open, which also answers pings and
// close frames.
func echo(conn *websocket.Conn) {
	for {
		kind, message, err := conn.Read(context.Background())
		if err != nil || conn.Write(context.Background(), kind, message) != nil {
			return
		}
	}
}
