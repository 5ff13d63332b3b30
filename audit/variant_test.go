package audit_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// choice is a picture of the sound service under one.
type choice struct {
	when   service.Choice
	change func(sound)
}

func is(input, value string, change func(sound)) choice {
	return choice{service.Choice{Input: input, Value: value}, change}
}

// varied audits the sound service with a change by default, and others under choices;
// a change that is nil leaves the service out.
func varied(t *testing.T, usual func(sound), choices ...choice) []audit.Service {
	t.Helper()
	picture := func(change func(sound)) []*service.Resource {
		if change == nil {
			return nil
		}
		s := newSound()
		change(s)
		return s.resources()
	}
	return audit.Varied(service.Link(picture(usual)), service.Variants{Left: map[string]int{"app.json": 3, "other.json": 5}, All: func(yield func(service.Variant) bool) {
		for _, c := range choices {
			if !yield(service.Variant{When: c.when, Resources: picture(c.change)}) {
				return
			}
		}
	}})
}

// What is found under a choice alone is reported once, with the choices; what is
// there by default is not repeated.
func TestVaried_findingsWhen(t *testing.T) {
	asIs := func(sound) {}
	stop := func(seconds float64) func(sound) { return func(s sound) { s.container["StopTimeout"] = seconds } }
	room := func(percent float64, tasks float64) func(sound) {
		return func(s sound) { s.deployment["MaximumPercent"], s.service["DesiredCount"] = percent, tasks }
	}
	healthy := func(least, most float64) func(sound) {
		return func(s sound) { s.deployment["MinimumHealthyPercent"], s.deployment["MaximumPercent"] = least, most }
	}
	for name, tt := range map[string]struct {
		usual   func(sound)
		choices []choice
		want    string
	}{
		"no choice":               {asIs, nil, ""},
		"nothing under a choice":  {asIs, []choice{is("A", "1", asIs)}, ""},
		"by default alone":        {stop(121), []choice{is("A", "1", asIs)}, "api-limit"},
		"under a choice alone":    {asIs, []choice{is("A", "1", stop(121))}, "api-limit if A is 1"},
		"in both":                 {stop(121), []choice{is("A", "1", stop(121))}, "api-limit"},
		"in both, other numbers":  {stop(121), []choice{is("A", "1", stop(122))}, "api-limit"},
		"of other values":         {stop(121), []choice{is("A", "1", func(s sound) { s.attributes["deregistration_delay.timeout_seconds"] = "3601" })}, "api-limit; api-limit if A is 1"},
		"of one more value":       {stop(121), []choice{is("A", "1", func(s sound) { stop(121)(s); s.attributes["deregistration_delay.timeout_seconds"] = "3601" })}, "api-limit; api-limit if A is 1"},
		"under several":           {asIs, []choice{is("A", "1", stop(121)), is("A", "2", asIs), is("A", "3", stop(121)), is("B", "x", stop(121))}, "api-limit if A is 1 or 3, or B is x"},
		"under several, numbers":  {asIs, []choice{is("A", "1", stop(121)), is("A", "2", stop(122)), is("A", "3", stop(121))}, "api-limit if A is 1 or 3; alike if A is 2"},
		"worse under a choice":    {healthy(0, 200), []choice{is("A", "1", healthy(0, 100))}, "all-go-first if A is 1; all-go-first"},
		"better under a choice":   {healthy(0, 100), []choice{is("A", "1", healthy(0, 200))}, "all-go-first"},
		"stuck if there is one":   {room(150, 2), []choice{is("Count", "1", room(150, 1))}, "cannot-roll if Count is 1"},
		"stuck in any case":       {room(149, 2), []choice{is("Count", "1", room(149, 1))}, "cannot-roll"},
		"without a number":        {asIs, []choice{is("A", "1", func(s sound) { delete(s.deployment, "DeploymentCircuitBreaker") })}, "circuit-breaker-off if A is 1"},
		"without a number, both":  {func(s sound) { delete(s.deployment, "DeploymentCircuitBreaker") }, []choice{is("A", "1", func(s sound) { delete(s.deployment, "DeploymentCircuitBreaker") })}, "circuit-breaker-off"},
		"a choice of a new value": {asIs, []choice{{service.Choice{Input: "A", Other: []string{""}}, stop(121)}}, "api-limit if A is not empty"},
		"left out by a choice":    {stop(121), []choice{is("A", "1", nil)}, "api-limit"},
		"not on Fargate there":    {asIs, []choice{is("A", "1", func(s sound) { stop(121)(s); s.service["LaunchType"] = "EC2" })}, ""},
		"there by a choice":       {nil, []choice{is("A", "1", stop(121)), is("A", "2", nil), is("A", "3", stop(121)), is("B", "x", healthy(0, 200))}, "(A is 1 or 3, or B is x) api-limit; all-go-first if B is x"},
		"there by no choice":      {nil, []choice{is("A", "1", nil)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, s := range varied(t, tt.usual, tt.choices...) {
				if s.Left != 3 {
					t.Errorf("%d choices left, want those of its own file", s.Left)
				}
				var findings []string
				for _, f := range s.Findings {
					text := f.Rule
					if f.When != "" {
						text += " if " + f.When
					}
					findings = append(findings, text)
				}
				text := strings.Join(findings, "; ")
				if s.When != "" {
					text = "(" + s.When + ") " + text
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A promise under a choice is shown where it is lower, or where by default nothing
// is known.
func TestVaried_promisesWhen(t *testing.T) {
	drain := func(v any) func(sound) {
		return func(s sound) { s.attributes["deregistration_delay.timeout_seconds"] = v }
	}
	for name, tt := range map[string]struct {
		usual   any
		choices []choice
		want    string
	}{
		"the same":          {"60", []choice{is("A", "1", drain("60"))}, ""},
		"one more":          {"60", []choice{is("A", "1", drain("61"))}, ""},
		"one less":          {"60", []choice{is("A", "1", drain("59"))}, "A is 1: 44"},
		"not known there":   {"60", []choice{is("A", "1", drain(service.Missing{Why: "?"}))}, ""},
		"known there alone": {service.Missing{Why: "?"}, []choice{is("A", "1", drain("60")), is("A", "2", drain("70"))}, "A is 1: 45; A is 2: 55"},
		"alike":             {"60", []choice{is("A", "1", drain("50")), is("A", "2", drain("40")), is("B", "x", drain("50"))}, "A is 1, or B is x: 35; A is 2: 25"},
		"refused there":     {"60", []choice{is("A", "1", drain("3601"))}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			list := varied(t, drain(tt.usual), tt.choices...)
			var got []string
			for _, p := range list[0].PromisesWhen {
				promise, _ := p.Promises.Get("deployment")
				if _, other := p.Promises.Get("stop_task"); other {
					t.Errorf("%s: a promise that is as it was", p.When)
				}
				got = append(got, fmt.Sprintf("%s: %d", p.When, *promise.SureSeconds))
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
