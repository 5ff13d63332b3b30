package audit_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// shop is a report of a service that is sound but for what change does to it.
func shop(t *testing.T, name, address string, change func(sound)) *audit.Report {
	t.Helper()
	s := newSound()
	s.service["ServiceName"] = name
	change(s)
	out := s.audited(t)
	out.Address = address
	return &audit.Report{Services: []audit.Service{out}}
}

func unchanged(sound) {}

// changes is what became of services, their findings and their promises.
func changes(r *audit.Report) string {
	var out []string
	for _, s := range r.Services {
		text := s.Change.Kind + " " + s.Name
		for _, f := range s.Findings {
			text += ", " + f.Change + " " + f.Rule
		}
		for _, f := range s.Change.Gone {
			text += ", gone " + f.Rule
		}
		if s.PromisesBefore != nil {
			before, _ := s.PromisesBefore.Get("deployment")
			after, _ := s.Promises.Get("deployment")
			if *before.SureSeconds != *after.SureSeconds {
				text += ", " + service.Written(float64(*before.SureSeconds)) + " s to " + service.Written(float64(*after.SureSeconds)) + " s"
			}
		}
		out = append(out, text)
	}
	for _, s := range r.Gone {
		out = append(out, "gone "+s.Name)
	}
	return strings.Join(out, "\n")
}

func TestReport_Since(t *testing.T) {
	delay := func(v string) func(sound) {
		return func(s sound) { s.attributes["deregistration_delay.timeout_seconds"] = v }
	}
	breaker := func(s sound) { s.deployment["DeploymentCircuitBreaker"] = object{"Enable": false} }
	two := func(a, b *audit.Report) *audit.Report {
		return &audit.Report{Services: append(a.Services, b.Services...)}
	}
	for name, tt := range map[string]struct {
		before, after *audit.Report
		want          string
	}{
		"the same": {shop(t, "api", "A", unchanged), shop(t, "api", "A", unchanged), "unchanged api"},
		"elsewhere in the file": {shop(t, "api", "A", unchanged), func() *audit.Report {
			r := shop(t, "api", "A", unchanged)
			r.Services[0].Source.Line = new(7)
			return r
		}(), "unchanged api"},
		"a promise":                    {shop(t, "api", "A", delay("60")), shop(t, "api", "A", delay("61")), "changed api, 45 s to 46 s"},
		"a new finding":                {shop(t, "api", "A", unchanged), shop(t, "api", "A", breaker), "changed api, new circuit-breaker-off"},
		"a finding that is gone":       {shop(t, "api", "A", breaker), shop(t, "api", "A", unchanged), "changed api, gone circuit-breaker-off"},
		"an old finding":               {shop(t, "api", "A", breaker), shop(t, "api", "A", breaker), "unchanged api, unchanged circuit-breaker-off"},
		"a value that promises alike":  {shop(t, "api", "A", unchanged), shop(t, "api", "A", func(s sound) { s.service["DesiredCount"] = 3.0 }), "changed api"},
		"set to what was the default":  {shop(t, "api", "A", func(s sound) { delete(s.service, "DesiredCount") }), shop(t, "api", "A", func(s sound) { s.service["DesiredCount"] = 1.0 }), "unchanged api"},
		"a new service":                {&audit.Report{}, shop(t, "api", "A", breaker), "new api, new circuit-breaker-off"},
		"a service that is gone":       {shop(t, "api", "A", unchanged), &audit.Report{}, "gone api"},
		"moved":                        {shop(t, "api", "A", delay("60")), shop(t, "api", "module.x.A", delay("61")), "changed api, 45 s to 46 s"},
		"moved, and of another name":   {shop(t, "api", "A", unchanged), shop(t, "web", "B", unchanged), "new web\ngone api"},
		"renamed":                      {shop(t, "api", "A", delay("60")), shop(t, "web", "A", delay("61")), "changed web, 45 s to 46 s"},
		"addresses before names":       {two(shop(t, "a", "A", delay("60")), shop(t, "b", "B", delay("70"))), two(shop(t, "b", "A", delay("60")), shop(t, "a", "B", delay("70"))), "unchanged b\nunchanged a"},
		"two of a name, one is moved":  {two(shop(t, "a", "A", unchanged), shop(t, "a", "B", unchanged)), two(shop(t, "a", "A", unchanged), shop(t, "a", "C", unchanged)), "unchanged a\nnew a\ngone a"},
		"two at an address, as before": {two(shop(t, "a", "A", unchanged), shop(t, "b", "A", unchanged)), two(shop(t, "a", "A", unchanged), shop(t, "b", "A", unchanged)), "unchanged a\nunchanged b"},
	} {
		t.Run(name, func(t *testing.T) {
			tt.after.Since(tt.before)
			if diff := cmp.Diff(tt.want, changes(tt.after)); diff != "" || !tt.after.Compared {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
