package lifecycle_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// The greatest age goes on beside a notice, also for a connection that carried
// requests before, and does not tell those of Aged.
func TestNotice_besideTheAge(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := noticing(300 * time.Second)
		c.MaxConnectionAge = 100 * time.Second
		p, l, told := newProgram(t, c), listenMemory(), make(notices)
		mux := http.NewServeMux()
		mux.HandleFunc("/plain", func(_ http.ResponseWriter, r *http.Request) { lifecycle.GoAway(r.Context()) })
		mux.HandleFunc("/ws", func(w http.ResponseWriter, r *http.Request) { upgradeUntil(p, w, lifecycle.Aged(r.Context())) })
		p.HTTPOn(l, &http.Server{Handler: mux})
		p.Notice(told.watch)
		p.start()
		conn, err := l.dial(t.Context(), "tcp", "app")
		if err != nil {
			t.Fatal(err)
		}
		r := bufio.NewReader(conn)
		if _, err := io.WriteString(conn, "GET /plain HTTP/1.1\r\nHost: app\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		if _, err := http.ReadResponse(r, nil); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		upgraded(t, conn, r)
		told <- nil
		if line, err := r.ReadString('\n'); line != "going away\n" || err != nil || time.Since(began) < 80*time.Second || time.Since(began) > 90*time.Second {
			t.Errorf("read %q, %v after %v; want its age alone to tell it", line, err, time.Since(began))
		}
		// One that stays is cut at its age, notice or not.
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
		_ = conn.Close()
	})
}

func TestNotice_cutAtTheAge(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := noticing(300 * time.Second)
		c.MaxConnectionAge = 100 * time.Second
		p, l, told := newProgram(t, c), listenMemory(), make(notices)
		p.HTTPOn(l, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_ = lifecycle.GoAway(r.Context())
			upgradeUntil(p, w, nil)
		})})
		p.Notice(told.watch)
		p.start()
		began := time.Now()
		conn, r := dialUpgrade(t, l.dial)
		time.Sleep(10 * time.Second)
		told <- nil
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

// Streams without a request of this package ask the App.
func TestAppGoAway(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"notice", "signal", "neither"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p, _, told := notified(t, noticing(10*time.Second))
				ended, cancel := context.WithCancel(t.Context())
				gone := p.GoAway(ended)
				ctx, end := context.WithCancel(t.Context())
				var streams []<-chan struct{}
				for range 10 {
					streams = append(streams, p.GoAway(ctx))
				}
				cancel()
				synctest.Wait()
				began := time.Now()
				var at []time.Duration
				switch how {
				case "notice":
					told <- nil
				case "signal":
					p.stop()
				}
				if how != "neither" {
					var mu sync.Mutex
					var all sync.WaitGroup
					for _, s := range streams {
						all.Go(func() {
							<-s
							mu.Lock()
							defer mu.Unlock()
							at = append(at, time.Since(began))
						})
					}
					all.Wait()
				}
				slices.Sort(at)
				for i, d := range at {
					want := 15 * time.Second
					if how == "notice" {
						want = time.Duration(i) * time.Second
					}
					if d < want || d > want+time.Second || how == "signal" && d != want {
						t.Errorf("stream %d was told after %v, want %v", i, d, want)
					}
				}
				if late := p.GoAway(ctx); isDone(late) != (how != "neither") {
					t.Errorf("a stream that came later was told at once: %v", isDone(late))
				}
				if isDone(gone) || isDone(p.GoAway(ended)) {
					t.Error("a stream that had ended was told")
				}
				end()
				if how != "signal" {
					p.stop()
				}
				if err := p.wait(); err != nil {
					t.Errorf("Run() error = %v", err)
				}
				synctest.Wait()
				for _, s := range streams {
					if isDone(s) != (how != "neither") {
						t.Errorf("told %v with %s", isDone(s), how)
					}
				}
			})
		})
	}
}
