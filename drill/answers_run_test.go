package drill_test

import (
	"slices"
	"strings"
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
		limits: verdict.SkipsWork, errorBodies: verdict.ChangesAnswers, errorPages: verdict.ChangesAnswers, zeros: verdict.ChangesAnswers, namedErrors: verdict.ChangesAnswers,
	}
	goodAnswers = []string{goodClosing, goodChunks, goodVarying, goodEnd, goodCount, goodLimits, goodNamed, goodRare}
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
			// What is rare may come first while stopping, which is worth a warning.
			if err != nil || !r.OK || len(r.Findings) > 0 && mode != goodRare {
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

// What else can be asked for: an upload that goes on when the app is stopped, and
// streams, which are whole when they ended in order.
func TestRun_requestsOfAnyKind(t *testing.T) {
	t.Parallel()
	asks := func(mode, text string) drill.Plan {
		r, err := drill.ParseRequest(text)
		if err != nil {
			t.Fatal(err)
		}
		p := answerPlan(mode, verdict.Embedded, 20)
		p.Requests = []drill.Request{r}
		return p
	}
	// of a profile whose connections last, up to four seconds.
	lasting := func(p drill.Plan) drill.Plan {
		p.Profile.Workload, p.Profile.LongestWork, p.Profile.InterruptTime = shutdown.WebSocket, new(4), new(1)
		return p
	}
	// longer has a stop that is long beside any wait of a busy machine.
	longer := func(p drill.Plan) drill.Plan { p.Profile.Propagation = new(4); return p }
	through := func(p drill.Plan, b verdict.BalancerName) drill.Plan { p.Balancer = b; return p }
	const slow = "PUT /upload;seconds=0.8;header=X-Test: y;body=" // Each byte of it matters.
	body := strings.Repeat("0123456789", 100)
	tests := map[string]struct {
		plan drill.Plan
		want []string
	}{
		"upload":                     {asks(goodUpload, slow+body), nil},
		"upload through HAProxy":     {through(asks(goodUpload, slow+body), verdict.HAProxy), nil},
		"upload that is dropped":     {asks(cutsUpload, slow+body), []string{verdict.DropsInFlight + "!"}},
		"stream":                     {asks(goodStream, "/events?seconds={seconds};stream"), nil},
		"stream that clients leave":  {asks(goodStream, "/events;stream"), nil},
		"stream that is ended":       {asks(endsStream, "/events?seconds={seconds};stream"), []string{verdict.EndsStreamsEarly + "!"}},
		"long stream that is ended":  {lasting(asks(endsStream, "/events;stream")), nil},
		"long stream that is hushed": {longer(lasting(asks(hushStream, "/events;stream"))), []string{verdict.FallsSilent + "!"}},
		"long stream, half an event": {lasting(asks(halfStream, "/events;stream")), []string{verdict.EndsMidEvent + "!"}},
		"long stream that breaks":    {lasting(asks(goodStream, "/events;stream")), []string{verdict.DropsConnections + "!"}},
	}
	var all sync.WaitGroup
	for name, tt := range tests {
		all.Go(func() {
			r, err := judged(tt.plan)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				return
			}
			for _, rule := range tt.want {
				if r.OK || !slices.Contains(rules(r), rule) {
					t.Errorf("%s: OK = %v, want a finding %s:\n%s", name, r.OK, rule, report.DrillText(r))
				}
			}
			if len(tt.want) == 0 && (!r.OK || len(r.Findings) > 0) {
				t.Errorf("%s did not hold:\n%s", name, report.DrillText(r))
			}
		})
	}
	all.Wait()
}
