package lifecycle_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// gaps looks at a task once a second for so long, and counts the times without
// protection that last for nine looks or more. A gap takes 10 s.
func gaps(a *agent, length time.Duration) (n int) {
	looks := 0
	for range length / time.Second {
		time.Sleep(time.Second)
		if a.isProtected() {
			looks = 0
			continue
		}
		if looks++; looks == 9 {
			n++
		}
	}
	return n
}

// On a queue that is never empty a worker gives its protection back from time
// to time, for long enough that ECS can stop the task, and goes on afterwards.
func TestConsume_busyQueueLeavesGaps(t *testing.T) {
	t.Parallel()
	for name, loops := range map[string]int{"one loop": 1, "loops that overlap": 3} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAgent(t)
			synctest.Test(t, func(t *testing.T) {
				p := protectedProgram(t, a)
				var next atomic.Int64
				lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
					Fetch: func(context.Context) (int, error) { return int(next.Add(1)), nil },
					Work: func(ctx context.Context, m int) error {
						select {
						case <-time.After(time.Duration(5+m%7) * time.Minute):
						case <-ctx.Done():
						}
						return ctx.Err()
					},
					Return: func(context.Context, int) error { return nil },
					Loops:  loops,
				})
				p.start()
				// Four times 16 minutes, and at most 11 for what is in hand.
				if n := gaps(a, 64*time.Minute); n != 0 {
					t.Errorf("%d gaps within 64 minutes, want none yet", n)
				}
				if n := gaps(a, 12*time.Minute); n != 1 {
					t.Errorf("%d gaps in the 12 minutes after that, want 1", n)
				}
				if n := gaps(a, 50*time.Minute); n != 0 || !a.isProtected() {
					t.Errorf("%d gaps in the 50 minutes after that, protected %v: want it to go on as before", n, a.isProtected())
				}
				p.stop()
				if err := p.wait(); err != nil {
					t.Errorf("Run() error = %v", err)
				}
				p.wantLog("fetching paused, so that task protection can be given back")
			})
		})
	}
}
