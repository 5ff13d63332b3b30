package shutdown_test

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// truth has the value of every name that a formula or a sentence may give a
// number, from the profile and from the settings' own numbers.
func truth(p shutdown.Profile, f facts, s shutdown.Settings) map[string]int {
	reached := shutdown.FrontSettings{StopTimeout: s.StopTimeout, ShutdownDelay: s.ShutdownDelay, DrainTimeout: s.DrainTimeout}
	if s.FrontSettings != nil {
		reached = *s.FrontSettings
	}
	tail, spread := f.closing+f.margin, 0
	if f.front {
		tail += f.margin
	}
	ends := make([]int, len(f.sidecars))
	for i, c := range f.sidecars {
		for _, j := range c.after {
			ends[i] = max(ends[i], ends[j])
		}
		ends[i] += c.takes + f.margin
		spread = max(spread, ends[i])
	}
	tail += spread
	n := max(1, *p.DesiredCount)
	m := map[string]int{
		"propagation": f.propagation, "longest_work": f.unit, "cleanup": f.closing, "margin": f.margin, "interrupt_time": *p.InterruptTime, "notice_spread": f.spread,
		"startup": *p.Startup, "provisioning": *p.Provisioning, "health_time": *p.HealthTime, "longest_pause": *p.LongestPause,
		"extra": max(1, n**p.MaxSurgePercent/100), "min_count": max(1, *p.MinCount), "delay": reached.ShutdownDelay, "drain": reached.DrainTimeout,
		"deadline": s.ShutdownDeadline, "stop_timeout": s.StopTimeout, "front stop_timeout": reached.StopTimeout, "sidecars": spread, "tail": tail,
		"deployment_seconds": s.Estimates.DeploymentSeconds, "least delay": min(f.propagation, 15), "wanted": f.handle, "stop ends": reached.ShutdownDelay + reached.DrainTimeout + tail,
	}
	if p.Workload == "queue" || p.Workload == "stream" {
		m["least delay"] = f.propagation
	}
	switch {
	case f.spot:
		m["budget"] = 120 - tail
	case f.front:
		m["budget"] = 120 - f.margin
	default:
		m["budget"] = 120 - f.margin - f.closing
	}
	if f.balanced {
		m["deregistration_delay"], m["interval"], m["timeout"], m["idle_timeout"] = *s.DeregistrationDelay, s.HealthCheck.Interval, s.HealthCheck.Timeout, *s.IdleTimeout
		m["drained ends"] = *s.DeregistrationDelay + reached.ShutdownDelay + tail
		m["fatal pause"] = (s.HealthCheck.UnhealthyThreshold-1)*s.HealthCheck.Interval + s.HealthCheck.Timeout + 1
		m["room"] = 120 - tail - reached.ShutdownDelay - f.propagation
		m["lacking"] = -m["room"]
	}
	if p.Heartbeat != nil {
		m["heartbeat"], m["visibility_timeout"], m["hidden"] = *p.Heartbeat, *s.VisibilityTimeout, *p.LongestWork+s.StopTimeout
	}
	if s.TaskProtectionMinutes != nil {
		m["protection"] = *s.TaskProtectionMinutes
	}
	if s.Deployment.BakeTimeInMinutes != nil {
		m["bake_minutes"], m["minutes"] = *p.BakeMinutes, *p.BakeMinutes
		if p.StepMinutes != nil {
			m["step_minutes"], m["step_percent"] = *p.StepMinutes, *p.StepPercent
			steps := 1
			if p.Strategy == "linear" {
				steps = (100+*p.StepPercent-1) / *p.StepPercent - 1
			}
			m["minutes"] += steps * *p.StepMinutes
		}
	}
	if k := n*s.Deployment.MaximumPercent/100 - (n*s.Deployment.MinimumHealthyPercent+99)/100; k > 0 {
		m["waves"] = (n + k - 1) / k
	}
	return m
}

// Each formula gives the value that it explains, and each number in it is that
// of the name before it.
func TestExplanation_formulasHold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, f, s := drawSound(t)
		names := truth(p, f, s)
		for i, e := range s.Explanation {
			v, named, err := evaluate(e.Formula)
			if err != nil {
				t.Fatal(err)
			}
			if v.Cmp(big.NewRat(int64(e.Value), 1)) != 0 {
				t.Errorf("%s is %d, but its formula %q is %s", e.Setting, e.Value, e.Formula, v.RatString())
			}
			for _, n := range named {
				want, ok := names[n.name]
				switch sidecar, is := strings.CutPrefix(e.Setting, "sidecar_stop_timeouts."); {
				case is && n.name == "flush":
					want, ok = *p.Sidecars[sidecar[0]-'a'].Flush, true
				case n.name == "desired_count":
					want, ok = max(1, *p.DesiredCount), true
					if e.Setting == "desired_count" {
						want = *p.DesiredCount
					}
				}
				if !ok || n.n != want {
					t.Errorf("%s: the formula %q calls %d %s, which is %d (%t)", e.Setting, e.Formula, n.n, n.name, want, ok)
				}
			}
			if strings.TrimSpace(e.Because) == "" || !strings.HasPrefix(e.Source, "https://") {
				t.Errorf("explanation %d lacks a reason or a source: %+v", i, e)
			}
		}
	})
}

// phrases say what a number in a sentence is, by the words around it.
var phrases = []struct {
	pattern *regexp.Regexp
	name    string
}{
	{regexp.MustCompile(`the 120 s|within 120 s|after 120 s|2 to 120 s|of the two minutes|s gone after 120 s`), ""},
	{regexp.MustCompile(`(\d+) s of draining`), "deregistration_delay"},
	{regexp.MustCompile(`(\d+) s of propagation`), "propagation"},
	{regexp.MustCompile(`may (?:still )?arrive for (\d+) s after the signal`), "propagation"},
	{regexp.MustCompile(`open receive call brings within (\d+) s`), "propagation"},
	{regexp.MustCompile(`a delay of (\d+) s`), "delay"},
	{regexp.MustCompile(`the delay of (\d+) s`), "delay"},
	{regexp.MustCompile(`(?:the|a) drain of (\d+) s`), "drain"},
	{regexp.MustCompile(`longest (?:request|connection|message|batch of records|job) of (\d+) s`), "longest_work"},
	{regexp.MustCompile(`(?:the|A [a-z ]+ may need) (\d+) s(?: that a [a-z ]+ may need|, but)`), "wanted"},
	{regexp.MustCompile(`notice spread of (\d+) s`), "notice_spread"},
	{regexp.MustCompile(`with (\d+) s to close`), "interrupt_time"},
	{regexp.MustCompile(`its longest_work of (\d+) s`), "longest_work"},
	{regexp.MustCompile(`propagation of (\d+) s`), "propagation"},
	{regexp.MustCompile(`tail of (\d+) s`), "tail"},
	{regexp.MustCompile(`leave (\d+) s of`), "room"},
	{regexp.MustCompile(`take (\d+) s more than the two minutes`), "lacking"},
	{regexp.MustCompile(`the stop ends after (\d+) s`), "drained ends"},
	{regexp.MustCompile(`deregistration first after (\d+) s`), "drained ends"},
	{regexp.MustCompile(`signal first ends after (\d+) s`), "stop ends"},
	{regexp.MustCompile(`protection (?:of|for) (\d+) min`), "protection"},
	{regexp.MustCompile(`a pause of (\d+) s`), "longest_pause"},
	{regexp.MustCompile(`one of (\d+) s may`), "fatal pause"},
	{regexp.MustCompile(`more often than every (\d+) s`), "idle_timeout"},
	{regexp.MustCompile(`drains for (\d+) s`), "deregistration_delay"},
	{regexp.MustCompile(`but desired_count is (\d+)`), "desired_count"},
	{regexp.MustCompile(`desired_count to 1\b|SQS at most 20 s|waits for 10800 s|says 36 hours|set propagation to|see a 502`), ""},
	{regexp.MustCompile(`visibility timeout would be (\d+) s`), "hidden"},
	{regexp.MustCompile(`no more than (\d+) s with it`), "visibility_timeout"},
	{regexp.MustCompile(`hide each message for (\d+) s`), "visibility_timeout"},
	{regexp.MustCompile(`again every (\d+) s until`), "heartbeat"},
	{regexp.MustCompile(`may take (\d+) s, and CloudFormation`), "deployment_timeout"},
}

// checkSentence holds every number of a sentence against what the words around
// it say that it is.
func checkSentence(t *rapid.T, what, sentence string, names map[string]int) {
	covered := make([]bool, len(sentence))
	for _, ph := range phrases {
		for _, m := range ph.pattern.FindAllStringSubmatchIndex(sentence, -1) {
			for i := m[0]; i < m[1]; i++ {
				covered[i] = true
			}
			if ph.name == "" {
				continue
			}
			got, _ := strconv.Atoi(sentence[m[2]:m[3]])
			if want, ok := names[ph.name]; !ok || got != want {
				t.Errorf("%s: %q says %d where %s is %d (%t)", what, sentence, got, ph.name, want, ok)
			}
		}
	}
	for _, m := range regexp.MustCompile(`\d+`).FindAllStringIndex(sentence, -1) {
		if !covered[m[0]] {
			t.Errorf("%s: nobody knows what %s is in %q", what, sentence[m[0]:m[1]], sentence)
		}
	}
}

// Every sentence with numbers says what is true, in reasons of verdicts, in
// explanations and in notes.
func TestSentences_areTrue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, f, s := drawSound(t)
		names := truth(p, f, s)
		names["desired_count"], names["deployment_timeout"] = max(1, *p.DesiredCount), s.Estimates.DeploymentTimeout
		for _, e := range s.Guarantees {
			checkSentence(t, e.Key, e.Value.Because, names)
		}
		for _, e := range s.Explanation {
			checkSentence(t, e.Setting, e.Because, names)
		}
		for _, n := range s.Notes {
			if n.Rule != "framework-caveat" { // Versions, which no profile changes.
				checkSentence(t, n.Rule, n.Message, names)
			}
		}
	})
}
