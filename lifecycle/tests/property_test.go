package lifecycle_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// registration is one closer, flusher or worker that was drawn.
type registration struct {
	name string
	// takes is how long it needs; a hanging one needs until the test is over.
	takes time.Duration
	hangs bool
	// obeys says that it returns when its context ends.
	obeys bool
	// ends is how it ends: it returns, fails, panics, or ends its goroutine.
	ends string
}

var errDrawn = errors.New("drawn to fail")

func (r registration) do(ctx context.Context, release <-chan struct{}) error {
	done := time.After(r.takes)
	if r.hangs {
		done = nil
	}
	ended := ctx.Done()
	if !r.obeys {
		ended = nil
	}
	select {
	case <-done:
	case <-ended:
		return ctx.Err()
	case <-release:
	}
	switch r.ends {
	case "fails":
		return errDrawn
	case "panics":
		panic(errDrawn)
	case "exits":
		runtime.Goexit()
	}
	return nil
}

func registrations(t *rapid.T, kind string) []registration {
	list := make([]registration, rapid.IntRange(0, 6).Draw(t, kind+"s"))
	for i := range list {
		list[i] = registration{
			name:  fmt.Sprintf("%s-%d", kind, i),
			takes: time.Duration(rapid.IntRange(0, 8000).Draw(t, "takes")) * time.Millisecond,
			hangs: rapid.IntRange(0, 5).Draw(t, "hangs") == 0,
			obeys: rapid.Bool().Draw(t, "obeys"),
			ends:  rapid.SampledFrom([]string{"", "", "", "", "", "", "fails", "panics", "exits"}).Draw(t, "ends"),
		}
	}
	return list
}

// TestRun_anyRegistrations draws programs and contracts, and stops them.
//
//   - It is never later than the deadline, not even when the log is stuck.
//   - Closers run in reverse order of registration, flushers after them, and
//     none before every worker has ended or was cut.
//   - Nothing is skipped, unless the deadline itself came, whatever fails or
//     panics.
//   - No error means that everything ended; what did not is named.
func TestRun_anyRegistrations(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := budgets(
			time.Duration(rapid.IntRange(0, 5).Draw(rt, "delay"))*time.Second,
			time.Duration(rapid.IntRange(0, 10).Draw(rt, "drain"))*time.Second,
			time.Duration(rapid.IntRange(0, 10).Draw(rt, "cleanup"))*time.Second)
		c.Deadline += time.Duration(rapid.IntRange(0, 3).Draw(rt, "slack")) * time.Second
		workers, closers, flushers := registrations(rt, "worker"), registrations(rt, "closer"), registrations(rt, "flusher")
		stuck := rapid.IntRange(0, 3).Draw(rt, "the log is stuck") == 0
		var problem string
		synctest.Test(t, func(t *testing.T) {
			p := newProgram(t, c)
			if stuck {
				g := gate{p.Logger.Handler(), make(chan struct{})}
				p.Logger = slog.New(g)
				defer close(g.open)
			}
			problem = stopped(p, workers, closers, flushers)
		})
		if problem != "" {
			rt.Fatal(problem)
		}
	})
}

func stopped(p *program, workers, closers, flushers []registration) string {
	release := make(chan struct{})
	events := make(chan string, 100)
	for _, w := range workers {
		p.Go(w.name, func(ctx context.Context) error {
			<-ctx.Done()
			defer func() { events <- w.name }()
			return w.do(context.WithoutCancel(ctx), release)
		})
	}
	// A worker that never ends by itself keeps the program up until the signal.
	p.Go("idle", func(ctx context.Context) error { <-ctx.Done(); return nil })
	var want []string
	for _, list := range [][]registration{closers, flushers} {
		for _, r := range list {
			do := func(ctx context.Context) error { events <- r.name; return r.do(ctx, release) }
			if strings.HasPrefix(r.name, "closer") {
				p.Close(r.name, do)
			} else {
				p.Flush(r.name, do)
			}
		}
		reversed := slices.Clone(list)
		slices.Reverse(reversed)
		for _, r := range reversed {
			want = append(want, r.name)
		}
	}
	p.start()
	synctest.Wait()
	began := time.Now()
	p.stop()
	err := <-p.result
	took := time.Since(began)
	close(release)
	var ended, got []string
	for range len(events) {
		e := <-events
		if strings.HasPrefix(e, "worker") {
			if len(got) > 0 && !slices.Contains(running(err), e) {
				return fmt.Sprintf("%s ended after %v had begun to close, and is not named: %v", e, got, err)
			}
			ended = append(ended, e)
			continue
		}
		got = append(got, e)
	}
	deadline := max(time.Second, p.Contract.Deadline)
	byDeadline := err != nil && strings.Contains(err.Error(), "the deadline")
	switch {
	case took > deadline:
		return fmt.Sprintf("took %v, later than the deadline of %v", took, deadline)
	case byDeadline && took != deadline:
		return fmt.Sprintf("ended by the deadline of %v after %v", deadline, took)
	case byDeadline && !slices.Equal(want[:len(got)], got):
		return fmt.Sprintf("closed %v, want them in the order %v", got, want)
	case !byDeadline && !slices.Equal(want, got):
		return fmt.Sprintf("closed %v, want %v", got, want)
	case err == nil && len(ended) != len(workers):
		return fmt.Sprintf("no error, but only %v of %d workers ended", ended, len(workers))
	}
	for _, r := range slices.Concat(workers, closers, flushers) {
		failed := r.ends != "" && slices.Contains(slices.Concat(ended, got), r.name)
		if err == nil && (r.hangs || failed) {
			return fmt.Sprintf("no error, although %+v", r)
		}
		if r.hangs && strings.HasPrefix(r.name, "worker") && !slices.Contains(running(err), r.name) {
			return fmt.Sprintf("%s hangs and is not named: %v", r.name, err)
		}
	}
	return ""
}
