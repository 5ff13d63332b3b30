package drill_test

import (
	"context"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

// The modes of an app with a fault in how it keeps and closes connections.
const (
	// closesPort closes its listener at the signal and goes on serving the
	// connections that it has, which hides that.
	closesPort = "transport-closes-port"
)

// badtransport serves until the stop signal and then does what its mode says.
func badtransport(mode string) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("PORT"))
	if err != nil {
		panic(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/health", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/work", func(_ http.ResponseWriter, r *http.Request) {
		seconds, _ := strconv.ParseFloat(r.URL.Query().Get("seconds"), 64)
		time.Sleep(time.Duration(seconds * float64(time.Second)))
	})
	server := &http.Server{Handler: mux}
	go func() { _ = server.Serve(listener) }()
	<-signals
	if mode == closesPort {
		_ = listener.Close()
	}
	time.Sleep(variable("SHUTDOWN_DELAY_SECONDS"))
	ctx, cancel := context.WithTimeout(context.Background(), variable("SHUTDOWN_DRAIN_SECONDS")+200*time.Millisecond)
	defer cancel()
	_ = server.Shutdown(ctx) // Its error is that the drain was over.
	os.Exit(0)
}
