package lifecycle_test

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// spoilt is a function that does not return.
func spoilt() error { panic("spoilt") }

func goexit() error { runtime.Goexit(); return nil }

// What panics, or ends its goroutine, has failed; the rest is stopped in order
// and nothing is skipped.
func TestRun_panics(t *testing.T) {
	t.Parallel()
	fine := func() error { return nil }
	tests := map[string]struct {
		worker, tick, closer, flusher func() error
		says                          string
		logs                          []string
	}{
		"worker":           {worker: spoilt, says: "bad worker: panic: spoilt", logs: []string{`msg=panic name="bad worker"`, "tests_test.spoilt", `because="a failure"`}},
		"ticker":           {tick: spoilt, says: "bad ticker: panic: spoilt", logs: []string{`msg=panic name="bad ticker"`, "tests_test.spoilt", `because="a failure"`}},
		"closer":           {closer: spoilt, says: "closer bad closer: panic: spoilt", logs: []string{`msg="closer failed" name="bad closer"`, "tests_test.spoilt", "name=pool"}},
		"flusher":          {flusher: spoilt, says: "flusher bad flusher: panic: spoilt", logs: []string{`msg="flusher failed" name="bad flusher"`, "tests_test.spoilt", "name=logs"}},
		"worker's Goexit":  {worker: goexit, says: "bad worker: called runtime.Goexit", logs: []string{`because="a failure"`}},
		"ticker's Goexit":  {tick: goexit, says: "bad ticker: called runtime.Goexit", logs: []string{`because="a failure"`}},
		"closer's Goexit":  {closer: goexit, says: "closer bad closer: called runtime.Goexit", logs: []string{`msg="closer failed"`}},
		"flusher's Goexit": {flusher: goexit, says: "flusher bad flusher: called runtime.Goexit", logs: []string{`msg="flusher failed"`}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newProgram(t, budgets(0, 5*time.Second, 5*time.Second))
				var ended []string
				note := func(what string, do func() error) func(context.Context) error {
					return func(context.Context) error {
						ended = append(ended, what)
						if do == nil {
							do = fine
						}
						return do()
					}
				}
				p.Go("good worker", func(ctx context.Context) error {
					<-ctx.Done()
					time.Sleep(3 * time.Second) // Its unit in hand is finished.
					ended = append(ended, "good worker")
					return nil
				})
				if tt.worker != nil {
					p.Go("bad worker", func(context.Context) error { return tt.worker() })
				}
				if tt.tick != nil {
					p.Every("bad ticker", time.Second, func(context.Context) error { return tt.tick() })
				}
				p.Close("pool", note("pool", nil))
				p.Close("bad closer", note("bad closer", tt.closer))
				p.Flush("logs", note("logs", nil))
				p.Flush("bad flusher", note("bad flusher", tt.flusher))
				p.start()
				time.Sleep(2 * time.Second)
				if tt.worker == nil && tt.tick == nil {
					p.stop()
				}
				err := p.wait()
				if err == nil || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("Run() error = %v, want %q", err, tt.says)
				}
				if isPanic := errors.As(err, new(*lifecycle.PanicError)); isPanic != strings.Contains(tt.says, "panic") {
					t.Errorf("Run() error = %v is a PanicError: %v", err, isPanic)
				}
				if diff := cmp.Diff([]string{"good worker", "bad closer", "pool", "bad flusher", "logs"}, ended); diff != "" {
					t.Errorf("what ended (-want +got):\n%s", diff)
				}
				p.wantLog(tt.logs...)
			})
		})
	}
}

// A message whose Work panics goes back like one that failed, with pauses, and
// the others are worked off.
func TestConsume_poisonMessage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 5*time.Second, 5*time.Second))
		q := &queue{waiting: []int{0, 13, 1}}
		attempts := 0
		lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
			Fetch: q.fetch, Ack: q.ack,
			Work: func(_ context.Context, m int) error {
				if m == 13 {
					attempts++
					return spoilt()
				}
				return nil
			},
			Return: func(ctx context.Context, m int) error {
				q.mu.Lock()
				q.waiting = append(q.waiting, m)
				q.mu.Unlock()
				return q.giveBack(ctx, m)
			},
		})
		p.start()
		time.Sleep(time.Minute)
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
		if !slices.Equal(q.done, []int{0, 1}) || attempts < 10 || attempts > 30 || len(q.returned) != attempts {
			t.Errorf("done %v, %d attempts at the poison in a minute, %d returned; want it with growing pauses", q.done, attempts, len(q.returned))
		}
		p.wantLog(`msg="work failed" consumer=orders error="panic: spoilt" stack=`, "tests_test.spoilt", "msg=stopping")
	})
}

// A Work that ends its goroutine cannot go on; its message goes back and the
// program stops in order.
func TestConsume_workEndsItsGoroutine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 5*time.Second, 5*time.Second))
		q := &queue{waiting: []int{4}}
		lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
			Fetch: q.fetch, Ack: q.ack, Return: q.giveBack, Work: func(context.Context, int) error { return goexit() },
		})
		closed := false
		p.Close("pool", func(context.Context) error { closed = true; return nil })
		p.start()
		err := p.wait()
		if err == nil || !strings.Contains(err.Error(), "consumer orders: called runtime.Goexit") || !closed || !slices.Equal(q.returned, []int{4}) {
			t.Errorf("Run() error = %v, closed %v, returned %v", err, closed, q.returned)
		}
	})
}
