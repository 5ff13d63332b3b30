package lifecycle_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// queue is a queue in memory with one attempt at a time for each message.
type queue struct {
	mu       sync.Mutex
	waiting  []int
	done     []int
	returned []int
	polls    int
}

func (q *queue) fetch(ctx context.Context) (int, error) {
	q.mu.Lock()
	q.polls++
	if len(q.waiting) > 0 {
		m := q.waiting[0]
		q.waiting = q.waiting[1:]
		q.mu.Unlock()
		return m, nil
	}
	q.mu.Unlock()
	select { // A long poll.
	case <-time.After(20 * time.Second):
		return 0, lifecycle.ErrNothing
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (q *queue) ack(ctx context.Context, m int) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.done = append(q.done, m)
	return ctx.Err()
}

func (q *queue) giveBack(ctx context.Context, m int) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.returned = append(q.returned, m)
	return ctx.Err()
}

func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func TestConsume_stopsFetchingFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(5*time.Second, 10*time.Second, 5*time.Second))
		q := &queue{waiting: numbers(100)}
		lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
			Fetch: q.fetch, Ack: q.ack, Return: q.giveBack, Loops: 2,
			Work: func(ctx context.Context, _ int) error { time.Sleep(12 * time.Second); return ctx.Err() },
		})
		p.start()
		time.Sleep(30 * time.Second) // Each loop is at its third message.
		p.stop()
		began := time.Now()
		err := p.wait()
		slices.Sort(q.done)
		if diff := cmp.Diff(numbers(6), q.done); diff != "" || err != nil || len(q.returned) > 0 || q.polls != 6 {
			t.Errorf("Run() error = %v, %d polls, returned %v; done (-want +got):\n%s", err, q.polls, q.returned, diff)
		}
		if took := time.Since(began); took != 6*time.Second {
			t.Errorf("stopped after %v, want 6s of the message in hand", took)
		}
	})
}

func TestConsume_handsBackWhatIsCut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 3*time.Second, 5*time.Second))
		q := &queue{waiting: numbers(10)}
		lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
			Fetch: q.fetch, Ack: q.ack, Return: q.giveBack,
			Work: func(ctx context.Context, _ int) error { <-ctx.Done(); return context.Cause(ctx) },
		})
		p.start()
		time.Sleep(time.Second)
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v, although nothing was lost", err)
		}
		p.wantLog(`still_running="[consumer orders]"`)
		if diff := cmp.Diff([]int{0}, q.returned); diff != "" || len(q.done) > 0 {
			t.Errorf("done %v; returned (-want +got):\n%s", q.done, diff)
		}
	})
}

func TestConsume_checkpointsAtTheSignal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 10*time.Second, 5*time.Second))
		q := &queue{waiting: []int{7}}
		lifecycle.Consume(p.App, "batch", lifecycle.Consumer[int]{
			Fetch: q.fetch, Ack: q.ack, Return: q.giveBack,
			Work: func(ctx context.Context, _ int) error {
				<-lifecycle.Stopping(ctx)
				time.Sleep(4 * time.Second) // It saves its state.
				return errors.New("not done: resumes from its checkpoint")
			},
		})
		p.start()
		synctest.Wait()
		p.stop()
		if err := p.wait(); err != nil || !slices.Equal(q.returned, []int{7}) {
			t.Errorf("Run() error = %v, returned %v", err, q.returned)
		}
	})
}

func TestConsume_messageInTheMomentOfTheSignal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 10*time.Second, 5*time.Second))
		q := &queue{}
		lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
			Fetch:  func(ctx context.Context) (int, error) { <-ctx.Done(); return 3, nil },
			Work:   func(context.Context, int) error { t.Error("worked on after the signal"); return nil },
			Return: q.giveBack,
		})
		p.start()
		synctest.Wait()
		p.stop()
		if err := p.wait(); err != nil || !slices.Equal(q.returned, []int{3}) {
			t.Errorf("Run() error = %v, returned %v", err, q.returned)
		}
	})
}

func TestConsume_errorsPauseAndGoOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, time.Second, time.Second))
		fetches := 0
		lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
			Fetch: func(context.Context) (int, error) { fetches++; return 0, errors.New("no route") },
			Work:  func(context.Context, int) error { return nil },
		})
		p.start()
		time.Sleep(time.Minute)
		p.stop()
		if err := p.wait(); err != nil || fetches < 10 || fetches > 30 {
			t.Errorf("Run() error = %v, %d fetches in a minute; want some with growing pauses", err, fetches)
		}
		p.wantLog(`msg="fetch failed" consumer=orders error="no route"`)
	})
}
