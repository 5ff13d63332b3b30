package audit_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// choosy is the report of a service that cannot roll under some choices alone, and the
// health check of which passes errors in any case.
func choosy(t *testing.T, choices ...choice) *audit.Report {
	return &audit.Report{Services: varied(t, func(s sound) { s.group["Matcher"] = object{"HttpCode": "200-499"} }, choices...)}
}

func single(s sound) {
	s.group["Matcher"] = object{"HttpCode": "200-499"}
	s.deployment["MaximumPercent"], s.service["DesiredCount"] = 150.0, 1.0
}

func decided(r *audit.Report) string {
	var out []string
	for _, s := range r.Services {
		for _, f := range s.Findings {
			text := f.Rule
			if f.When != "" {
				text += " if " + f.When
			}
			if f.Suppressed != nil {
				text += " (" + f.Suppressed.Reason + ")"
			}
			out = append(out, text)
		}
	}
	for _, m := range r.Remarks {
		out = append(out, m.Rule+": "+m.Message)
	}
	return strings.Join(out, "\n")
}

// What is ignored under one choice still counts under the others, and by default.
func TestReport_Ignore_choice(t *testing.T) {
	byDefault := func() *audit.Report {
		return &audit.Report{Services: varied(t, single, is("A", "1", single), is("A", "3", func(sound) {}))}
	}
	there := func() *audit.Report {
		return &audit.Report{Services: varied(t, nil, is("A", "1", single), is("A", "3", single))}
	}
	under := func() *audit.Report {
		return choosy(t, is("A", "1", single), is("A", "3", single), is("B", "x", single))
	}
	other := func() *audit.Report {
		return choosy(t, choice{service.Choice{Input: "E", Other: []string{"dev", "prod"}}, single})
	}
	const rest = "\nhealth-check-passes-errors"
	for name, tt := range map[string]struct {
		of     func() *audit.Report
		ignore string
		want   string
	}{
		"one of three":              {under, "cannot-roll if=A=1 why", "cannot-roll if A is 3, or B is x\ncannot-roll if A is 1 (why)" + rest},
		"the last of three":         {under, "cannot-roll if=B=x why", "cannot-roll if A is 1 or 3\ncannot-roll if B is x (why)" + rest},
		"two of three":              {under, "cannot-roll if=A=1 if=B=x why", "cannot-roll if A is 3\ncannot-roll if A is 1, or B is x (why)" + rest},
		"any value of one":          {under, "cannot-roll if=A=* why", "cannot-roll if B is x\ncannot-roll if A is 1 or 3 (why)" + rest},
		"all three by name":         {under, "cannot-roll if=A=1 if=A=3 if=B=x why", "cannot-roll if A is 1 or 3, or B is x (why)" + rest},
		"any choice":                {under, "cannot-roll if=* why", "cannot-roll if A is 1 or 3, or B is x (why)" + rest},
		"without a choice":          {under, "cannot-roll why", "cannot-roll if A is 1 or 3, or B is x (why)" + rest},
		"another value":             {under, "cannot-roll if=A=2 why", "cannot-roll if A is 1 or 3, or B is x" + rest + "\nignore-unused: cannot-roll if A=2 is ignored, and nothing is found under that choice alone"},
		"another rule":              {under, "health-check-passes-errors if=A=1 why", "cannot-roll if A is 1 or 3, or B is x" + rest + "\nignore-unused: health-check-passes-errors if A=1 is ignored, and nothing is found under that choice alone"},
		"until after":               {under, "cannot-roll if=A=1 until=2027-01-31 why", "cannot-roll if A is 3, or B is x\ncannot-roll if A is 1 (why)" + rest},
		"until, the day before":     {under, "cannot-roll until=2027-01-30 if=A=1 why", "cannot-roll if A is 1 or 3, or B is x" + rest + "\nignore-expired: cannot-roll if A=1 was ignored until 2027-01-30 (why), and is still found"},
		"no choice at all":          {under, "cannot-roll if=A why", "cannot-roll if A is 1 or 3, or B is x" + rest + "\nignore-invalid: cannot ignore cannot-roll if A: if is no choice: write if=INPUT=VALUE, as in if=Environment=prod"},
		"no reason":                 {under, "cannot-roll if=A=1", "cannot-roll if A is 1 or 3, or B is x" + rest + "\nignore-invalid: cannot ignore cannot-roll if A=1: it has no reason: write RULE until=YYYY-MM-DD reason, the date only where it ends"},
		"found by default":          {byDefault, "cannot-roll if=A=1 why", "cannot-roll" + rest + "\nignore-unused: cannot-roll if A=1 is ignored, and nothing is found under that choice alone"},
		"found by default, for all": {byDefault, "cannot-roll why", "cannot-roll (why)" + rest},
		"no choice was looked at":   {func() *audit.Report { return &audit.Report{Services: varied(t, single)} }, "cannot-roll if=A=1 why", "cannot-roll" + rest},
		"there under it alone":      {there, "cannot-roll if=A=1 if=A=3 why", "cannot-roll (why)" + rest},
		"there under it and more":   {there, "cannot-roll if=A=1 why", "cannot-roll" + rest + "\nignore-unused: cannot-roll if A=1 is ignored, and nothing is found under that choice alone"},
		"any other value":           {other, "cannot-roll if=E!=dev,prod why", "cannot-roll if E is neither dev nor prod (why)" + rest},
		"a value, not any other":    {other, "cannot-roll if=E=dev why", "cannot-roll if E is neither dev nor prod" + rest + "\nignore-unused: cannot-roll if E=dev is ignored, and nothing is found under that choice alone"},
	} {
		t.Run(name, func(t *testing.T) {
			r := tt.of()
			i := audit.ParseIgnore("config", tt.ignore, service.Where{})
			i.Services = "*"
			r.Ignore([]audit.Ignore{i}, "2027-01-31")
			if diff := cmp.Diff(tt.want, decided(r)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			counts := false
			for _, line := range strings.Split(tt.want, "\n") {
				counts = counts || strings.HasPrefix(line, "cannot-roll") && !strings.HasSuffix(line, "(why)")
			}
			if r.Fails(audit.Error) != counts {
				t.Errorf("it fails: %t", r.Fails(audit.Error))
			}
		})
	}
}

// A baseline knows what was found under a choice under that choice alone; what was found
// by default is known under all.
func TestReport_Against_choice(t *testing.T) {
	under := func(values ...string) *audit.Report {
		var choices []choice
		for _, v := range values {
			choices = append(choices, is("A", v, single))
		}
		return choosy(t, choices...)
	}
	always := func() *audit.Report { return &audit.Report{Services: varied(t, single, is("A", "1", single))} }
	const rest, known = "\nhealth-check-passes-errors (it was there before)", " (it was there before)"
	for name, tt := range map[string]struct {
		before, now *audit.Report
		want        string
		fixed       []string
	}{
		"the same choice":       {under("1"), under("1"), "cannot-roll if A is 1" + known + rest, nil},
		"one choice more":       {under("1"), under("1", "3"), "cannot-roll if A is 3\ncannot-roll if A is 1" + known + rest, nil},
		"another choice":        {under("1"), under("3"), "cannot-roll if A is 3" + rest, []string{"cannot-roll A=1"}},
		"one choice less":       {under("1", "3"), under("3"), "cannot-roll if A is 3" + known + rest, []string{"cannot-roll A=1"}},
		"now by default":        {under("1"), always(), "cannot-roll" + rest, []string{"cannot-roll A=1"}},
		"by default before":     {always(), under("1", "3"), "cannot-roll if A is 1 or 3" + known + rest, nil},
		"by default both times": {always(), always(), "cannot-roll" + known + rest, nil},
		"gone":                  {under("1"), under(), strings.TrimPrefix(rest, "\n"), []string{"cannot-roll A=1"}},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := json.Marshal(tt.before.Baseline())
			if err != nil {
				t.Fatal(err)
			}
			b, err := audit.ReadBaseline(text)
			if err != nil {
				t.Fatal(err)
			}
			tt.now.Against(b)
			if diff := cmp.Diff(tt.want, decided(tt.now)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			var fixed []string
			for _, k := range tt.now.Fixed {
				fixed = append(fixed, strings.TrimSpace(k.Rule+" "+k.Choice))
			}
			if !slices.Equal(fixed, tt.fixed) {
				t.Errorf("gone: %v, want %v", fixed, tt.fixed)
			}
		})
	}
}

// A change that makes a choice's finding one of all is new, and so is a further choice.
func TestReport_Since_choice(t *testing.T) {
	under := func(values ...string) *audit.Report {
		var choices []choice
		for _, v := range values {
			choices = append(choices, is("A", v, single))
		}
		return choosy(t, choices...)
	}
	always := func() *audit.Report { return &audit.Report{Services: varied(t, single, is("A", "1", single))} }
	for name, tt := range map[string]struct {
		before, after *audit.Report
		want          string
	}{
		"the same choice":       {under("1"), under("1"), "unchanged cannot-roll if A is 1; gone"},
		"one choice more":       {under("1"), under("1", "3"), "new cannot-roll if A is 1 or 3; gone"},
		"one choice less":       {under("1", "3"), under("1"), "unchanged cannot-roll if A is 1; gone"},
		"now by default":        {under("1"), always(), "new cannot-roll; gone cannot-roll if A is 1"},
		"by default before":     {always(), under("1"), "new cannot-roll if A is 1; gone cannot-roll"},
		"by default both times": {always(), always(), "unchanged cannot-roll; gone"},
	} {
		tt.after.Since(tt.before)
		text := ""
		for _, f := range tt.after.Services[0].Findings {
			if f.Rule == "cannot-roll" {
				text = strings.TrimSuffix(f.Change+" "+f.Rule+" if "+f.When, " if ")
			}
		}
		text += "; gone"
		for _, f := range tt.after.Services[0].Change.Gone {
			text += strings.TrimSuffix(" "+f.Rule+" if "+f.When, " if ")
		}
		if text != tt.want {
			t.Errorf("%s: %s, want %s", name, text, tt.want)
		}
	}
}

// Who has dismissed a finding of a choice by its fingerprint has not dismissed that of all;
// a further choice makes it no other one.
func TestFinding_fingerprintOfChoice(t *testing.T) {
	of := func(list []audit.Service) string { return list[0].Findings[0].Fingerprint }
	one, two, all := of(varied(t, func(sound) {}, is("A", "1", single))), of(varied(t, func(sound) {}, is("A", "1", single), is("A", "2", single))), of(varied(t, single))
	if one != two || one == all {
		t.Errorf("%s under one, %s under two, %s by default", one, two, all)
	}
}

// A promise under a choice is compared with what it was under that choice, or else with
// what was promised by default.
func TestService_LowerPromises(t *testing.T) {
	drain := func(v string) func(sound) {
		return func(s sound) { s.attributes["deregistration_delay.timeout_seconds"] = v }
	}
	at := func(usual string, pairs ...string) *audit.Report {
		var choices []choice
		for i := 0; i < len(pairs); i += 2 {
			choices = append(choices, is("A", pairs[i], drain(pairs[i+1])))
		}
		return &audit.Report{Services: varied(t, drain(usual), choices...)}
	}
	for name, tt := range map[string]struct {
		before, after *audit.Report
		kind, want    string
	}{
		"the same":                {at("60", "1", "50"), at("60", "1", "50"), "unchanged", "A is 1: 35 was 35"},
		"lower":                   {at("60", "1", "50"), at("60", "1", "40"), "changed", "A is 1: 25 was 35"},
		"lower there alone, now":  {at("60"), at("60", "1", "40"), "changed", "A is 1: 25 was 45"},
		"not lower any more":      {at("60", "1", "40"), at("60", "1", "60"), "changed", "A is 1: 45 was 25"},
		"some of those":           {at("60", "1", "50", "2", "50"), at("60", "1", "50", "2", "40", "3", "40"), "changed", "A is 1: 35 was 35; A is 2: 25 was 35; A is 3: 25 was 45"},
		"alike, before and after": {at("60", "1", "50", "2", "50"), at("60", "1", "40", "2", "40"), "changed", "A is 1 or 2: 25 was 35"},
		"nothing to compare with": {nil, at("60", "1", "50"), "", "A is 1: 35"},
		"a new service":           {&audit.Report{}, at("60", "1", "50"), "new", "A is 1: 35"},
	} {
		if tt.before != nil {
			tt.after.Since(tt.before)
		}
		s := tt.after.Services[0]
		var got []string
		for _, p := range s.LowerPromises() {
			now, _ := p.Promises.Get("deployment")
			text := fmt.Sprintf("%s: %d", p.When, *now.SureSeconds)
			if was, ok := p.Before.Get("deployment"); ok {
				text += fmt.Sprintf(" was %d", *was.SureSeconds)
			}
			got = append(got, text)
		}
		if text := strings.Join(got, "; "); text != tt.want {
			t.Errorf("%s: %s, want %s", name, text, tt.want)
		}
		if s.Change != nil && s.Change.Kind != tt.kind || (s.Change == nil) != (tt.kind == "") {
			t.Errorf("%s is %+v, want %s", name, s.Change, tt.kind)
		}
	}
}

// A service of which nobody knows how often it is there is the same one where a choice
// says it, and what is found in several of its instances is found once.
func TestVaried_howOften(t *testing.T) {
	picture := func(change func(sound), addresses ...string) []*service.Resource {
		var out []*service.Resource
		for _, address := range addresses {
			s := newSound()
			change(s)
			for _, r := range s.resources() {
				r.Where.Address = address
				out = append(out, r)
			}
		}
		return out
	}
	audited := func(base []*service.Resource, under ...[]*service.Resource) string {
		var out []string
		for _, s := range audit.Varied(service.Link(base), service.Variants{All: func(yield func(service.Variant) bool) {
			for i, r := range under {
				if !yield(service.Variant{When: service.Choice{Input: "A", Value: fmt.Sprint(i)}, Resources: r}) {
					return
				}
			}
		}}) {
			text := s.Address
			if s.When != "" {
				text += " (" + s.When + ")"
			}
			for _, f := range s.Findings {
				text += " " + f.Rule + " if " + f.When
			}
			out = append(out, text)
		}
		return strings.Join(out, "\n")
	}
	asIs, stop := func(sound) {}, func(s sound) { s.container["StopTimeout"] = 121.0 }
	for want, got := range map[string]string{
		"m.s[*] api-limit if A is 0":            audited(picture(asIs, "m.s[*]"), picture(stop, "m.s[0]", "m.s[1]")),
		"m.s[*] api-limit if A is 0 ":           audited(picture(asIs, "m.s[*]"), picture(stop, `m.s["a.b"]`)) + " ",
		"m.s[*]\nm.t[0] (A is 0) api-limit if ": audited(picture(asIs, "m.s[*]"), picture(stop, "m.t[0]")),
		"m.s[0]\nm.s[1] (A is 0) api-limit if ": audited(picture(asIs, "m.s[0]"), picture(stop, "m.s[1]")),
	} {
		lines, wanted := strings.Split(got, "\n"), strings.Split(want, "\n")
		slices.Sort(lines)
		slices.Sort(wanted)
		if diff := cmp.Diff(wanted, lines); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// However decisions fall on the choices of a finding, each choice is in one finding, and
// counts if nobody decided about it.
func TestReport_Ignore_split(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		values := []string{"0", "1", "2", "3", "4"}
		var choices []choice
		for _, v := range values {
			choices = append(choices, is("A", v, single))
		}
		r := choosy(t, choices...)
		var list []audit.Ignore
		ignored := map[string]bool{}
		for range rapid.IntRange(0, 3).Draw(rt, "decisions") {
			text := "cannot-roll"
			for _, v := range rapid.SliceOfN(rapid.SampledFrom(values), 1, 3).Draw(rt, "values") {
				text += " if=A=" + v
				ignored["A="+v] = true
			}
			i := audit.ParseIgnore("config", text+" why", service.Where{})
			i.Services = "*"
			list = append(list, i)
		}
		r.Ignore(list, "2027-01-31")
		seen := map[string]bool{}
		for _, f := range r.Services[0].Findings {
			for _, c := range f.Choices {
				if seen[c] || (f.Suppressed != nil) != ignored[c] {
					rt.Fatalf("%s is in %+v", c, f)
				}
				seen[c] = true
			}
		}
		if len(seen) != len(values) {
			rt.Fatalf("%v", seen)
		}
	})
}
