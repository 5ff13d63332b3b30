package drill

import (
	"context"
	"net"
	"sync/atomic"
	"testing"
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
			for give := time.Now().Add(10 * time.Second); begun.Load() < 4 && time.Now().Before(give); {
				time.Sleep(time.Millisecond)
			}
			return verdict.Probe{Silent: true}
		case 4:
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
	// Whether the first still counts depends on who is quicker, it or the end.
	if want := []verdict.Probe{{Refused: true}, {Refused: true}}; len(looks) < 2 || !cmp.Equal(want, looks[len(looks)-2:]) {
		t.Errorf("got %+v, want them to end in %+v", looks, want)
	}
}
