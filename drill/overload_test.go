package drill

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// How busy the processors are is told of spans of half a second, and the worst of
// them is the one that says most of an overload.
func TestCrowds(t *testing.T) {
	t.Parallel()
	begin := time.Unix(1_000_000, 0)
	c := crowds{processors: 2}
	at, busy, own, ran := time.Duration(0), time.Duration(0), time.Duration(0), time.Duration(0)
	// pass lets so many looks of 50 ms pass at a rate of processors each.
	pass := func(looks int, all, drill, app float64) {
		for range looks {
			at += 50 * time.Millisecond
			busy += time.Duration(all * 50 * float64(time.Millisecond))
			own += time.Duration(drill * 50 * float64(time.Millisecond))
			ran += time.Duration(app * 50 * float64(time.Millisecond))
			c.look(turns{at: begin.Add(at), busy: busy, threads: map[string]thread{"1": {ran: ran}, "2": {}}}, own)
		}
	}
	pass(10, 1, 0.5, 0.2)
	if got := c.worst(); got != nil {
		t.Errorf("after less than a span: %+v", got)
	}
	pass(1, 1, 0.5, 0.2)
	if diff := cmp.Diff(&verdict.Busy{Processors: 2, All: 1, Drill: 0.5, Thread: 0.2}, c.worst()); diff != "" {
		t.Errorf("half a second (-want +got):\n%s", diff)
	}
	pass(8, 2, 1.5, 0.4) // Not quite a span.
	if got := c.worst(); got.Overload() || got.All <= 1 {
		t.Errorf("a moment of load: %+v", got)
	}
	pass(2, 2, 1.5, 0.4)
	pass(20, 2, 0.1, 0.1) // Others are as busy, without the drill.
	if diff := cmp.Diff(&verdict.Busy{Processors: 2, All: 2, Drill: 1.5, Thread: 0.4}, c.worst()); diff != "" || !c.worst().Overload() {
		t.Errorf("a span of load (-want +got):\n%s", diff)
	}
}
