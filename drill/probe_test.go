package drill

import (
	"context"
	"net"
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
