package verdict

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestJudge_silentHealth(t *testing.T) {
	t.Parallel()
	const second = time.Second
	after := Seconds(100 * time.Millisecond)
	ago := func(d time.Duration) *Seconds { return new(Seconds(d)) }
	at := Seconds(0)
	tests := map[string]struct {
		probes []Probe
		want   HealthResult
	}{
		"silent from the signal on": {[]Probe{{At: 900 * time.Millisecond, Code: 200}, {At: second + 100*time.Millisecond, Silent: true}, {At: 2 * second, Code: 502}}, HealthResult{Unready: &after}},
		"silent before it":          {[]Probe{{At: 900 * time.Millisecond, Silent: true}, {At: second + 100*time.Millisecond, Code: 200}}, HealthResult{}},
		"unready long before":       {[]Probe{{At: 100 * time.Millisecond, Code: 200}, {At: 699 * time.Millisecond, Code: 503}, {At: second, Code: 503}}, HealthResult{Unready: &at, Already: ago(301 * time.Millisecond), Code: 503}},
		"unready a moment before":   {[]Probe{{At: 100 * time.Millisecond, Code: 200}, {At: 700 * time.Millisecond, Code: 503}, {At: second, Code: 503}}, HealthResult{Unready: &at, Code: 503}},
		"ready in between":          {[]Probe{{At: 100 * time.Millisecond, Code: 503}, {At: 800 * time.Millisecond, Code: 200}, {At: second, Code: 503}}, HealthResult{Unready: &at, Code: 503}},
		"ready after the signal":    {[]Probe{{At: 100 * time.Millisecond, Code: 503}, {At: second, Code: 200}, {At: second + 400*time.Millisecond, Code: 503}}, HealthResult{Unready: ago(400 * time.Millisecond), Code: 503}},
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
