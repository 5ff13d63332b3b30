package lifecycle_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

// noticing is a contract with a drain notice.
func noticing(spread time.Duration) contract.Contract {
	c := budgets(15*time.Second, 5*time.Second, 5*time.Second)
	c.DrainNotice, c.NoticeSpread, c.TargetGroups = true, spread, []string{"blue", "green"}
	return c
}

// notices is a watch that tells each time when something is sent.
type notices chan error

func (n notices) watch(ctx context.Context, groups []string, log *slog.Logger) error {
	log.Info("watching", "groups", strings.Join(groups, "+"))
	select {
	case err := <-n:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// sockets opens upgraded connections, and notes when each was told.
type sockets struct {
	t    *testing.T
	l    *memory
	all  sync.WaitGroup
	mu   sync.Mutex
	told []time.Time
}

func (s *sockets) open(n int) {
	for range n {
		conn, r := dialUpgrade(s.t, s.l.dial)
		s.all.Go(func() {
			defer func() { _ = conn.Close() }()
			line, err := r.ReadString('\n')
			if line != "going away\n" || err != nil {
				s.t.Errorf("read %q, %v; want to be told to go", line, err)
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			s.told = append(s.told, time.Now())
		})
	}
}

// after is when each was told, in seconds after a moment, in order.
func (s *sockets) after(moment time.Time) []float64 {
	s.all.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	slices.SortFunc(s.told, time.Time.Compare)
	var seconds []float64
	for _, at := range s.told {
		seconds = append(seconds, at.Sub(moment).Seconds())
	}
	s.told = nil
	return seconds
}

// notified runs a server of WebSockets at /ws with a watch.
func notified(t *testing.T, c contract.Contract) (*program, *sockets, notices) {
	p, l, told := newProgram(t, c), listenMemory(), make(notices)
	mux := http.NewServeMux()
	mux.Handle("/health", p.Ready())
	mux.HandleFunc("/ws", upgrade(p, false))
	mux.HandleFunc("/events", func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).Flush()
		<-lifecycle.GoAway(r.Context())
	})
	p.HTTPOn(l, &http.Server{Handler: mux})
	p.Notice(told.watch)
	p.start()
	synctest.Wait()
	return p, &sockets{t: t, l: l}, told
}

// The notice tells each connection at a moment of its own, evenly over the
// window; requests and the health check are answered as before.
func TestNotice_spread(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, ws, told := notified(t, noticing(30*time.Second))
		const n = 60
		ws.open(n)
		synctest.Wait()
		began := time.Now()
		told <- nil
		client := ws.l.client()
		for range 29 {
			time.Sleep(time.Second)
			if status, body, _, err := get(client, "http://app/health"); status != 200 || body != "ready" || err != nil {
				t.Errorf("health during the window: %d %q, %v", status, body, err)
			}
		}
		for i, at := range ws.after(began) {
			// Each has its own half of a second.
			if least := float64(i) / 2; at < least || at > least+0.5 {
				t.Errorf("connection %d was told after %.3f s, want %v to %v", i, at, least, least+0.5)
			}
		}
		time.Sleep(time.Until(began.Add(time.Minute)))
		// The drain is over, and the signal comes.
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
		client.CloseIdleConnections()
		p.wantLog("groups=blue+green", `msg="drain notice: connections are told to go, each at a moment of its own" connections=60 within_seconds=30`, "msg=stopping", "msg=stopped")
	})
}

func TestNotice_atOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, ws, told := notified(t, noticing(0))
		ws.open(5)
		synctest.Wait()
		began := time.Now()
		told <- nil
		if diff := cmp.Diff([]float64{0, 0, 0, 0, 0}, ws.after(began)); diff != "" {
			t.Errorf("told after (-want +got):\n%s", diff)
		}
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
	})
}

// What begins after the notice is taken and told at once, on a connection of its
// own or on one that is old.
func TestNotice_takesNoStreamForLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, ws, told := notified(t, noticing(300*time.Second))
		client := ws.l.client()
		if _, _, closes, err := get(client, "http://app/health"); closes || err != nil {
			t.Fatalf("closes %v, %v", closes, err)
		}
		told <- nil
		synctest.Wait()
		began := time.Now()
		ws.open(3)
		if diff := cmp.Diff([]float64{0, 0, 0}, ws.after(began)); diff != "" {
			t.Errorf("new WebSockets were told after (-want +got):\n%s", diff)
		}
		if status, _, _, err := get(client, "http://app/events"); status != 200 || err != nil || time.Since(began) > time.Second {
			t.Errorf("a new stream: %d, %v, ended after %v; want it to end at once", status, err, time.Since(began))
		}
		// It is not begun again and again on the same connection.
		if _, _, closes, err := get(client, "http://app/health"); !closes || err != nil {
			t.Errorf("closes %v, %v; want the end of the connection whose stream was told", closes, err)
		}
		client.CloseIdleConnections()
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
	})
}

// A response asks for the end of its connection from that one's moment on.
func TestNotice_plainConnections(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, ws, told := notified(t, noticing(100*time.Second))
		const n = 40
		clients := make([]*http.Client, n)
		for i := range clients {
			clients[i] = ws.l.client()
			if _, _, closes, err := get(clients[i], "http://app/health"); closes || err != nil {
				t.Fatalf("closes %v, %v", closes, err)
			}
		}
		told <- nil
		synctest.Wait()
		left := 0
		counts := []int{}
		for range 11 {
			for i, c := range clients {
				if c == nil {
					continue
				}
				status, _, closes, err := get(c, "http://app/health")
				if status != 200 || err != nil {
					t.Fatalf("%d, %v", status, err)
				}
				if closes {
					left++
					clients[i] = nil
				}
			}
			counts = append(counts, left)
			time.Sleep(10 * time.Second)
		}
		if counts[1] > n/2 || counts[5] < n/5 || counts[5] > n*4/5 || counts[10] != n {
			t.Errorf("connections that were asked to close, every 10 s of 100: %v of %d; want them spread", counts, n)
		}
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
	})
}

// The signal within the window takes its course: connections go on leaving at
// their moments, and those that are left are told when the delay is over.
func TestNotice_signalWithinTheWindow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, ws, told := notified(t, noticing(100*time.Second))
		const n = 100
		ws.open(n)
		synctest.Wait()
		began := time.Now()
		told <- nil
		time.Sleep(10 * time.Second)
		p.stop() // Its delay is over at 25 s.
		for i, at := range ws.after(began) {
			want := min(float64(i), 25)
			if at < want || at > want+1 {
				t.Errorf("connection %d was told after %.2f s, want %v", i, at, want)
			}
		}
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
	})
}

// A notice that no signal follows within an hour is forgotten: streams stay
// again, and the next notice tells them.
func TestNotice_isForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, ws, told := notified(t, noticing(30*time.Second))
		told <- nil
		time.Sleep(time.Hour)
		ws.open(1)
		if now := time.Now(); ws.after(now)[0] != 0 {
			t.Error("a stream within the hour was not told at once")
		}
		time.Sleep(time.Minute)
		ws.open(1)
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if len(ws.told) != 0 {
			t.Error("a stream of a forgotten notice was told")
		}
		client := ws.l.client()
		if _, _, closes, err := get(client, "http://app/health"); closes || err != nil {
			t.Errorf("closes %v, %v; want connections to stay", closes, err)
		}
		client.CloseIdleConnections()
		began := time.Now()
		told <- nil
		if at := ws.after(began); at[0] > 30 {
			t.Errorf("told %v s after the second notice", at)
		}
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
		p.wantLog("no stop signal has followed the drain notice", "drain notice: connections are told to go")
	})
}

// A handler that ignores GoAway keeps its connection until the drain of the stop.
func TestNotice_ignored(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, l, told := newProgram(t, noticing(10*time.Second)), listenMemory(), make(notices)
		p.HTTPOn(l, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_ = lifecycle.GoAway(r.Context())
			upgradeUntil(p, w, nil)
		})})
		p.Notice(told.watch)
		p.start()
		conn, r := dialUpgrade(t, l.dial)
		told <- nil
		time.Sleep(time.Minute)
		began := time.Now()
		p.stop()
		if _, err := r.ReadByte(); !errors.Is(err, io.EOF) || time.Since(began) != 20*time.Second {
			t.Errorf("cut %v after the signal, %v; want 20s", time.Since(began), err)
		}
		err := p.wait()
		if diff := cmp.Diff([]string{"http memory (1 hijacked connection)"}, running(err)); diff != "" {
			t.Errorf("Run() error = %v; cut (-want +got):\n%s", err, diff)
		}
		_ = conn.Close()
	})
}
