package lifecycle_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

// journal notes what happened at which second of the stop.
type journal struct {
	began  time.Time
	mu     sync.Mutex
	events []string
}

func (j *journal) note(what string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	// A server looks every few milliseconds whether it has drained.
	j.events = append(j.events, time.Since(j.began).Truncate(100*time.Millisecond).String()+" "+what)
}

func TestRun_steps(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(15*time.Second, 10*time.Second, 5*time.Second))
		l := listenMemory()
		mux := http.NewServeMux()
		mux.Handle("/health", p.Ready())
		mux.HandleFunc("/slow", func(w http.ResponseWriter, _ *http.Request) { time.Sleep(4 * time.Second) })
		p.HTTPOn(l, &http.Server{Handler: mux})
		j := &journal{}
		p.Go("worker", func(ctx context.Context) error {
			<-ctx.Done()
			j.note("worker told")
			time.Sleep(2 * time.Second)
			j.note("worker done")
			return ctx.Err()
		})
		for _, name := range []string{"pool", "cache"} {
			p.Close(name, func(context.Context) error { time.Sleep(time.Second); j.note("closed " + name); return nil })
		}
		p.Flush("logs", func(context.Context) error { j.note("flushed"); return nil })
		p.start()
		client := l.client()
		if status, body, closes, err := get(client, "http://app/health"); status != 200 || body != "ready" || closes || err != nil {
			t.Errorf("before the signal: %d %q, closes %v, %v", status, body, closes, err)
		}
		j.began = time.Now()
		p.stop()
		synctest.Wait()
		if status, _, closes, err := get(client, "http://app/health"); status != 503 || !closes || err != nil {
			t.Errorf("at the signal: %d, closes %v, %v; want 503 and the end of the connection", status, closes, err)
		}
		time.Sleep(14 * time.Second)
		// New work still arrives just before the delay is over, and is answered after it.
		if status, _, closes, err := get(client, "http://app/slow"); status != 200 || !closes || err != nil {
			t.Errorf("during the delay: %d, closes %v, %v", status, closes, err)
		}
		if _, _, _, err := get(client, "http://app/health"); !errors.Is(err, errRefused) {
			t.Errorf("after the delay: %v, want a refused connection", err)
		}
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
		client.CloseIdleConnections()
		want := []string{"15s worker told", "17s worker done", "19s closed cache", "20s closed pool", "20s flushed"}
		if diff := cmp.Diff(want, j.events); diff != "" {
			t.Errorf("steps mismatch (-want +got):\n%s", diff)
		}
		if took := time.Since(j.began); took > 30*time.Second {
			t.Errorf("took %v, longer than the deadline", took)
		}
		p.wantLog("msg=stopping because=terminated", "left_seconds=30", `msg="delay over" left_seconds=15`, `msg="draining: nothing new is accepted"`, "msg=closing",
			`msg="closer done" name=cache`, "name=pool", `msg="flusher done" name=logs`, "msg=stopped")
	})
}

func TestRun_secondSignalEndsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(15*time.Second, 10*time.Second, 5*time.Second))
		release := make(chan struct{})
		p.Go("import", func(context.Context) error { <-release; return nil })
		p.Close("pool", func(context.Context) error { t.Error("closed after a second signal"); return nil })
		p.start()
		began := time.Now()
		p.stop()
		time.Sleep(3 * time.Second)
		p.signals <- os.Interrupt
		err := p.wait()
		if diff := cmp.Diff([]string{"import"}, running(err)); diff != "" || time.Since(began) != 3*time.Second {
			t.Errorf("Run() error = %v after %v; still running (-want +got):\n%s", err, time.Since(began), diff)
		}
		p.wantLog("level=ERROR", `because="a second signal, interrupt" still_running=[import] left_seconds=27`)
		close(release)
	})
}

func TestRun_deadlineEndsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 10*time.Second, 0))
		release := make(chan struct{})
		p.Go("leak", func(context.Context) error { <-release; return nil })
		p.Close("pool", func(context.Context) error { t.Error("closed after the deadline"); return nil })
		p.start()
		began := time.Now()
		p.stop()
		err := p.wait()
		if diff := cmp.Diff([]string{"leak"}, running(err)); diff != "" || time.Since(began) != 10*time.Second {
			t.Errorf("Run() error = %v after %v; still running (-want +got):\n%s", err, time.Since(began), diff)
		}
		p.wantLog("level=ERROR", `msg="ending at once" because="the deadline" still_running=[leak] left_seconds=0`)
		close(release)
	})
}

func TestRun_leaksAreNamedBeforeTheDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 10*time.Second, 5*time.Second))
		release := make(chan struct{})
		p.Go("leak", func(context.Context) error { <-release; return nil })
		p.Close("hangs", func(context.Context) error { <-release; return nil })
		p.start()
		began := time.Now()
		p.stop()
		err := p.wait()
		if diff := cmp.Diff([]string{"leak", "closer hangs"}, running(err)); diff != "" || time.Since(began) >= 15*time.Second {
			t.Errorf("Run() error = %v after %v; left (-want +got):\n%s", err, time.Since(began), diff)
		}
		p.wantLog("level=WARN", "still_running=[leak]", `msg="closer does not return: leaving it behind" name=hangs`, `still_running="[leak closer hangs]"`)
		close(release)
	})
}

func TestRun_failureStopsTheRest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, time.Second, time.Second))
		broken := errors.New("broken")
		told, closed := false, false
		p.Go("fails", func(context.Context) error { return broken })
		p.Go("works", func(ctx context.Context) error { <-ctx.Done(); told = true; return nil })
		p.Close("pool", func(context.Context) error { closed = true; return errors.New("still in use") })
		p.start()
		err := p.wait()
		if !errors.Is(err, broken) || !strings.Contains(err.Error(), "still in use") || !told || !closed {
			t.Errorf("Run() error = %v, told %v, closed %v", err, told, closed)
		}
	})
}

func TestRun_endsWhenAllWorkIsDone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(15*time.Second, 10*time.Second, 5*time.Second))
		p.Go("job", func(context.Context) error { time.Sleep(time.Hour); return nil })
		began := time.Now()
		p.start()
		if err := <-p.result; err != nil || time.Since(began) != time.Hour {
			t.Errorf("Run() error = %v after %v", err, time.Since(began))
		}
	})
}

func TestRun_contextIsASignal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(time.Second, time.Second, time.Second))
		ctx, cancel := context.WithCancel(t.Context())
		p.Go("worker", func(ctx context.Context) error {
			<-ctx.Done()
			if !errors.Is(context.Cause(ctx), lifecycle.ErrStopping) {
				t.Errorf("cause = %v", context.Cause(ctx))
			}
			return context.Cause(ctx)
		})
		time.AfterFunc(time.Minute, cancel)
		if err := p.Run(ctx); err != nil {
			t.Errorf("Run() error = %v", err)
		}
		p.wantLog(`because="context canceled"`)
	})
}

func TestRun_inFlightOutlivesTheWorker(t *testing.T) {
	t.Parallel()
	type key struct{}
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 10*time.Second, 5*time.Second))
		var after time.Duration
		p.Go("worker", func(ctx context.Context) error {
			unit := lifecycle.InFlight(context.WithValue(ctx, key{}, "kept"))
			<-ctx.Done()
			began := time.Now()
			if unit.Err() != nil || unit.Value(key{}) != "kept" {
				t.Errorf("the unit's context ended with the worker's, or lost its values: %v", unit.Err())
			}
			child, cancel := context.WithCancel(unit)
			defer cancel()
			<-child.Done()
			after = time.Since(began)
			if !errors.Is(context.Cause(unit), lifecycle.ErrCut) {
				t.Errorf("cause = %v", context.Cause(unit))
			}
			return context.Cause(unit)
		})
		p.start()
		p.stop()
		if err := p.wait(); !slices.Equal(running(err), []string{"worker"}) || after != 10*time.Second {
			t.Errorf("Run() error = %v, cut after %v; want the cut worker named after 10s", err, after)
		}
	})
}

func TestEvery(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 10*time.Second, 5*time.Second))
		began, done := 0, 0
		p.Every("refresh", time.Minute, func(ctx context.Context) error {
			began++
			time.Sleep(5 * time.Second)
			if ctx.Err() != nil {
				t.Error("the run in hand was cut within its budget")
			}
			done++
			return errors.New("logged only")
		})
		p.start()
		time.Sleep(3*time.Minute + time.Second)
		p.stop()
		if err := p.wait(); err != nil || began != 3 || done != 3 {
			t.Errorf("Run() error = %v, %d begun, %d done; want 3", err, began, done)
		}
		p.wantLog(`msg="ticker failed" name=refresh error="logged only"`)
	})
}

func TestRun_noDrainCutsNothingThatIsIdle(t *testing.T) {
	t.Parallel()
	for range 5 {
		p := newProgram(t, budgets(0, 0, 2*time.Second))
		l := listenLoopback(t)
		p.HTTPOn(l, &http.Server{Handler: p.Ready()})
		p.Go("worker", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
		p.start()
		client := &http.Client{Transport: &http.Transport{}}
		if _, _, _, err := get(client, "http://"+l.Addr().String()); err != nil {
			t.Fatal(err)
		}
		p.stop() // With an idle connection.
		if err := p.wait(); err != nil || strings.Contains(p.log.String(), "WARN") {
			t.Errorf("Run() error = %v:\n%s", err, p.log)
		}
		client.CloseIdleConnections()
	}
}

func TestRun_withoutContract(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, contract.Contract{})
		p.Contract = nil
		p.Go("worker", func(ctx context.Context) error { <-ctx.Done(); return nil })
		p.start()
		synctest.Wait()
		began := time.Now()
		p.stop()
		if err := p.wait(); err != nil || time.Since(began) != 0 {
			t.Errorf("Run() error = %v after %v; want no delay without a server", err, time.Since(began))
		}
		if n := strings.Count(p.log.String(), "level=WARN"); n != 1 {
			t.Errorf("%d warnings, want one:\n%s", n, p.log)
		}
		p.wantLog("using defaults", "SHUTDOWN_DEADLINE_SECONDS", "deadline=25s")
	})
}

func TestRun_wrongContract(t *testing.T) {
	t.Parallel()
	p := newProgram(t, contract.Contract{})
	p.Contract, p.Prefix = nil, "APP_"
	p.Env = func(name string) (string, bool) { return "-1", name == "APP_DRAIN_SECONDS" }
	p.Go("worker", func(context.Context) error { t.Error("started"); return nil })
	err := p.Run(t.Context())
	var faults contract.Faults
	if !errors.As(err, &faults) || faults[0].Path != "APP_DRAIN_SECONDS" {
		t.Errorf("Run() error = %v, want a fault that names APP_DRAIN_SECONDS", err)
	}
}

func TestRun_firstSignalAfterAFailure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 10*time.Second, 5*time.Second))
		finished := false
		p.Go("fails", func(context.Context) error { return errors.New("broken") })
		p.Go("works", func(ctx context.Context) error {
			<-ctx.Done()
			time.Sleep(5 * time.Second)
			finished = true
			return nil
		})
		p.start()
		time.Sleep(time.Second)
		p.stop() // ECS stops the task for its failed health check: no reason to hurry.
		if err := p.wait(); err == nil || !finished {
			t.Errorf("Run() error = %v, finished %v", err, finished)
		}
		p.wantLog(`because="a failure"`, `msg="stop signal while stopping"`, "msg=stopped")
	})
}

func TestRun_realSignal(t *testing.T) {
	c := budgets(0, time.Second, time.Second)
	p := newProgram(t, c)
	p.Signals, p.StopSignals = nil, []os.Signal{syscall.SIGUSR1}
	started := make(chan struct{})
	p.Go("worker", func(ctx context.Context) error { close(started); <-ctx.Done(); return nil })
	p.start()
	<-started
	if err := syscall.Kill(os.Getpid(), syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	if err := p.wait(); err != nil {
		t.Errorf("Run() error = %v", err)
	}
	p.wantLog(`because="user defined signal 1"`)
}
