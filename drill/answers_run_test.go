package drill_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// badAnswers are the apps whose answers come and are not what they were, and the
// finding that each must have. goodAnswers have none, however their answers vary.
var (
	badAnswers = map[string]string{
		cutsClosing: verdict.CutsBodiesShort, diesClosing: verdict.CutsBodiesShort, cutsChunks: verdict.CutsBodiesShort,
		cutsVarying: verdict.CutsBodiesShort, cutsEnd: verdict.CutsBodiesShort,
		redirects: verdict.SkipsWork, noContent: verdict.SkipsWork, empties: verdict.SkipsWork, hurries: verdict.SkipsWork,
	}
	goodAnswers = []string{goodClosing, goodChunks, goodVarying, goodEnd, goodCount}
)

// TestRun_answers plays each once; a table of many stands behind a flag.
func TestRun_answers(t *testing.T) {
	t.Parallel()
	var all sync.WaitGroup
	for mode, rule := range badAnswers {
		all.Go(func() {
			r, err := judged(answerPlan(mode, verdict.Embedded, 50))
			if err != nil || r.OK || !slices.Contains(rules(r), rule+"!") {
				t.Errorf("%s: OK = %v, findings %v, want a fault %s: %v\n%s", mode, r.OK, rules(r), rule, err, report.DrillText(r))
			}
		})
	}
	for _, mode := range goodAnswers {
		all.Go(func() {
			r, err := judged(answerPlan(mode, verdict.Embedded, 50))
			if err != nil || !r.OK || len(r.Findings) > 0 {
				t.Errorf("%s did not hold: %v\n%s", mode, err, report.DrillText(r))
			}
		})
	}
	all.Wait()
}

func answerPlan(mode string, balancer verdict.BalancerName, rate int) drill.Plan {
	p := plan(mode, shutdown.Concurrent)
	p.Balancer, p.Rate = balancer, rate
	return p
}
