package drill_test

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"
)

// The modes of an app with a fault in how it keeps and closes connections.
const (
	// closesPort closes its listener at the signal and goes on serving the
	// connections that it has, which hides that.
	closesPort = "transport-closes-port"
	// dropsIdle closes idle connections at the signal and goes on accepting.
	dropsIdle = "transport-drops-idle"
	// impatient closes connections that are idle for a moment, patient after a
	// while that ends after the signal; declares only says that it does.
	impatient = "transport-impatient"
	patient   = "transport-patient"
	declares  = "transport-declares"
	// closesAfter closes each connection after its answer from the signal on, and
	// does not say so; shortens lowers the keep-alive that it declares then.
	closesAfter = "transport-closes-after-answers"
	shortens    = "transport-hurries"
	// saysEnd says in each answer from the signal on that its connection ends.
	saysEnd = "transport-says-end"
	// goodTransport keeps connections for ever and ends each with an answer.
	goodTransport = "transport-good"
)

// tlsVariable makes the app speak TLS.
const tlsVariable = "BADAPP_TLS"

// http2Variable makes it speak HTTP/2 alone.
const http2Variable = "BADAPP_HTTP2"

// certificate is one that nobody has reason to trust.
func certificate() []tls.Certificate {
	s := httptest.NewUnstartedServer(nil)
	s.StartTLS()
	defer s.Close()
	return s.TLS.Certificates
}

// badtransport serves until the stop signal and then does what its mode says.
func badtransport(mode string) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("PORT"))
	if err != nil {
		panic(err)
	}
	var stopping atomic.Bool
	mux := http.NewServeMux()
	mux.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) {
		if mode == declares {
			w.Header().Set("Keep-Alive", "timeout=5, max=1000")
		}
	})
	mux.HandleFunc("/work", func(w http.ResponseWriter, r *http.Request) {
		seconds, _ := strconv.ParseFloat(r.URL.Query().Get("seconds"), 64)
		time.Sleep(time.Duration(seconds * float64(time.Second)))
		if !stopping.Load() {
			return
		}
		switch mode {
		case closesAfter:
			conn, buffer, _ := w.(http.Hijacker).Hijack()
			_, _ = buffer.WriteString("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
			_ = buffer.Flush()
			_ = conn.Close()
		case shortens:
			w.Header().Set("Keep-Alive", "timeout=1")
		case saysEnd:
			w.Header().Set("Connection", "close")
		}
	})
	server := &http.Server{Handler: mux, Protocols: spoken()}
	switch mode {
	case impatient:
		server.IdleTimeout = 300 * time.Millisecond
	case patient:
		server.IdleTimeout = 700 * time.Millisecond
	}
	if os.Getenv(tlsVariable) != "" {
		listener = tls.NewListener(listener, &tls.Config{Certificates: certificate()})
	}
	go func() { _ = server.Serve(listener) }()
	<-signals
	stopping.Store(true)
	switch mode {
	case closesPort:
		_ = listener.Close()
	case dropsIdle:
		server.SetKeepAlivesEnabled(false)
	}
	time.Sleep(variable("SHUTDOWN_DELAY_SECONDS"))
	ctx, cancel := context.WithTimeout(context.Background(), variable("SHUTDOWN_DRAIN_SECONDS")+200*time.Millisecond)
	defer cancel()
	_ = server.Shutdown(ctx) // Its error is that the drain was over.
	os.Exit(0)
}

// spoken is what the variable says that a server speaks; nil is HTTP/1.1.
func spoken() *http.Protocols {
	if os.Getenv(http2Variable) == "" {
		return nil
	}
	var only http.Protocols
	only.SetUnencryptedHTTP2(true)
	return &only
}
