package lifecycle_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// An App runs once: another Run is refused at once, while the first runs and
// when it has ended, and the first does not notice.
func TestRun_twice(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, time.Second, time.Second))
		runs := 0
		p.Go("worker", func(ctx context.Context) error { runs++; <-ctx.Done(); return nil })
		p.start()
		synctest.Wait()
		again := func(when string) {
			if err := p.Run(t.Context()); !errors.Is(err, lifecycle.ErrRan) {
				t.Errorf("Run() %s: error = %v, want ErrRan", when, err)
			}
		}
		again("while it runs")
		p.stop()
		if err := p.wait(); err != nil || runs != 1 {
			t.Errorf("the first Run() error = %v, the worker ran %d times", err, runs)
		}
		again("when it has ended")
	})
}

func TestRun_twiceAtTheSameTime(t *testing.T) {
	t.Parallel()
	p := newProgram(t, budgets(0, time.Second, time.Second))
	p.Go("worker", func(context.Context) error { return nil })
	const n = 20
	results := make(chan error, n)
	var all sync.WaitGroup
	for range n {
		all.Go(func() { results <- p.Run(context.Background()) })
	}
	all.Wait()
	refused := 0
	for range n {
		if err := <-results; errors.Is(err, lifecycle.ErrRan) {
			refused++
		} else if err != nil {
			t.Errorf("Run() error = %v", err)
		}
	}
	if refused != n-1 {
		t.Errorf("%d of %d were refused, want all but one", refused, n)
	}
}

// A Run that was refused because of the contract has started nothing.
func TestRun_againAfterAWrongContract(t *testing.T) {
	t.Parallel()
	value := "ten"
	app := &lifecycle.App{Env: func(name string) (string, bool) { return value, name == "SHUTDOWN_DRAIN_SECONDS" }}
	app.Go("job", func(context.Context) error { return nil })
	if err := app.Run(t.Context()); err == nil || errors.Is(err, lifecycle.ErrRan) {
		t.Fatalf("Run() error = %v, want the contract's fault", err)
	}
	value = "1"
	if err := app.Run(t.Context()); err != nil {
		t.Errorf("Run() error = %v", err)
	}
}
