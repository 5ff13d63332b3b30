package lifecycle_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// own is a connection type of the user's, and byValue one that is no pointer.
type (
	own struct {
		net.Conn
		id int
	}
	byValue struct {
		net.Conn
		tags []string // Not comparable.
	}
	// hidden shows nothing of what it wraps.
	hidden struct{ conn net.Conn }
)

func (h *hidden) Read(b []byte) (int, error)         { return h.conn.Read(b) }
func (h *hidden) Write(b []byte) (int, error)        { return h.conn.Write(b) }
func (h *hidden) Close() error                       { return h.conn.Close() }
func (h *hidden) LocalAddr() net.Addr                { return h.conn.LocalAddr() }
func (h *hidden) RemoteAddr() net.Addr               { return h.conn.RemoteAddr() }
func (h *hidden) SetDeadline(t time.Time) error      { return h.conn.SetDeadline(t) }
func (h *hidden) SetReadDeadline(t time.Time) error  { return h.conn.SetReadDeadline(t) }
func (h *hidden) SetWriteDeadline(t time.Time) error { return h.conn.SetWriteDeadline(t) }

// typed hands out connections of the user's types.
type typed struct {
	net.Listener
	wrap func(net.Conn) net.Conn
}

func (l typed) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err == nil {
		c = l.wrap(c)
	}
	return c, err
}

// keyPair is a certificate for a server, and what a client needs to trust it.
func keyPair() (server, client *tls.Config) {
	keys := httptest.NewUnstartedServer(nil)
	keys.StartTLS()
	defer keys.Close()
	client = keys.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	client.ServerName, client.NextProtos = "example.com", nil
	return &tls.Config{Certificates: keys.TLS.Certificates}, client
}

// Hooks get the connection that the listener gave, below TLS too, and so does
// whoever waits for the end of a connection that was taken over.
func TestHTTP_hooksSeeTheListenersConnection(t *testing.T) {
	t.Parallel()
	serverTLS, clientTLS := keyPair()
	wraps := map[string]func(net.Conn) net.Conn{
		"*net.TCPConn":           func(c net.Conn) net.Conn { return c },
		"*lifecycle_test.own":    func(c net.Conn) net.Conn { return &own{c, 7} },
		"lifecycle_test.byValue": func(c net.Conn) net.Conn { return byValue{c, nil} },
		"*lifecycle_test.hidden": func(c net.Conn) net.Conn { return &hidden{c} },
	}
	for want, wrap := range wraps {
		for _, secure := range []string{"plain", "TLS of the server", "TLS of the listener"} {
			if secure == "TLS of the listener" && want == "*lifecycle_test.hidden" {
				continue // Its end after a hijack cannot be seen: it is told, and not awaited.
			}
			// Below TLS a connection is only left as it is when it can be followed from
			// beside: one that cannot be found again, or shows no socket, stays wrapped.
			want := want
			if secure == "TLS of the server" && (want == "lifecycle_test.byValue" || want == "*lifecycle_test.hidden") {
				want = "NetConn of *lifecycle.connection: " + want
			}
			t.Run(want+", "+secure, func(t *testing.T) {
				t.Parallel()
				p := newProgram(t, budgets(0, 5*time.Second, time.Second))
				tcp := listenLoopback(t)
				l, srv := net.Listener(typed{tcp, wrap}), &http.Server{}
				switch secure {
				case "TLS of the server":
					srv.TLSConfig = serverTLS.Clone()
				case "TLS of the listener":
					l = tls.NewListener(l, serverTLS.Clone())
				}
				var mu sync.Mutex
				seen := map[string]bool{}
				var states []string
				note := func(hook string, c net.Conn) {
					mu.Lock()
					defer mu.Unlock()
					if t, ok := c.(*tls.Conn); ok {
						c = t.NetConn()
					}
					kind := fmt.Sprintf("%T", c)
					if kind == "*lifecycle.connection" {
						kind = fmt.Sprintf("NetConn of %s: %T", kind, c.(interface{ NetConn() net.Conn }).NetConn())
					}
					seen[hook+": "+kind] = true
				}
				srv.ConnState = func(c net.Conn, state http.ConnState) {
					note("ConnState", c)
					mu.Lock()
					defer mu.Unlock()
					states = append(states, state.String())
				}
				srv.ConnContext = func(ctx context.Context, c net.Conn) context.Context { note("ConnContext", c); return ctx }
				srv.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					upgradeUntil(p, w, lifecycle.GoAway(r.Context()))
				})
				p.HTTPOn(l, srv)
				p.start()
				conn, err := net.Dial("tcp", tcp.Addr().String())
				if err != nil {
					t.Fatal(err)
				}
				if secure != "plain" {
					conn = tls.Client(conn, clientTLS.Clone())
				}
				defer func() { _ = conn.Close() }()
				r := bufio.NewReader(conn)
				upgraded(t, conn, r)
				p.stop()
				text, err := io.ReadAll(r)
				if string(text) != "going away\n" || err != nil {
					t.Errorf("read %q, %v; want to be told and awaited", text, err)
				}
				if err := p.wait(); err != nil {
					t.Errorf("Run() error = %v", err)
				}
				mu.Lock()
				defer mu.Unlock()
				if diff := cmp.Diff(map[string]bool{"ConnState: " + want: true, "ConnContext: " + want: true}, seen); diff != "" {
					t.Errorf("hooks saw (-want +got):\n%s", diff)
				}
				if !slices.Equal(states, []string{"new", "active", "hijacked"}) {
					t.Errorf("states %v", states)
				}
			})
		}
	}
}

// A hook may close the connection that it gets, also one that was taken over:
// nobody waits for it then.
func TestHTTP_hookClosesWhatItGot(t *testing.T) {
	t.Parallel()
	p := newProgram(t, budgets(0, time.Hour, time.Second)) // Longer than wait waits.
	l := listenLoopback(t)
	taken := make(chan net.Conn, 1)
	p.HTTPOn(l, &http.Server{
		Handler: upgrade(p, true),
		ConnState: func(c net.Conn, state http.ConnState) {
			if state == http.StateHijacked {
				taken <- c
			}
		},
	})
	p.start()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	r := bufio.NewReader(conn)
	upgraded(t, conn, r)
	p.stop()
	until(t, "the drain", func() bool { return strings.Contains(p.log.String(), "draining") })
	_ = (<-taken).Close()
	if err := p.wait(); err != nil {
		t.Errorf("Run() error = %v", err)
	}
}
