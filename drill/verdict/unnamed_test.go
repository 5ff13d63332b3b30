package verdict

import (
	"testing"
	"time"
)

func TestJudge_namesTheTaskOfAnEarlyAnswer(t *testing.T) {
	t.Parallel()
	const routed, late = time.Second, 20 * time.Millisecond
	for name, tt := range map[string]struct {
		balancer BalancerName
		exchange Exchange
		want     Task
	}{
		"before the stop":                   {HAProxy, Exchange{Start: 0, Outcome: Answered, Code: 200}, OldTask},
		"just before the routing":           {HAProxy, Exchange{Start: routed - late - 1, Outcome: Answered, Code: 200}, OldTask},
		"as late as the machine":            {HAProxy, Exchange{Start: routed - late, Outcome: Answered, Code: 200}, ""},
		"just before it is sure":            {HAProxy, Exchange{Start: routed + late - 1, Outcome: Answered, Code: 200}, ""},
		"after the routing":                 {HAProxy, Exchange{Start: routed + late, Outcome: Answered, Code: 200}, ReplacementTask},
		"of the replacement while old ones": {HAProxy, Exchange{Start: 0, Outcome: Answered, Code: 200, Task: ReplacementTask}, ReplacementTask},
		"HAProxy's own":                     {HAProxy, Exchange{Start: 0, Outcome: Answered, Code: 503}, ""},
		"cut":                               {HAProxy, Exchange{Start: 0, Outcome: Cut, Code: 200}, ""},
		"the embedded one names all":        {Embedded, Exchange{Start: 0, Outcome: Answered, Code: 200}, ""},
	} {
		r := Recording{Balancer: tt.balancer, LastRouted: routed, Exchanges: []Exchange{tt.exchange}, Machine: Machine{Late: Seconds(late)}}
		j := judge{Recording: r}
		j.unnamed()
		if got := j.Exchanges[0].Task; got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
		if r.Exchanges[0].Task != tt.exchange.Task {
			t.Errorf("%s: the recording itself was changed", name)
		}
	}
	j := judge{Recording: Recording{Balancer: HAProxy, LastRouted: Never, Exchanges: []Exchange{{Outcome: Answered, Code: 200, Start: time.Hour}}}}
	if j.unnamed(); j.Exchanges[0].Task != OldTask {
		t.Errorf("without a deregistration: %q, want old", j.Exchanges[0].Task)
	}
}
