package verdict

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What is sent from the end of the propagation on and lost is the load
// balancer's own doing, and what a late machine brought then; what is sent a moment
// earlier is not.
func TestDropMisrouted(t *testing.T) {
	t.Parallel()
	const routed, expired = 2 * time.Second, 3 * time.Second
	lost := func(start, end time.Duration) Exchange { return Exchange{Start: start, End: end, Outcome: Cut} }
	for name, tt := range map[string]struct {
		balancer BalancerName
		exchange Exchange
		cut      int
		kept     int
		rerouted int
		cutAtEnd int
		unrouted bool
		late     time.Duration
	}{
		"a moment before":           {HAProxy, lost(routed-1, routed), 0, 1, 0, 0, false, 0},
		"at the end":                {HAProxy, lost(routed, routed+1), 0, 0, 1, 0, false, 0},
		"as late as the machine":    {HAProxy, lost(routed-5, routed), 0, 0, 1, 0, false, 5},
		"not quite so late":         {HAProxy, lost(routed-6, routed), 0, 1, 0, 0, false, 5},
		"cut at the delay":          {HAProxy, lost(routed, expired), 1, 0, 1, 0, false, 0},
		"cut before the delay":      {HAProxy, lost(routed, expired-1), 1, 0, 1, 1, false, 0},
		"embedded":                  {Embedded, lost(routed, routed+1), 0, 1, 0, 0, false, 0},
		"Never deregistered":        {HAProxy, lost(routed, routed+1), 0, 1, 0, 0, true, 0},
		"answered":                  {HAProxy, Exchange{Start: routed, End: routed + 1, Outcome: Answered}, 0, 1, 0, 0, false, 0},
		"failed by the replacement": {HAProxy, Exchange{Start: routed, End: routed + 1, Outcome: Failed, Task: ReplacementTask}, 0, 1, 0, 0, false, 0},
		"failed by who knows which": {HAProxy, Exchange{Start: routed, End: routed + 1, Outcome: Failed}, 0, 0, 1, 0, false, 0},
	} {
		r := Recording{Balancer: tt.balancer, LastRouted: routed, Expired: expired, CutAtDelay: tt.cut, Exchanges: []Exchange{tt.exchange}, Machine: Machine{Late: Seconds(tt.late)}}
		if tt.unrouted {
			r.LastRouted = Never
		}
		r.DropMisrouted()
		got := []int{len(r.Exchanges), r.Rerouted, r.CutAtDelay}
		if diff := cmp.Diff([]int{tt.kept, tt.rerouted, tt.cutAtEnd}, got); diff != "" {
			t.Errorf("%s: kept, rerouted, cut (-want +got):\n%s", name, diff)
		}
	}
}
