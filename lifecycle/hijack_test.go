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
		conn, buf, err := w.(http.Hijacker).Hijack()
		if err != nil {
			p.t.Errorf("Hijack() error = %v", err)
			return
		}
		_, _ = buf.WriteString("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
		_ = buf.Flush()
		// As most WebSocket libraries allow, the connection outlives its handler.
		go func() {
			if stays {
				_, _ = io.Copy(io.Discard, conn)
				return
			}
			<-away
			_, _ = io.WriteString(conn, "going away\n")
			time.Sleep(100 * time.Millisecond)
			_ = conn.Close()
		}()
	}
}

// dialUpgrade opens an upgraded connection and returns what follows the
// handshake.
func dialUpgrade(t *testing.T, dial func(context.Context, string, string) (net.Conn, error)) (net.Conn, *bufio.Reader) {
	t.Helper()
	conn, err := dial(t.Context(), "tcp", "app")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "GET /ws HTTP/1.1\r\nHost: app\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(conn)
	resp, err := http.ReadResponse(r, nil)
	if err != nil || resp.StatusCode != http.StatusSwitchingProtocols || resp.Header.Get("Connection") != "Upgrade" {
		t.Fatalf("upgrade: %v, %v", resp, err)
	}
	return conn, r
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
		c := budgets(0, 5*time.Second, 5*time.Second)
		c.MaxConnectionAge = 100 * time.Second
		p := newProgram(t, c)
		l := listenMemory()
		mux := http.NewServeMux()
		mux.HandleFunc("/ws", upgrade(p, false))
		p.HTTPOn(l, &http.Server{Handler: mux})
		p.start()
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
		c := budgets(0, 5*time.Second, 5*time.Second)
		c.MaxConnectionAge = 100 * time.Second
		p := newProgram(t, c)
		l := listenMemory()
		p.HTTPOn(l, &http.Server{Handler: upgrade(p, true)})
		p.start()
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

func TestGoAway_withoutAnApp(t *testing.T) {
	t.Parallel()
	if lifecycle.GoAway(t.Context()) != nil || lifecycle.Stopping(t.Context()) != nil || lifecycle.InFlight(t.Context()) != t.Context() {
		t.Error("a context without an App should never be told")
	}
}
