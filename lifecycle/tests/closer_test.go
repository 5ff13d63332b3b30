package lifecycle_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestRun_hangingCloserSkipsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 0, 4*time.Second))
		release := make(chan struct{})
		closed, flushed := false, false
		p.Close("first", func(ctx context.Context) error {
			select {
			case <-time.After(time.Second):
				closed = true
			case <-ctx.Done():
			}
			return ctx.Err()
		})
		p.Close("hangs", func(context.Context) error { <-release; return nil })
		p.Flush("logs", func(context.Context) error { flushed = true; return nil })
		p.start()
		p.stop()
		err := p.wait()
		if !closed || !flushed || err == nil || !strings.Contains(err.Error(), "closer hangs") {
			t.Errorf("closed %v, flushed %v, Run() error = %v; want all and the closer that hangs named", closed, flushed, err)
		}
		p.wantLog(`msg="closer does not return: leaving it behind" name=hangs`, "name=first", "name=logs")
		close(release)
	})
}

// The last closer may take all the time there is, except what a flusher needs:
// a second, or a fifth of the time when that is less.
func TestRun_hangingCloserLeavesTimeToFlush(t *testing.T) {
	t.Parallel()
	for cleanup, want := range map[time.Duration]time.Duration{10 * time.Second: 900 * time.Millisecond, 2 * time.Second: 300 * time.Millisecond} {
		t.Run(cleanup.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newProgram(t, budgets(0, 0, cleanup))
				release := make(chan struct{})
				p.Close("hangs", func(context.Context) error { <-release; return nil })
				flushed := false
				p.Flush("logs", func(ctx context.Context) error {
					select {
					case <-time.After(want):
						flushed = true
					case <-ctx.Done():
					}
					return ctx.Err()
				})
				p.start()
				p.stop()
				err := p.wait()
				if diff := cmp.Diff([]string{"closer hangs"}, running(err)); diff != "" || !flushed {
					t.Errorf("Run() error = %v, flushed for %v: %v; left (-want +got):\n%s", err, want, flushed, diff)
				}
				close(release)
			})
		})
	}
}
