package lifecycle_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestHTTP_cutsWhatOutlivesTheDrain(t *testing.T) {
	t.Parallel()
	p := newProgram(t, budgets(0, 300*time.Millisecond, 2*time.Second))
	l := listenLoopback(t)
	begun := make(chan struct{}, 2)
	p.HTTPOn(l, &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		begun <- struct{}{}
		<-r.Context().Done() // Nothing but the cut ends it.
	})})
	p.start()
	failed := make(chan error, 2)
	for range 2 {
		go func() {
			_, _, _, err := get(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, "http://"+l.Addr().String())
			failed <- err
		}()
		<-begun
	}
	p.stop()
	err := p.wait()
	want := []string{"http " + l.Addr().String() + " (2 requests)"}
	if diff := cmp.Diff(want, running(err)); diff != "" {
		t.Errorf("Run() error = %v; cut (-want +got):\n%s", err, diff)
	}
	for range 2 {
		if err := <-failed; err == nil {
			t.Error("a request that was cut was answered")
		}
	}
}

func TestHTTP_leakedHandlerIsNamedAtTheDeadline(t *testing.T) {
	t.Parallel()
	p := newProgram(t, budgets(0, 100*time.Millisecond, time.Second))
	l := listenLoopback(t)
	release, begun := make(chan struct{}), make(chan struct{})
	p.HTTPOn(l, &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(begun); <-release })})
	hang := make(chan struct{})
	p.Close("hangs", func(context.Context) error { <-hang; return nil })
	p.start()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _, _, _ = get(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, "http://"+l.Addr().String())
	}()
	<-begun
	p.stop()
	err := p.wait()
	if got := strings.Join(running(err), "; "); !strings.Contains(got, "(1 request)") || !strings.Contains(got, "closer hangs") {
		t.Errorf("Run() error = %v; want the handler and the closer named", err)
	}
	close(release)
	close(hang)
	<-done
}

func TestHTTP_silentConnectionHoldsNothingUp(t *testing.T) {
	t.Parallel()
	p := newProgram(t, budgets(0, time.Hour, time.Second)) // Longer than wait waits.
	l := listenLoopback(t)
	p.HTTPOn(l, &http.Server{Handler: p.Ready()})
	p.start()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	time.Sleep(50 * time.Millisecond)
	p.stop()
	if err := p.wait(); err != nil {
		t.Errorf("Run() error = %v", err)
	}
}

func TestHTTP_firstRequestOfALateConnection(t *testing.T) {
	t.Parallel()
	p := newProgram(t, budgets(0, 10*time.Second, time.Second))
	l := listenLoopback(t)
	p.HTTPOn(l, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "served") })})
	p.start()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	time.Sleep(50 * time.Millisecond) // It is accepted, and silent.
	p.stop()
	time.Sleep(200 * time.Millisecond)
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: app\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(conn)
	if err != nil || !strings.HasSuffix(string(text), "served") || !strings.Contains(string(text), "Connection: close") {
		t.Errorf("got %q, %v", text, err)
	}
	if err := p.wait(); err != nil {
		t.Errorf("Run() error = %v", err)
	}
}

func TestHTTP_addressTaken(t *testing.T) {
	t.Parallel()
	l := listenLoopback(t)
	defer func() { _ = l.Close() }()
	p := newProgram(t, budgets(time.Hour, time.Hour, time.Hour)) // Longer than wait waits.
	mine := listenLoopback(t)
	p.HTTPOn(mine, &http.Server{})
	p.HTTP(&http.Server{Addr: l.Addr().String()})
	p.Go("worker", func(context.Context) error { t.Error("started"); return nil })
	closed := false
	p.Close("pool", func(context.Context) error { closed = true; return nil })
	p.start()
	err := p.wait()
	if err == nil || !strings.Contains(err.Error(), "address already in use") || !closed {
		t.Errorf("Run() error = %v, closed %v; want the taken address", err, closed)
	}
	if _, err := mine.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("the first listener was left open: %v", err)
	}
}

func TestHTTP_keepAliveFromTheContract(t *testing.T) {
	t.Parallel()
	for _, own := range []time.Duration{0, time.Second, 65 * time.Second} {
		c := budgets(0, time.Second, time.Second)
		c.KeepAlive = 65 * time.Second
		p := newProgram(t, c)
		srv := &http.Server{IdleTimeout: own}
		p.HTTPOn(listenMemory(), srv)
		p.stop()
		if err := p.Run(t.Context()); err != nil || srv.IdleTimeout != 65*time.Second {
			t.Errorf("IdleTimeout %v became %v, want 65s; Run() error = %v", own, srv.IdleTimeout, err)
		}
		if warned := strings.Contains(p.log.String(), "replaces the server's"); warned != (own == time.Second) {
			t.Errorf("warned %v with an IdleTimeout of %v", warned, own)
		}
	}
}

func TestHTTP_tlsAndHTTP2(t *testing.T) {
	t.Parallel()
	keys := httptest.NewUnstartedServer(nil)
	keys.StartTLS()
	cert := keys.TLS.Certificates[0]
	trusted := keys.Client().Transport.(*http.Transport).TLSClientConfig
	keys.Close()
	p := newProgram(t, budgets(2*time.Second, time.Hour, time.Second))
	l := listenLoopback(t)
	begun := make(chan struct{})
	p.HTTPOn(l, &http.Server{
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{cert}},
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/slow" {
				close(begun)
				time.Sleep(time.Second)
			}
			_, _ = fmt.Fprint(w, r.Proto)
		}),
	})
	p.start()
	transport := &http.Transport{TLSClientConfig: trusted, ForceAttemptHTTP2: true}
	client := &http.Client{Transport: transport}
	defer transport.CloseIdleConnections()
	if _, body, _, err := get(client, "https://"+l.Addr().String()); body != "HTTP/2.0" || err != nil {
		t.Fatalf("got %q, %v", body, err)
	}
	slow := make(chan error, 1)
	go func() { _, _, _, err := get(client, "https://"+l.Addr().String()+"/slow"); slow <- err }()
	<-begun
	p.stop()
	time.Sleep(100 * time.Millisecond)
	// The answer asks the client to leave this connection; the next is a new one.
	for range 3 {
		if _, body, _, err := get(client, "https://"+l.Addr().String()); body != "HTTP/2.0" || err != nil {
			t.Errorf("during the delay: %q, %v", body, err)
		}
	}
	if err := <-slow; err != nil {
		t.Errorf("a request in flight: %v", err)
	}
	if err := p.wait(); err != nil {
		t.Errorf("Run() error = %v", err)
	}
}

func TestHTTP_oldConnectionIsNotReused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, l := serveAging(t, budgets(0, 5*time.Second, 5*time.Second), func(p *program) http.Handler { return p.Ready() })
		client := l.client()
		for _, tt := range []struct {
			after  time.Duration
			closes bool
		}{{0, false}, {79 * time.Second, false}, {12 * time.Second, true}, {0, false}} {
			time.Sleep(tt.after)
			if status, _, closes, err := get(client, "http://app/"); status != 200 || closes != tt.closes || err != nil {
				t.Errorf("%v later: %d, closes %v, %v; want closes %v", tt.after, status, closes, err, tt.closes)
			}
		}
		client.CloseIdleConnections()
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
	})
}
