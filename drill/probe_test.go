package drill

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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
	if diff := cmp.Diff(Probe{Silent: true}, look(context.Background(), probeClient(100*time.Millisecond), url)); diff != "" {
		t.Errorf("a look at a silent listener (-want +got):\n%s", diff)
	}
	_ = listener.Close()
	if diff := cmp.Diff(Probe{Refused: true}, look(context.Background(), probeClient(time.Second), url)); diff != "" {
		t.Errorf("a look at a closed listener (-want +got):\n%s", diff)
	}
}

func TestJudge_silentHealth(t *testing.T) {
	t.Parallel()
	const second = time.Second
	after := Seconds(100 * time.Millisecond)
	tests := map[string]struct {
		probes []Probe
		want   HealthResult
	}{
		"silent from the signal on": {[]Probe{{At: 900 * time.Millisecond, Code: 200}, {At: second + 100*time.Millisecond, Silent: true}, {At: 2 * second, Code: 502}}, HealthResult{Unready: &after}},
		"silent before it":          {[]Probe{{At: 900 * time.Millisecond, Silent: true}, {At: second + 100*time.Millisecond, Code: 200}}, HealthResult{}},
		"cut":                       {[]Probe{{At: second + 100*time.Millisecond}}, HealthResult{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := judge{Recording: Recording{Signalled: second, Killed: -1, Exit: Exit{At: 3 * second}, Probes: tt.probes}}
			if diff := cmp.Diff(tt.want, j.health()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
