package lifecycle_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// A context that a signal has ended, as signal.NotifyContext's, and that signal are
// one stop: what is in flight has its time. A further signal ends at once.
func TestRun_contextAndItsSignal(t *testing.T) {
	t.Parallel()
	for signals, atOnce := range map[int]bool{0: false, 1: false, 2: true} {
		synctest.Test(t, func(t *testing.T) {
			p := newProgram(t, budgets(5*time.Second, 10*time.Second, time.Second))
			var finished atomic.Bool
			p.Go("work", func(ctx context.Context) error {
				<-ctx.Done()
				time.Sleep(2 * time.Second)
				finished.Store(true)
				return nil
			})
			ctx, cancel := context.WithCancel(context.Background())
			go func() { p.result <- p.Run(ctx) }()
			synctest.Wait()
			cancel()
			synctest.Wait() // The context is seen first.
			for range signals {
				p.stop()
				time.Sleep(time.Second)
			}
			err := p.wait()
			if finished.Load() == atOnce || (err != nil) != atOnce {
				t.Errorf("%d signals: Run() error = %v, the work finished: %v", signals, err, finished.Load())
			}
			time.Sleep(time.Minute)
		})
	}
}

// A channel of signals that is closed brings none.
func TestRun_closedSignals(t *testing.T) {
	t.Parallel()
	for _, before := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			p := newProgram(t, budgets(0, 10*time.Second, time.Second))
			p.Go("work", func(ctx context.Context) error { <-ctx.Done(); time.Sleep(time.Second); return nil })
			if before {
				close(p.signals)
			}
			ctx, cancel := context.WithCancel(context.Background())
			go func() { p.result <- p.Run(ctx) }()
			synctest.Wait()
			cancel()
			synctest.Wait()
			if !before {
				close(p.signals)
			}
			if err := p.wait(); err != nil {
				t.Errorf("Run() error = %v", err)
			}
		})
	}
}

// A worker that ends because it was told to has not failed, in whatever words it
// says so; one that tells of something else besides has.
func TestGo_whatItsErrorTells(t *testing.T) {
	t.Parallel()
	lost := errors.New("3 rows not written")
	for name, tt := range map[string]struct {
		err    func(ctx context.Context) error
		failed bool
		logged string
	}{
		"nothing":             {func(context.Context) error { return nil }, false, ""},
		"its end":             {context.Context.Err, false, ""},
		"the cause":           {context.Cause, false, ""},
		"both":                {func(ctx context.Context) error { return errors.Join(ctx.Err(), context.Cause(ctx)) }, false, ""},
		"its end, in words":   {func(ctx context.Context) error { return fmt.Errorf("write: %w", ctx.Err()) }, false, `level=WARN msg="worker ended because it was told to, in the middle of something" name=work error="write: context canceled"`},
		"the cause, in words": {func(ctx context.Context) error { return fmt.Errorf("write: %w", context.Cause(ctx)) }, false, `error="write: lifecycle: the program is stopping"`},
		"another":             {func(context.Context) error { return lost }, true, ""},
		"another besides":     {func(ctx context.Context) error { return errors.Join(lost, context.Cause(ctx)) }, true, ""},
		"another in words":    {func(ctx context.Context) error { return fmt.Errorf("%w: %w", ctx.Err(), lost) }, true, ""},
		"another inside": {func(ctx context.Context) error {
			return fmt.Errorf("flush: %w", errors.Join(context.Cause(ctx), fmt.Errorf("table: %w", lost)))
		}, true, ""},
		"another's deadline": {func(context.Context) error { return context.DeadlineExceeded }, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newProgram(t, budgets(0, 10*time.Second, time.Second))
				p.Go("work", func(ctx context.Context) error { <-ctx.Done(); return tt.err(ctx) })
				p.start()
				synctest.Wait()
				p.stop()
				if err := p.wait(); (err != nil) != tt.failed {
					t.Errorf("Run() error = %v, want a failure: %v", err, tt.failed)
				}
				if told := strings.Contains(p.log.String(), "level=WARN"); told != (tt.logged != "") {
					t.Errorf("a warning is there: %v\n%s", told, p.log)
				}
				if tt.logged != "" {
					p.wantLog(tt.logged)
				}
			})
		})
	}
}

// What a closer begins is waited for until a moment before the deadline, and named
// if it runs yet.
func TestClose_beginsAWorker(t *testing.T) {
	t.Parallel()
	for takes, want := range map[time.Duration][]string{2 * time.Second: nil, time.Hour: {"late"}} {
		synctest.Test(t, func(t *testing.T) {
			p := newProgram(t, budgets(0, time.Second, 5*time.Second))
			var done atomic.Bool
			p.Close("pool", func(context.Context) error {
				p.Go("late", func(context.Context) error { time.Sleep(takes); done.Store(true); return nil })
				return nil
			})
			p.Go("work", func(ctx context.Context) error { <-ctx.Done(); return nil })
			p.start()
			synctest.Wait()
			p.signals <- os.Signal(syscall.SIGTERM)
			began := time.Now()
			err := p.wait()
			if took := time.Since(began); !slices.Equal(running(err), want) || done.Load() != (want == nil) || took >= 6*time.Second {
				t.Errorf("after %v: Run() error = %v, done %v; want left %v", took, err, done.Load(), want)
			}
			time.Sleep(2 * time.Hour)
		})
	}
}
