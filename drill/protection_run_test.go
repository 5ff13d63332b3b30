package drill_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// protectedQueue is the profile of a worker with task protection. Divided by
// protectedScale its messages take up to 2 s, its drain is 1 s and its
// protection of 2 minutes lasts 3 s.
func protectedQueue() shutdown.Profile {
	return shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(80), Cleanup: new(40), Margin: new(40)}
}

const protectedScale = 40

func protectedPlan(mode string, path shutdown.StopPath) drill.Plan {
	return drill.Plan{Profile: protectedQueue(), Path: path, Scale: protectedScale, Command: []string{os.Args[0]},
		Environment: []string{modeVariable + "=" + mode}, Rate: 4,
		// The stop is wanted long after a quarter of the first long message, 0.5 s,
		// and before the end of a protection of 1 minute, 1.5 s.
		Warmup: 1200 * time.Millisecond}
}

// lifecycleWorker is the path of a worker as the package lifecycle makes it.
var lifecycleWorker = built(filepath.Join("testdata", "lifecycleworker"), watched...)

func TestRun_protection(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		mode  string
		ok    bool
		rules []string
		check func(p *verdict.ProtectionResult) bool
	}{
		"lifecycle": {"", true, nil, func(p *verdict.ProtectionResult) bool {
			return p.Taken > 0 && p.RanOut == 0 && p.Unprotected == 0 && p.Exposed == 0
		}},
		"protects": {protectsWorker, true, nil, func(p *verdict.ProtectionResult) bool { return p.Taken > 0 && p.GivenBack == p.Taken }},
		"without":  {goodWorker, false, []string{verdict.WorksUnprotected + "!"}, func(p *verdict.ProtectionResult) bool { return p.Taken == 0 && p.Exposed > 0 }},
		"late":     {lateWorker, false, []string{verdict.ProtectsLate + "!"}, func(p *verdict.ProtectionResult) bool { return p.Taken > 0 && p.Exposed > 0 }},
		"early":    {earlyWorker, false, []string{verdict.UnprotectsEarly + "!"}, func(p *verdict.ProtectionResult) bool { return p.Unprotected > 0 }},
		"briefly":  {brieflyWorker, false, []string{verdict.ProtectionRunsOut + "!"}, func(p *verdict.ProtectionResult) bool { return p.RanOut > 0 }},
		"keeps": {keepsWorker, false, []string{verdict.KeepsProtection + "!"}, func(p *verdict.ProtectionResult) bool {
			return p.GivenBack == 0 && p.RanOut == 1 && p.HeldOff.Float() > 1.5
		}},
		"for ever": {foreverWorker, false, []string{verdict.HoldsForever + "!"}, func(p *verdict.ProtectionResult) bool { return p.Renewed > 3 && p.HeldOff.Float() > 4.5 }},
		"wrong":    {wrongWorker, false, []string{verdict.WorksUnprotected + "!"}, func(p *verdict.ProtectionResult) bool { return p.Taken == 0 }},
	}
	consumer := []string{lifecycleWorker(t)}
	var all sync.WaitGroup
	for name, tt := range tests {
		all.Go(func() {
			p := protectedPlan(tt.mode, verdict.Protected)
			if name == "lifecycle" {
				p.Command = consumer
			}
			r, err := judged(p)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				return
			}
			if r.OK != tt.ok || !cmp.Equal(tt.rules, faults(r)) || !tt.check(r.Protection) {
				t.Errorf("%s: OK = %v, want %v with %v; %+v\n%s", name, r.OK, tt.ok, tt.rules, *r.Protection, report.DrillText(r))
			}
			if len(r.Guarantees) != 3 || slices.ContainsFunc(r.Guarantees, func(h verdict.Promise) bool { return h.Held != tt.ok }) {
				t.Errorf("%s: verdicts on deployment, scale-in and rebalancing %+v, want %v", name, r.Guarantees, tt.ok)
			}
			for _, text := range []string{report.DrillText(r), report.DrillMarkdown([]verdict.Result{r})} {
				if !strings.Contains(strings.ToLower(text), "task protection") || !strings.Contains(strings.ToLower(text), "stop held off") {
					t.Errorf("%s: the report does not tell of the protection:\n%s", name, text)
				}
			}
			// The time in which nothing is sent is no fault of the load.
			if name == "for ever" && !r.Load.Kept {
				t.Errorf("the rate was not kept: %+v", r.Load)
			}
			if name == "wrong" && !strings.Contains(report.DrillText(r), "ExpiresInMinutes is 0") {
				t.Errorf("the report does not say why the agent refused:\n%s", report.DrillText(r))
			}
		})
	}
	all.Wait()
}

// faults are the rules of the findings that are faults.
func faults(r verdict.Result) (out []string) {
	for _, rule := range rules(r) {
		if strings.HasSuffix(rule, "!") {
			out = append(out, rule)
		}
	}
	return out
}

// What protection does not hold off comes at once, and is judged apart.
func TestRun_protectedConcurrent(t *testing.T) {
	t.Parallel()
	p := protectedPlan("", shutdown.Concurrent)
	p.Command = []string{lifecycleWorker(t)}
	r := play(t, p)
	for _, h := range r.Guarantees {
		if shutdown.HeldOff(h.Cause) {
			t.Errorf("a verdict on %s, which this path does not play", h.Cause)
		}
	}
	if !r.OK || r.Protection == nil || r.Protection.Taken == 0 || r.Protection.HeldOff != nil || r.Messages.Lost > 0 {
		t.Errorf("OK = %v, %+v\n%s", r.OK, r.Protection, report.DrillText(r))
	}
}

// An agent of the plan's own wins, and then the drill sees no protection.
func TestRun_ownAgent(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	agent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/own/task-protection/v1/state" {
			asked.Add(1)
		}
	}))
	defer agent.Close()
	p := protectedPlan(protectsWorker, shutdown.Concurrent)
	p.Environment = append(p.Environment, "ECS_AGENT_URI="+agent.URL+"/own")
	r, err := inTurn(p)
	if err != nil || r.Protection != nil || asked.Load() == 0 {
		t.Errorf("err = %v, protection %+v, %d calls of the plan's agent", err, r.Protection, asked.Load())
	}
	p.Path = verdict.Protected
	if _, err := drill.Run(t.Context(), p); err == nil || !strings.Contains(err.Error(), "leave ECS_AGENT_URI out") {
		t.Errorf("err = %v", err)
	}
}
