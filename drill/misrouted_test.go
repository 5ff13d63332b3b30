package drill

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What is sent from the end of the propagation on and lost is the load
// balancer's own doing; what is sent a moment earlier is not.
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
	}{
		"a moment before":           {HAProxy, lost(routed-1, routed), 0, 1, 0, 0, false},
		"at the end":                {HAProxy, lost(routed, routed+1), 0, 0, 1, 0, false},
		"cut at the delay":          {HAProxy, lost(routed, expired), 1, 0, 1, 0, false},
		"cut before the delay":      {HAProxy, lost(routed, expired-1), 1, 0, 1, 1, false},
		"embedded":                  {Embedded, lost(routed, routed+1), 0, 1, 0, 0, false},
		"never deregistered":        {HAProxy, lost(routed, routed+1), 0, 1, 0, 0, true},
		"answered":                  {HAProxy, Exchange{Start: routed, End: routed + 1, Outcome: Answered}, 0, 1, 0, 0, false},
		"failed by the replacement": {HAProxy, Exchange{Start: routed, End: routed + 1, Outcome: Failed, Task: ReplacementTask}, 0, 1, 0, 0, false},
		"failed by who knows which": {HAProxy, Exchange{Start: routed, End: routed + 1, Outcome: Failed}, 0, 0, 1, 0, false},
	} {
		r := Recording{Balancer: tt.balancer, LastRouted: routed, Expired: expired, CutAtDelay: tt.cut, Exchanges: []Exchange{tt.exchange}}
		if tt.unrouted {
			r.LastRouted = never
		}
		r.dropMisrouted()
		got := []int{len(r.Exchanges), r.Rerouted, r.CutAtDelay}
		if diff := cmp.Diff([]int{tt.kept, tt.rerouted, tt.cutAtEnd}, got); diff != "" {
			t.Errorf("%s: kept, rerouted, cut (-want +got):\n%s", name, diff)
		}
	}
}
