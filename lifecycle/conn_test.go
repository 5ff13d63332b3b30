package lifecycle

import (
	"bufio"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// A connection that was closed is forgotten, whoever did its TLS and whether a
// handler has taken it over: a program runs for months.
func TestConnections_forgetWhatIsClosed(t *testing.T) {
	t.Parallel()
	backend := httptest.NewUnstartedServer(nil)
	backend.StartTLS()
	conf := backend.TLS
	trust := backend.Client().Transport.(*http.Transport).TLSClientConfig //nolint:forcetypeassert // httptest says so.
	backend.Close()
	trust.NextProtos, trust.ServerName = nil, "example.com"
	for name, c := range map[string]*connections{"plain": {}, "TLS of the caller": {}, "TLS of the server": {secure: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			addr, secure := l.Addr().String(), name != "plain"
			own := conf.Clone()
			own.NextProtos = nil
			if name == "TLS of the caller" {
				l = tls.NewListener(l, own)
			}
			var asked atomic.Int64
			srv := &http.Server{
				ErrorLog: log.New(io.Discard, "", 0),
				Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if GoAway(r.Context()) != nil {
						asked.Add(1)
					}
					if r.URL.Path == "/hijack" {
						conn, _, err := w.(http.Hijacker).Hijack() //nolint:forcetypeassert // net/http's own.
						if err != nil {
							t.Errorf("Hijack() error = %v", err)
							return
						}
						_, _ = io.WriteString(conn, "HTTP/1.1 204 No Content\r\n\r\n")
						_ = conn.Close()
					}
				}),
				ConnState: c.observe(nil), ConnContext: c.remember(newPhases(), nil),
			}
			served := make(chan struct{})
			go func() {
				defer close(served)
				if !c.secure {
					_ = srv.Serve(c.listen(l))
					return
				}
				srv.TLSConfig, srv.TLSNextProto = own, map[string]func(*http.Server, *tls.Conn, http.Handler){} // No HTTP/2, which does not hijack.
				_ = srv.ServeTLS(c.listen(l), "", "")
			}()
			const n = 20
			for i := range n {
				conn, err := net.Dial("tcp", addr)
				if err != nil {
					t.Fatal(err)
				}
				if secure {
					conn = tls.Client(conn, trust)
				}
				path := [...]string{"/", "/hijack"}[i%2]
				if _, err := io.WriteString(conn, "GET "+path+" HTTP/1.1\r\nHost: app\r\n\r\n"); err != nil {
					t.Fatal(err)
				}
				if _, err := http.ReadResponse(bufio.NewReader(conn), nil); err != nil {
					t.Errorf("%s: %v", path, err)
				}
				_ = conn.Close()
			}
			left := func() int64 {
				c.sweep()
				c.mu.Lock()
				defer c.mu.Unlock()
				return c.open.Load() + c.active.Load() + int64(len(c.taken)+len(c.watched)+len(c.foreign))
			}
			for end := time.Now().Add(5 * time.Second); left() > 0 && time.Now().Before(end); {
				time.Sleep(5 * time.Millisecond)
			}
			if asked.Load() != n || left() != 0 {
				t.Errorf("%d of %d connections asked; kept: %d open, %d taken, %d watched, %d beside", asked.Load(), n, c.open.Load(), len(c.taken), len(c.watched), len(c.foreign))
			}
			_ = srv.Close()
			<-served
		})
	}
}
