package drill

import (
	"context"
	"net"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// A listener that nobody accepts from any more, as a server's parent holds it
// while the last children finish, answers nothing: that is no longer ready.
func TestProbe_silent(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close() //nolint:errcheck // Nothing was written.
	url := "http://" + listener.Addr().String()
	if diff := cmp.Diff(verdict.Probe{Silent: true}, look(context.Background(), probeClient(100*time.Millisecond), url)); diff != "" {
		t.Errorf("a look at a silent listener (-want +got):\n%s", diff)
	}
	_ = listener.Close()
	if diff := cmp.Diff(verdict.Probe{Refused: true}, look(context.Background(), probeClient(time.Second), url)); diff != "" {
		t.Errorf("a look at a closed listener (-want +got):\n%s", diff)
	}
}

// A look that nobody answers does not hold up the next ones, which would see
// later than they could that the listener has closed.
func TestProbe_overdue(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	var begun atomic.Int32
	looks := probe(ctx, func(ctx context.Context, _ string) verdict.Probe {
		switch begun.Add(1) {
		case 1:
			return verdict.Probe{Code: 200}
		case 2:
			for give := time.Now().Add(10 * time.Second); begun.Load() < 5 && time.Now().Before(give); {
				time.Sleep(time.Millisecond)
			}
			return verdict.Probe{Silent: true}
		case 5:
			cancel()
		}
		return verdict.Probe{Refused: true}
	}, "", time.Now())
	for i := range looks {
		if i > 0 && looks[i].At <= looks[i-1].At {
			t.Errorf("look %d began at %v, the one before at %v", i, looks[i].At, looks[i-1].At)
		}
		looks[i].At = 0
	}
	// Whether the second still counts depends on who is quicker, it or the end.
	if want := []verdict.Probe{{Refused: true}, {Refused: true}}; len(looks) < 2 || !cmp.Equal(want, looks[len(looks)-2:]) {
		t.Errorf("got %+v, want them to end in %+v", looks, want)
	}
}

// A health path that is slow is looked at once at a time: a few looks at once could
// keep all processes of a server busy. One that falls silent is looked at anew.
func TestProbe_slow(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		took    func(n int32) time.Duration
		code    int
		want    int32 // at the same time
		atLeast int   // answers within 10 s
	}{
		"slow":              {took: func(int32) time.Duration { return 900 * time.Millisecond }, code: 200, want: 1, atLeast: 10},
		"slow and unready":  {took: func(int32) time.Duration { return 900 * time.Millisecond }, code: 503, want: 1, atLeast: 10},
		"quick":             {took: func(int32) time.Duration { return time.Millisecond }, code: 200, want: 1, atLeast: 190},
		"silent after one":  {took: func(n int32) time.Duration { return time.Duration(min(n-1, 1)) * 990 * time.Millisecond }, code: 0, want: 5, atLeast: 40},
		"slow now and then": {took: func(n int32) time.Duration { return time.Duration(1+n%4/3*300) * time.Millisecond }, code: 200, want: 2, atLeast: 60},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				var begun, now, most atomic.Int32
				looks := probe(ctx, func(ctx context.Context, _ string) verdict.Probe {
					most.Store(max(most.Load(), now.Add(1)))
					defer now.Add(-1)
					n := begun.Add(1)
					_ = wait(ctx, tt.took(n))
					if n == 1 {
						return verdict.Probe{Code: 200}
					}
					return verdict.Probe{Code: tt.code}
				}, "", time.Now())
				if most.Load() != tt.want || len(looks) < tt.atLeast {
					t.Errorf("%d looks at once, %d answered, want %d at once and at least %d answered", most.Load(), len(looks), tt.want, tt.atLeast)
				}
			})
		})
	}
}
