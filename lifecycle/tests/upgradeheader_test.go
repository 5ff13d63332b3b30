package lifecycle_test

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// A request may ask for another protocol and not get it: its answer says that
// the connection should be left, as any other does, while one that switches
// protocols says nothing of the kind.
func TestHTTP_upgradeThatIsNotTaken(t *testing.T) {
	t.Parallel()
	type answer struct {
		Status int
		Header []string
	}
	plain := func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "as usual") }
	tests := map[string]struct {
		upgrade string
		handler func(p *program) http.HandlerFunc
		want    answer
	}{
		"h2c": {"h2c", func(*program) http.HandlerFunc { return plain }, answer{200, []string{"close"}}},
		"TLS": {"TLS/1.2, HTTP/1.1", func(*program) http.HandlerFunc { return plain }, answer{200, []string{"close"}}},
		"WebSocket, refused": {"websocket", func(*program) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }
		}, answer{403, []string{"close"}}},
		"nothing written": {"h2c", func(*program) http.HandlerFunc { return func(http.ResponseWriter, *http.Request) {} }, answer{200, []string{"close"}}},
		"flushed": {"h2c", func(*program) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) { w.(http.Flusher).Flush() }
		}, answer{200, []string{"close"}}},
		"flushed by a controller": {"h2c", func(*program) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) { _ = http.NewResponseController(w).Flush() }
		}, answer{200, []string{"close"}}},
		"copied": {"h2c", func(*program) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }
		}, answer{200, []string{"close"}}},
		"after early hints": {"h2c", func(*program) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(103); w.WriteHeader(204) }
		}, answer{204, []string{"close"}}},
		"WebSocket":            {"websocket", func(p *program) http.HandlerFunc { return upgrade(p, false) }, answer{101, []string{"Upgrade"}}},
		"WebSocket by headers": {"websocket", switching, answer{101, []string{"Upgrade"}}},
		"through a proxy":      {"tcp", func(p *program) http.HandlerFunc { return proxied(p) }, answer{101, []string{"Upgrade"}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p, l := newProgram(t, budgets(15*time.Second, 5*time.Second, 5*time.Second)), listenMemory()
				p.HTTPOn(l, &http.Server{Handler: tt.handler(p)})
				p.start()
				synctest.Wait()
				p.stop()
				synctest.Wait()
				conn, err := l.dial(t.Context(), "tcp", "app")
				if err != nil {
					t.Fatal(err)
				}
				if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: app\r\nConnection: Upgrade\r\nUpgrade: "+tt.upgrade+"\r\n\r\n"); err != nil {
					t.Fatal(err)
				}
				r := bufio.NewReader(conn)
				resp, err := http.ReadResponse(r, nil)
				for err == nil && resp.StatusCode == http.StatusEarlyHints {
					resp, err = http.ReadResponse(r, nil)
				}
				if err != nil {
					t.Fatal(err)
				}
				got := answer{resp.StatusCode, resp.Header["Connection"]}
				if resp.Close {
					got.Header = []string{"close"}
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("answer (-want +got):\n%s", diff)
				}
				_ = conn.Close()
				if err := p.wait(); err != nil {
					t.Errorf("Run() error = %v", err)
				}
			})
		})
	}
}

// switching writes the headers before it takes the connection over, as
// coder/websocket does.
func switching(p *program) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		away := lifecycle.GoAway(r.Context())
		w.Header().Set("Connection", "Upgrade")
		w.Header().Set("Upgrade", "websocket")
		w.WriteHeader(http.StatusSwitchingProtocols)
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			p.t.Errorf("Hijack() error = %v", err)
			return
		}
		<-away
		_ = conn.Close()
	}
}

// proxied passes the request on to a server that switches, as net/http's
// reverse proxy does, which adds its headers to those that are there.
func proxied(p *program) http.HandlerFunc {
	behind := listenMemory()
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			p.t.Errorf("Hijack() error = %v", err)
			return
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n")
		_ = conn.Close()
	})}
	p.HTTPOn(behind, srv)
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: "behind"})
	proxy.Transport = &http.Transport{DialContext: behind.dial, DisableKeepAlives: true}
	return proxy.ServeHTTP
}

// A client that offers another protocol with each request makes no connection
// young: only one that switches begins a life of its own.
func TestHTTP_upgradeThatIsNotTakenKeepsTheAge(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, l := serveAging(t, budgets(0, 5*time.Second, 5*time.Second), func(p *program) http.Handler { return p.Ready() })
		conn, err := l.dial(t.Context(), "tcp", "app")
		if err != nil {
			t.Fatal(err)
		}
		r := bufio.NewReader(conn)
		for i, closes := range []bool{false, false, true} {
			if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: app\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
			resp, err := http.ReadResponse(r, nil)
			if err != nil || resp.Close != closes {
				t.Fatalf("request %d: %+v, %v; want it to close %v", i, resp, err, closes)
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			time.Sleep(46 * time.Second)
		}
		_ = conn.Close()
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
	})
}
