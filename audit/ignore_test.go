package audit_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// stuck is a service named api, at the address Service, with an error, cannot-roll, a
// warning, circuit-breaker-off, and what is written at its resource.
func stuck(written ...string) *audit.Report {
	r := &service.Resource{Type: service.TypeService, Where: service.Where{File: "app.yaml", Line: 3, Address: "Service"}, Properties: object{"ServiceName": "api",
		"LaunchType": "FARGATE", "DesiredCount": 1.0, "DeploymentConfiguration": object{"MinimumHealthyPercent": 100.0, "MaximumPercent": 100.0, "DeploymentCircuitBreaker": object{"Enable": false}}}}
	for _, text := range written {
		r.Ignores = append(r.Ignores, service.Ignore{Text: text, By: "comment", Where: service.Where{File: "app.yaml", Line: 4}})
	}
	return audit.New(service.Link([]*service.Resource{r}))
}

// told is what counts, what does not with its reason, and what is said of that.
func told(r *audit.Report) string {
	var out []string
	for _, s := range r.Services {
		for _, f := range s.Findings {
			text := f.Rule
			if f.Suppressed != nil {
				text += " (" + f.Suppressed.By + ": " + f.Suppressed.Reason + ")"
			}
			out = append(out, text)
		}
	}
	for _, m := range r.Remarks {
		out = append(out, m.Rule+" "+string(m.Severity)+": "+m.Message)
	}
	return strings.Join(out, "\n")
}

func TestReport_Ignore(t *testing.T) {
	const both = "cannot-roll\ncircuit-breaker-off"
	for name, tt := range map[string]struct {
		written, config string // What stands at the resource, and in .graceful.yaml behind services.
		want            string
	}{
		"nothing":                     {"", "", both},
		"at the resource":             {"cannot-roll it is a singleton", "", "cannot-roll (comment: it is a singleton)\ncircuit-breaker-off"},
		"the day before":              {"cannot-roll until=2027-01-30 it is", "", both + "\nignore-expired warning: cannot-roll was ignored until 2027-01-30 (it is), and is still found"},
		"on the day":                  {"cannot-roll until=2027-01-31 it is", "", "cannot-roll (comment: it is)\ncircuit-breaker-off"},
		"no reason":                   {"cannot-roll", "", both + "\nignore-invalid warning: cannot ignore cannot-roll: it has no reason: write RULE until=YYYY-MM-DD reason, the date only where it ends"},
		"a day and no reason":         {"cannot-roll until=2099-01-01", "", both + "\nignore-invalid warning: cannot ignore cannot-roll: it has no reason: write RULE until=YYYY-MM-DD reason, the date only where it ends"},
		"no day":                      {"cannot-roll until=2027-02-30 it is", "", both + "\nignore-invalid warning: cannot ignore cannot-roll: until=2027-02-30 is no day: write it as YYYY-MM-DD"},
		"an empty day":                {"cannot-roll until= it is", "", both + "\nignore-invalid warning: cannot ignore cannot-roll: until= is no day: write it as YYYY-MM-DD"},
		"no such rule":                {"cannot-rol it is", "", both + "\nignore-invalid warning: cannot ignore cannot-rol: there is no rule of that name"},
		"every rule":                  {"* it is", "", both + "\nignore-invalid warning: cannot ignore *: there is no rule of that name"},
		"no rule":                     {" ", "", both + "\nignore-invalid warning: cannot ignore what is to be ignored: it names no rule: write RULE until=YYYY-MM-DD reason, the date only where it ends"},
		"not found":                   {"no-drain it is", "", both + "\nignore-unused info: no-drain is ignored, and nothing is found"},
		"not found, and over":         {"no-drain until=2000-01-01 it is", "", both + "\nignore-unused info: no-drain is ignored, and nothing is found"},
		"by name":                     {"", "api cannot-roll it is", "cannot-roll (config: it is)\ncircuit-breaker-off"},
		"by address":                  {"", "Serv* cannot-roll it is", "cannot-roll (config: it is)\ncircuit-breaker-off"},
		"another service":             {"", "web cannot-roll it is", both},
		"any service, not found":      {"", "* no-drain it is", both + "\nignore-unused info: no-drain is ignored, and nothing is found"},
		"both: the resource says why": {"cannot-roll here", "* cannot-roll there", "cannot-roll (comment: here)\ncircuit-breaker-off"},
	} {
		t.Run(name, func(t *testing.T) {
			var written []string
			if tt.written != "" {
				written = append(written, tt.written)
			}
			r := stuck(written...)
			var list []audit.Ignore
			if services, text, is := strings.Cut(tt.config, " "); is {
				i := audit.ParseIgnore("config", text, service.Where{File: ".graceful.yaml", Line: 2})
				i.Services = services
				list = append(list, i)
			}
			r.Ignore(list, "2027-01-31")
			if diff := cmp.Diff(tt.want, told(r)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			counts := !strings.Contains(tt.want, "cannot-roll (")
			if r.Fails(audit.Error) != counts {
				t.Errorf("it fails: %t", r.Fails(audit.Error))
			}
			if !r.Fails(audit.Warning) {
				t.Error("the warning does not count")
			}
		})
	}
}

// A remark alone counts from its severity up.
func TestReport_Fails_remark(t *testing.T) {
	r := stuck("cannot-roll a", "circuit-breaker-off b", "no-drain c")
	r.Ignore(nil, "2027-01-31")
	if r.Fails(audit.Warning) || !r.Fails(audit.Info) {
		t.Errorf("%s", told(r))
	}
}

// A * stands for any text, and for nothing else.
func TestIgnore_services(t *testing.T) {
	for pattern, want := range map[string]bool{"api": true, "ap": false, "api2": false, "*": true, "a*": true, "*i": true, "a*i": true, "*p*": true, "a*p*i": true, "ap*pi": false,
		"**": true, "x*": false, "*x": false, "*x*": false, "Service": true, "S*e": true, "a[p]i": false, "a.i": false, "": true} {
		r := stuck()
		i := audit.ParseIgnore("config", "cannot-roll it is", service.Where{})
		i.Services = pattern
		r.Ignore([]audit.Ignore{i}, "2027-01-31")
		if got := !r.Fails(audit.Error); got != want {
			t.Errorf("%q is for api: %t", pattern, got)
		}
	}
}

// Any text of cut pieces finds its pieces again.
func TestIgnore_services_pieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "", "ab", "[", "."}), 1, 5).Draw(t, "pieces")
		gaps := rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "b", "x"}), len(pieces)-1, len(pieces)-1).Draw(t, "gaps")
		name := pieces[0]
		for i, gap := range gaps {
			name += gap + pieces[i+1]
		}
		i := audit.ParseIgnore("config", "cannot-roll it is", service.Where{})
		i.Services = strings.Join(pieces, "*")
		r := stuck()
		r.Services[0].Name = name
		r.Ignore([]audit.Ignore{i}, "2027-01-31")
		if i.Services != "" && r.Fails(audit.Error) {
			t.Fatalf("%q is not for %q", i.Services, name)
		}
	})
}

// A service whose findings are ignored is no longer the worst.
func TestReport_Ignore_order(t *testing.T) {
	r := &audit.Report{Services: append(stuck("cannot-roll it is").Services, stuck("circuit-breaker-off it is").Services...)}
	r.Ignore(nil, "2027-01-31")
	if r.Services[0].Findings[1].Suppressed == nil {
		t.Error("the service with an error comes second")
	}
}

// What a baseline has does not count, each finding as often as it has it; what is
// gone is said.
func TestReport_Against(t *testing.T) {
	r := stuck()
	text, err := json.Marshal(r.Baseline())
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		change func(*audit.Report, *audit.Baseline)
		want   string
		fixed  []string
	}{
		"the same":                {func(*audit.Report, *audit.Baseline) {}, "cannot-roll (baseline: it was there before)\ncircuit-breaker-off (baseline: it was there before)", nil},
		"another value":           {func(r *audit.Report, _ *audit.Baseline) { r.Services[0].Findings[0].Message = "b" }, "cannot-roll (baseline: it was there before)\ncircuit-breaker-off (baseline: it was there before)", nil},
		"a new one":               {func(_ *audit.Report, b *audit.Baseline) { b.Findings = b.Findings[1:] }, "cannot-roll\ncircuit-breaker-off (baseline: it was there before)", nil},
		"one is gone":             {func(r *audit.Report, _ *audit.Baseline) { r.Services[0].Findings = r.Services[0].Findings[:1] }, "cannot-roll (baseline: it was there before)", []string{"circuit-breaker-off"}},
		"twice, and known once":   {func(r *audit.Report, _ *audit.Baseline) { r.Services = append(r.Services, stuck().Services...) }, "cannot-roll\ncircuit-breaker-off\ncannot-roll (baseline: it was there before)\ncircuit-breaker-off (baseline: it was there before)", nil},
		"ignored since then":      {func(r *audit.Report, _ *audit.Baseline) { r.Ignore(ignored("cannot-roll why"), "2027-01-31") }, "cannot-roll (config: why)\ncircuit-breaker-off (baseline: it was there before)", nil},
		"one that is never found": {func(_ *audit.Report, b *audit.Baseline) { b.Findings[0].Fingerprint = "x" }, "cannot-roll\ncircuit-breaker-off (baseline: it was there before)", []string{"cannot-roll"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := stuck()
			b, err := audit.ReadBaseline(text)
			if err != nil {
				t.Fatal(err)
			}
			tt.change(r, &b)
			r.Against(b)
			if diff := cmp.Diff(tt.want, told(r)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			var fixed []string
			for _, k := range r.Fixed {
				fixed = append(fixed, k.Rule)
			}
			if !slices.Equal(fixed, tt.fixed) || r.Fixed == nil {
				t.Errorf("gone: %v", r.Fixed)
			}
		})
	}
}

func ignored(text string) []audit.Ignore {
	i := audit.ParseIgnore("config", text, service.Where{})
	i.Services = "*"
	return []audit.Ignore{i}
}

// What is ignored needs no baseline, and a file of anything else is none.
func TestBaseline(t *testing.T) {
	r := stuck("cannot-roll it is")
	r.Ignore(nil, "2027-01-31")
	if b := r.Baseline(); len(b.Findings) != 1 || b.Findings[0].Rule != "circuit-breaker-off" || b.Findings[0].Service != "Service" {
		t.Errorf("%+v", b)
	}
	for text, want := range map[string]string{"": "is no baseline", "[]": "is no baseline", "{}": "is no baseline of version 1", `{"version": 2}`: "is no baseline of version 1", `{"version": 1}`: ""} {
		if _, err := audit.ReadBaseline([]byte(text)); (err != nil) != (want != "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
