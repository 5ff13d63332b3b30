package lifecycle_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
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

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// keys is a certificate, and how a client trusts it.
func keys() (tls.Certificate, *tls.Config) {
	s := httptest.NewUnstartedServer(nil)
	s.StartTLS()
	defer s.Close()
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	return s.TLS.Certificates[0], &tls.Config{RootCAs: pool, ServerName: "example.com", MinVersion: tls.VersionTLS12}
}

// wrapped hides what kind of listener it is.
type wrapped struct{ net.Listener }

// A listener that does TLS itself is served as it is, whatever the server's own
// TLSConfig says, and its connections are counted: a request that comes over an
// open one after the signal is answered.
func TestHTTPOn_tlsOfTheCaller(t *testing.T) {
	t.Parallel()
	cert, trust := keys()
	plain := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	both := plain.Clone()
	both.NextProtos = []string{"h2", "http/1.1"}
	tests := map[string]struct {
		listener, server *tls.Config
		proto            string
	}{
		"in the listener alone":           {plain, nil, "HTTP/1.1"},
		"in both":                         {plain, plain, "HTTP/1.1"},
		"HTTP/2 in the listener alone":    {both, nil, "HTTP/2.0"},
		"HTTP/2 in both":                  {both, both, "HTTP/2.0"},
		"in the server alone":             {nil, plain, "HTTP/2.0"}, // As ServeTLS has it.
		"in neither, for the same client": {nil, nil, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProgram(t, budgets(0, time.Hour, time.Second)) // Longer than wait waits.
			l := listenLoopback(t)
			addr := l.Addr().String()
			// Both have one configuration, and net/http adds to its own.
			shared := map[*tls.Config]*tls.Config{plain: plain.Clone(), both: both.Clone()}
			if tt.listener != nil {
				l = wrapped{tls.NewListener(l, shared[tt.listener])}
			}
			p.HTTPOn(l, &http.Server{TLSConfig: shared[tt.server], Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = fmt.Fprint(w, r.Proto)
			})})
			p.start()
			transport := &http.Transport{TLSClientConfig: trust.Clone(), ForceAttemptHTTP2: true}
			defer transport.CloseIdleConnections()
			client, url := &http.Client{Transport: transport, Timeout: time.Minute}, "https://"+addr
			if tt.proto == "" {
				url, tt.proto = "http://"+addr, "HTTP/1.1"
			}
			if _, body, closes, err := get(client, url); body != tt.proto || closes || err != nil {
				t.Fatalf("got %q, closes %v, %v; want %q", body, closes, err, tt.proto)
			}
			p.stop()
			time.Sleep(200 * time.Millisecond)
			if _, body, _, err := get(client, url); body != tt.proto || err != nil {
				t.Errorf("200 ms after the signal, over the open connection: %q, %v", body, err)
			}
			if err := p.wait(); err != nil {
				t.Errorf("Run() error = %v", err)
			}
		})
	}
}

// A stop before the first connection came has nothing to wait for.
func TestHTTPOn_tlsWithoutAConnection(t *testing.T) {
	t.Parallel()
	cert, _ := keys()
	conf := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	p := newProgram(t, budgets(0, time.Hour, time.Second)) // Longer than wait waits.
	p.HTTPOn(tls.NewListener(listenLoopback(t), conf), &http.Server{TLSConfig: conf})
	p.start()
	time.Sleep(50 * time.Millisecond)
	p.stop()
	if err := p.wait(); err != nil {
		t.Errorf("Run() error = %v", err)
	}
}

// dialTLS opens a connection for HTTP/1.1.
func dialTLS(addr string, trust *tls.Config) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&tls.Dialer{Config: trust}).DialContext(ctx, "tcp", addr)
	}
}

// A WebSocket over TLS of the caller's is told, awaited and cut like any other.
func TestHijacked_tlsOfTheCaller(t *testing.T) {
	t.Parallel()
	cert, trust := keys()
	conf := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	for name, stays := range map[string]bool{"told": false, "cut": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProgram(t, budgets(200*time.Millisecond, 2*time.Second, time.Second))
			l := tls.NewListener(listenLoopback(t), conf)
			p.HTTPOn(l, &http.Server{Handler: upgrade(p, stays)})
			p.start()
			conn, r := dialUpgrade(t, dialTLS(l.Addr().String(), trust))
			defer func() { _ = conn.Close() }()
			_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
			began := time.Now()
			p.stop()
			line, _ := r.ReadString('\n')
			at := time.Since(began)
			if !stays && (line != "going away\n" || at < 200*time.Millisecond || at > 2*time.Second) || stays && (at < 2*time.Second || at > 4*time.Second) {
				t.Errorf("read %q after %v", line, at)
			}
			err := p.wait()
			var want []string
			if stays {
				want = []string{"http " + l.Addr().String() + " (1 hijacked connection)"}
			}
			if diff := cmp.Diff(want, running(err)); diff != "" || time.Since(began) > 3*time.Second {
				t.Errorf("Run() error = %v after %v; cut (-want +got):\n%s", err, time.Since(began), diff)
			}
		})
	}
}

// Where no socket is below, nobody can see a hijacked connection's end: it is
// told all the same.
func TestHijacked_tlsWithoutASocket(t *testing.T) {
	t.Parallel()
	cert, trust := keys()
	conf := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(5*time.Second, 5*time.Second, 5*time.Second))
		l := listenMemory()
		p.HTTPOn(tls.NewListener(l, conf), &http.Server{Handler: upgrade(p, false)})
		p.start()
		conn, r := dialUpgrade(t, func(ctx context.Context, network, addr string) (net.Conn, error) {
			raw, err := l.dial(ctx, network, addr)
			if err != nil {
				return nil, err
			}
			// A certificate of httptest ends before the clock of a bubble begins
			// or after it: its times are not what this is about.
			own := trust.Clone()
			own.Time = func() time.Time { return parsed(cert).NotBefore.Add(time.Hour) }
			return tls.Client(raw, own), nil
		})
		began := time.Now()
		p.stop()
		line, err := r.ReadString('\n')
		if line != "going away\n" || err != nil || time.Since(began) != 5*time.Second {
			t.Errorf("read %q, %v after %v; want to be told at 5s", line, err, time.Since(began))
		}
		go func() { _, _ = io.Copy(io.Discard, conn) }() // A pipe has no buffer for the other side's goodbye.
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
		time.Sleep(time.Second)
		_ = conn.Close()
	})
}

func parsed(cert tls.Certificate) *x509.Certificate {
	c, err := x509.ParseCertificate(cert.Certificate[0])
	if err != nil {
		panic(err)
	}
	return c
}

// The silent first connection of a listener that may do TLS is no reason to wait.
func TestHTTPOn_tlsFirstConnectionIsSilent(t *testing.T) {
	t.Parallel()
	cert, trust := keys()
	conf := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	p := newProgram(t, budgets(0, 5*time.Second, time.Second))
	l := tls.NewListener(listenLoopback(t), conf)
	p.HTTPOn(l, &http.Server{TLSConfig: conf, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprint(w, lifecycle.GoAway(r.Context()) != nil)
	})})
	p.start()
	silent, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	time.Sleep(50 * time.Millisecond)
	conn, err := dialTLS(l.Addr().String(), trust)(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	p.stop()
	time.Sleep(200 * time.Millisecond)
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: app\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(bufio.NewReader(conn))
	if err != nil || !strings.HasSuffix(string(text), "true") {
		t.Errorf("got %q, %v", text, err)
	}
	began := time.Now()
	if err := p.wait(); err != nil || time.Since(began) > 3*time.Second {
		t.Errorf("Run() error = %v after %v", err, time.Since(began))
	}
}
