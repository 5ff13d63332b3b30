package lifecycle_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// upgrade is a handler that takes the connection over, says what channel told
// it to go away, and leaves or stays.
func upgrade(p *program, stays bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		away := lifecycle.GoAway(r.Context())
		if stays {
			away = nil
		}
		upgradeUntil(p, w, away)
	}
}

// upgradeUntil takes the connection over until a channel is closed.
func upgradeUntil(p *program, w http.ResponseWriter, away <-chan struct{}) {
	conn, buf, err := w.(http.Hijacker).Hijack()
	if err != nil {
		p.t.Errorf("Hijack() error = %v", err)
		return
	}
	_, _ = buf.WriteString("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
	_ = buf.Flush()
	// As most WebSocket libraries allow, the connection outlives its handler.
	go func() {
		if away == nil {
			_, _ = io.Copy(io.Discard, conn)
			return
		}
		<-away
		_, _ = io.WriteString(conn, "going away\n")
		time.Sleep(100 * time.Millisecond)
		_ = conn.Close()
	}()
}

// dialUpgrade opens an upgraded connection and returns what follows the
// handshake.
func dialUpgrade(t *testing.T, dial func(context.Context, string, string) (net.Conn, error)) (net.Conn, *bufio.Reader) {
	t.Helper()
	conn, err := dial(t.Context(), "tcp", "app")
	if err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(conn)
	upgraded(t, conn, r)
	return conn, r
}

// upgraded does the handshake on a connection.
func upgraded(t *testing.T, conn net.Conn, r *bufio.Reader) {
	t.Helper()
	if _, err := io.WriteString(conn, "GET /ws HTTP/1.1\r\nHost: app\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(r, nil)
	if err != nil || resp.StatusCode != http.StatusSwitchingProtocols || resp.Header.Get("Connection") != "Upgrade" {
		t.Fatalf("upgrade: %v, %v", resp, err)
	}
}

func TestHijacked_isToldAndAwaited(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(15*time.Second, 5*time.Second, 5*time.Second))
		l := listenMemory()
		p.HTTPOn(l, &http.Server{Handler: upgrade(p, false)})
		p.start()
		conn, r := dialUpgrade(t, l.dial)
		began := time.Now()
		p.stop()
		time.Sleep(10 * time.Second)
		// New connections are still taken during the delay.
		late, lateReader := dialUpgrade(t, l.dial)
		for _, r := range []*bufio.Reader{r, lateReader} {
			line, err := r.ReadString('\n')
			if line != "going away\n" || err != nil || time.Since(began).Truncate(time.Second) != 15*time.Second {
				t.Errorf("read %q, %v after %v; want to be told at 15s", line, err, time.Since(began))
			}
		}
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
		_, _ = conn.Close(), late.Close()
	})
}

func TestHijacked_isCutAtTheEndOfTheDrain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 5*time.Second, 5*time.Second))
		l := listenMemory()
		p.HTTPOn(l, &http.Server{Handler: upgrade(p, true)})
		p.start()
		conn, r := dialUpgrade(t, l.dial)
		began := time.Now()
		p.stop()
		if _, err := r.ReadByte(); err == nil || time.Since(began) != 5*time.Second {
			t.Errorf("cut after %v, %v; want 5s", time.Since(began), err)
		}
		err := p.wait()
		if diff := cmp.Diff([]string{"http memory (1 hijacked connection)"}, running(err)); diff != "" {
			t.Errorf("Run() error = %v; cut (-want +got):\n%s", err, diff)
		}
		_ = conn.Close()
	})
}

func TestHijacked_greatestAge(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, l := serveAging(t, budgets(0, 5*time.Second, 5*time.Second), func(p *program) http.Handler { return upgrade(p, false) })
		told := map[time.Duration]bool{}
		for range 20 {
			began := time.Now()
			conn, r := dialUpgrade(t, l.dial)
			line, err := r.ReadString('\n')
			at := time.Since(began)
			if line != "going away\n" || err != nil || at < 80*time.Second || at > 90*time.Second {
				t.Errorf("read %q, %v after %v; want to be told after 80 to 90s", line, err, at)
			}
			told[at.Truncate(time.Second)] = true
			_ = conn.Close()
		}
		if len(told) < 3 {
			t.Errorf("connections were told at %v: no jitter", told)
		}
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
	})
}

func TestHijacked_isCutAtTheGreatestAge(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, l := serveAging(t, budgets(0, 5*time.Second, 5*time.Second), func(p *program) http.Handler { return upgrade(p, true) })
		began := time.Now()
		conn, r := dialUpgrade(t, l.dial)
		if _, err := r.ReadByte(); err == nil || time.Since(began) != 100*time.Second {
			t.Errorf("cut after %v, %v; want 100s", time.Since(began), err)
		}
		_ = conn.Close()
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
	})
}

// A load balancer uses a connection for requests before it upgrades it. The age
// of a WebSocket begins with the WebSocket.
func TestHijacked_ageBeginsWithTheUpgrade(t *testing.T) {
	t.Parallel()
	for name, stays := range map[string]bool{"told": false, "cut": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p, l := serveAging(t, budgets(0, 5*time.Second, 5*time.Second), func(p *program) http.Handler {
					mux := http.NewServeMux()
					mux.HandleFunc("/ws", upgrade(p, stays))
					// A request that asks for the channel starts its clock.
					mux.HandleFunc("/plain", func(_ http.ResponseWriter, r *http.Request) { lifecycle.GoAway(r.Context()) })
					return mux
				})
				conn, err := l.dial(t.Context(), "tcp", "app")
				if err != nil {
					t.Fatal(err)
				}
				r := bufio.NewReader(conn)
				for _, pause := range []time.Duration{70 * time.Second, 0} {
					if _, err := io.WriteString(conn, "GET /plain HTTP/1.1\r\nHost: app\r\n\r\n"); err != nil {
						t.Fatal(err)
					}
					if resp, err := http.ReadResponse(r, nil); err != nil || resp.Close {
						t.Fatalf("plain request: %+v, %v", resp, err)
					}
					time.Sleep(pause)
				}
				began := time.Now()
				upgraded(t, conn, r)
				line, _ := r.ReadString('\n')
				at := time.Since(began)
				if !stays && (line != "going away\n" || at < 80*time.Second || at > 90*time.Second) || stays && at != 100*time.Second {
					t.Errorf("read %q after %v of the WebSocket; want to be told after 80 to 90s, or cut after 100s", line, at)
				}
				_ = conn.Close()
				p.stop()
				if err := p.wait(); err != nil {
					t.Errorf("Run() error = %v", err)
				}
			})
		})
	}
}

// A connection that was old as it was upgraded is young again.
func TestHijacked_oldConnectionIsRenewed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, l := serveAging(t, budgets(0, 5*time.Second, 5*time.Second), func(p *program) http.Handler {
			mux := http.NewServeMux()
			mux.HandleFunc("/ws", upgrade(p, false))
			mux.HandleFunc("/plain", func(_ http.ResponseWriter, r *http.Request) { <-lifecycle.GoAway(r.Context()) })
			return mux
		})
		conn, err := l.dial(t.Context(), "tcp", "app")
		if err != nil {
			t.Fatal(err)
		}
		r := bufio.NewReader(conn)
		// The upgrade is on its way before the answer that says goodbye.
		if _, err := io.WriteString(conn, "GET /plain HTTP/1.1\r\nHost: app\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		if _, err := http.ReadResponse(r, nil); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		upgraded(t, conn, r)
		if line, err := r.ReadString('\n'); line != "going away\n" || err != nil || time.Since(began) < 80*time.Second {
			t.Errorf("read %q, %v after %v of the WebSocket; want to be told after 80s or more", line, err, time.Since(began))
		}
		_ = conn.Close()
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
	})
}

// Aged ends by the age alone: connections that finish by themselves within the
// drain are not told of a stop.
func TestAged_isNotToldOfTheStop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, l := serveAging(t, budgets(15*time.Second, 100*time.Second, 5*time.Second), func(p *program) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				aged := lifecycle.Aged(r.Context())
				upgradeUntil(p, w, aged)
			})
		})
		began := time.Now()
		conn, r := dialUpgrade(t, l.dial)
		time.Sleep(10 * time.Second)
		p.stop() // The listener closes at 25 s, and the drain ends at 125 s.
		if line, err := r.ReadString('\n'); line != "going away\n" || err != nil || time.Since(began) < 80*time.Second || time.Since(began) > 90*time.Second {
			t.Errorf("read %q, %v after %v; want to be told after 80 to 90s, and not by the stop", line, err, time.Since(began))
		}
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
		_ = conn.Close()
	})
}

func TestGoAway_withoutAnApp(t *testing.T) {
	t.Parallel()
	if lifecycle.GoAway(t.Context()) != nil || lifecycle.Aged(t.Context()) != nil || lifecycle.Stopping(t.Context()) != nil || lifecycle.InFlight(t.Context()) != t.Context() {
		t.Error("a context without an App should never be told")
	}
}
