package lifecycle_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// health asks the health path without a network.
func health(p *program) string {
	rec := recorder{header: http.Header{}}
	p.Ready().ServeHTTP(&rec, &http.Request{})
	return rec.text
}

type recorder struct {
	header http.Header
	status int
	text   string
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) { r.status = status }

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == http.StatusServiceUnavailable {
		r.text = "503 "
	}
	r.text += strings.TrimSpace(string(b))
	return len(b), nil
}

// Start steps run in the order of registration, and what is registered after one
// waits for it; readiness waits for all of them and for the gates.
func TestStart_orderAndReadiness(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 10*time.Second, 5*time.Second))
		j := &journal{began: time.Now()}
		worker := func(name string) {
			p.Go(name, func(ctx context.Context) error { j.note(name); <-ctx.Done(); return nil })
		}
		first, second := listenMemory(), listenMemory()
		p.HTTPOn(first, &http.Server{Handler: p.Ready()})
		worker("before")
		p.Start("migrate", func(context.Context) error { time.Sleep(3 * time.Second); j.note("migrated"); return nil })
		filled := p.Gate("cache")
		p.Go("cache", func(ctx context.Context) error {
			j.note("cache")
			time.Sleep(2 * time.Second)
			filled.Open()
			filled.Open() // Once more changes nothing.
			<-ctx.Done()
			return nil
		})
		p.Start("cache filled", filled.Wait)
		p.HTTPOn(second, &http.Server{Handler: p.Ready()})
		worker("after")
		slow := p.Gate("slow part")
		time.AfterFunc(7*time.Second, slow.Open)
		p.start()
		client := first.client()
		for _, tt := range []struct {
			after time.Duration
			want  string
		}{
			{time.Second, "starting: migrate, cache, cache filled, slow part"},
			{3 * time.Second, "starting: cache, cache filled, slow part"},
			{2 * time.Second, "starting: slow part"},
			{2 * time.Second, "ready"},
		} {
			time.Sleep(tt.after)
			status, body, _, err := get(client, "http://app/")
			if body != tt.want || (status == 200) != (tt.want == "ready") || err != nil {
				t.Errorf("at %v: %d %q, %v; want %q", time.Since(j.began), status, body, err, tt.want)
			}
		}
		late := p.Gate("registered when it was ready")
		if status, body, _, err := get(second.client(), "http://app/"); status != 200 || err != nil {
			t.Errorf("with a gate that came late: %d %q, %v; want it ready as before", status, body, err)
		}
		late.Open()
		client.CloseIdleConnections()
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
		want := []string{"0s before", "3s migrated", "3s cache", "5s after"}
		if diff := cmp.Diff(want, j.events); diff != "" {
			t.Errorf("order (-want +got):\n%s", diff)
		}
		p.wantLog("msg=ready")
	})
}

// Nothing declared, nothing awaited: ready as it always was, before Run too.
func TestReady_nothingDeclared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 0, 0))
		if got := health(p); got != "ready" {
			t.Errorf("before Run: %q", got)
		}
		p.Go("worker", func(ctx context.Context) error { <-ctx.Done(); return nil })
		p.start()
		synctest.Wait()
		if got := health(p); got != "ready" {
			t.Errorf("running: %q", got)
		}
		p.stop()
		if err := p.wait(); err != nil || health(p) != "503 stopping" {
			t.Errorf("Run() error = %v, health %q", err, health(p))
		}
	})
}

func TestGate_holdsReadinessBackBeforeRun(t *testing.T) {
	t.Parallel()
	p := newProgram(t, budgets(0, 0, 0))
	a, b := p.Gate("a"), p.Gate("a") // Two parts may have one name.
	if got := health(p); got != "503 starting: a, a" {
		t.Errorf("closed: %q", got)
	}
	a.Open()
	if got := health(p); got != "503 starting: a" {
		t.Errorf("one open: %q", got)
	}
	b.Open()
	if got := health(p); got != "ready" {
		t.Errorf("open: %q", got)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errBroken)
	if err := p.Gate("c").Wait(ctx); !errors.Is(err, errBroken) {
		t.Errorf("Wait() error = %v, want the cause", err)
	}
}

// A step that fails, or panics, stops the program; what comes after it is never
// started, and its listeners are closed.
func TestStart_fails(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]func(context.Context) error{
		"error": func(context.Context) error { return errBroken },
		"panic": func(context.Context) error { panic(errBroken) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newProgram(t, budgets(0, time.Second, time.Second))
				closed := false
				p.Close("pool", func(context.Context) error { closed = true; return nil })
				p.Go("before", func(ctx context.Context) error { <-ctx.Done(); return nil })
				p.Start("migrate", do)
				l := listenMemory()
				p.HTTPOn(l, &http.Server{})
				p.Go("after", func(context.Context) error { t.Error("started"); return nil })
				p.start()
				err := p.wait()
				if err == nil || !strings.Contains(err.Error(), "start migrate: ") || !strings.Contains(err.Error(), errBroken.Error()) || !closed {
					t.Errorf("Run() error = %v, closed %v", err, closed)
				}
				if !isDone(l.closed) {
					t.Error("the listener of what was never started is open")
				}
			})
		})
	}
}

func isDone(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// A signal during a step ends its context at once, and nothing more is started;
// one that does not listen is cut and named.
func TestStart_signalDuringAStep(t *testing.T) {
	t.Parallel()
	for name, listens := range map[string]bool{"listens": true, "does not": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newProgram(t, budgets(0, 2*time.Second, time.Second))
				release := make(chan struct{})
				p.Start("migrate", func(ctx context.Context) error {
					if !listens {
						<-release
						return nil
					}
					<-ctx.Done()
					return context.Cause(ctx)
				})
				l := listenMemory()
				p.HTTPOn(l, &http.Server{})
				p.Go("after", func(context.Context) error { t.Error("started"); return nil })
				p.start()
				time.Sleep(time.Second)
				began := time.Now()
				p.stop()
				err := p.wait()
				took := time.Since(began)
				if listens && (err != nil || took != 0) || !listens && (!slices.Equal(running(err), []string{"start migrate"}) || took < 2*time.Second) {
					t.Errorf("Run() error = %v after %v", err, took)
				}
				close(release)
				synctest.Wait()
				if !isDone(l.closed) {
					t.Error("the listener of what was never started is open")
				}
			})
		})
	}
}

// An address that is taken after a step is found then, and stops in order.
func TestStart_addressTakenAfterAStep(t *testing.T) {
	t.Parallel()
	taken := listenLoopback(t)
	defer func() { _ = taken.Close() }()
	p := newProgram(t, budgets(0, time.Second, time.Second))
	p.Start("migrate", func(context.Context) error { return nil })
	first := listenMemory()
	p.HTTPOn(first, &http.Server{})
	p.HTTP(&http.Server{Addr: taken.Addr().String()})
	p.Start("never", func(context.Context) error { t.Error("started"); return nil })
	last := listenMemory()
	p.HTTPOn(last, &http.Server{})
	p.start()
	if err := p.wait(); err == nil || !strings.Contains(err.Error(), "address already in use") {
		t.Errorf("Run() error = %v, want the taken address", err)
	}
	if !isDone(first.closed) || !isDone(last.closed) {
		t.Error("listeners were left open")
	}
}

// A worker may register a step too; the program goes on without waiting for it.
func TestStart_whileRunning(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, time.Second, time.Second))
		done := false
		p.Go("worker", func(ctx context.Context) error {
			p.Start("later", func(context.Context) error { done = true; return nil })
			<-ctx.Done()
			return nil
		})
		p.start()
		synctest.Wait()
		if !done || health(p) != "ready" {
			t.Errorf("done %v, health %q", done, health(p))
		}
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
	})
}
