package verdict_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
)

// A verdict needs a machine that was in time: for a fault by less than the app's
// own room, for none by less than what the drill lets pass anyway.
func TestJudge_machine(t *testing.T) {
	t.Parallel()
	const bears, hides = 200 * time.Millisecond, 300 * time.Millisecond
	broken := func(r *verdict.Recording) { lose(r, verdict.Cut, second, 2*second) }
	warned := func(r *verdict.Recording) { r.Exit.Code = 4 }
	unkept := func(r *verdict.Recording) { r.Load.Kept = false }
	tests := map[string]struct {
		change       func(r *verdict.Recording)
		late, waited time.Duration
		starved      time.Duration
		want         verdict.Verdict
	}{
		"in time":                        {nil, 0, 0, 0, verdict.Held},
		"held, as late as may be":        {nil, hides, hides, 0, verdict.Held},
		"held, a moment later":           {nil, hides + 1, 0, 0, verdict.NotJudged},
		"held, the app waited":           {nil, 0, hides + 1, 0, verdict.NotJudged},
		"not held, in time":              {broken, 0, 0, 0, verdict.NotHeld},
		"not held, as late as may be":    {broken, bears, bears, 0, verdict.NotHeld},
		"not held, a moment later":       {broken, bears + 1, 0, 0, verdict.NotJudged},
		"not held, the app waited":       {broken, 0, bears + 1, 0, verdict.NotJudged},
		"not held, as starved as may be": {broken, 0, 0, bears, verdict.NotHeld},
		"not held, starved a bit more":   {broken, 0, 0, bears + 1, verdict.NotJudged},
		"held, starved":                  {nil, 0, 0, time.Second, verdict.Held},
		"a warning, starved":             {warned, 0, 0, time.Second, verdict.Held},
		"a warning, in time":             {warned, bears, bears, 0, verdict.Held},
		"a warning, a moment later":      {warned, bears + 1, 0, 0, verdict.NotJudged},
		"rate not kept, in time":         {unkept, bears, bears, 0, verdict.Held},
		"rate not kept, a moment later":  {unkept, bears + 1, 0, 0, verdict.NotJudged},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := flawless()
			if tt.change != nil {
				tt.change(&r)
			}
			r.Machine = verdict.Machine{Late: s(tt.late), Waited: new(s(tt.waited)), Starved: new(s(tt.starved)), Bears: s(bears), Hides: s(hides)}
			got := judge(r)
			if got.Verdict != tt.want || got.OK != (tt.want == verdict.Held) {
				t.Errorf("verdict %s, OK = %v, want %s", got.Verdict, got.OK, tt.want)
			}
			spoiled := tt.want == verdict.NotJudged
			if spoiled && (len(got.Guarantees) > 0 || !cmp.Equal([]string{verdict.MachineLate}, rules(got)) || got.Output != "") {
				t.Errorf("a drill that is not judged says more than that: %+v", got)
			}
			if !spoiled && len(got.Guarantees) == 0 {
				t.Error("no guarantees")
			}
			for form, text := range map[string]string{"text": report.DrillText(got), "SVG": report.DrillSVG([]verdict.Result{got}), "summary": report.DrillSummary([]verdict.Result{got})} {
				if strings.Contains(text, "NOT JUDGED") != spoiled || spoiled && (strings.Contains(text, "NOT HELD") || strings.Contains(strings.ReplaceAll(text, "0 of 1 drills held", ""), "HELD")) {
					t.Errorf("%s:\n%s", form, text)
				}
			}
			if text := report.DrillMarkdown([]verdict.Result{got}); strings.Contains(text, "**not judged**") != spoiled {
				t.Errorf("Markdown:\n%s", text)
			}
		})
	}
}

// Where the system does not tell how long the app waited, the clock decides.
func TestJudge_machineWithoutWaits(t *testing.T) {
	t.Parallel()
	r := flawless()
	r.Machine = verdict.Machine{Late: s(301 * time.Millisecond), Hides: s(300 * time.Millisecond)}
	if got := judge(r); got.Verdict != verdict.NotJudged {
		t.Errorf("verdict %s", got.Verdict)
	}
}

func TestJSON_notJudged(t *testing.T) {
	t.Parallel()
	r := flawless()
	r.Machine = verdict.Machine{Late: s(time.Second)}
	text, err := report.DrillJSON([]verdict.Result{judge(r)})
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Drills []struct {
			Verdict    string
			OK         bool
			Attempts   int
			Guarantees []any
			Machine    map[string]any
		}
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	d := got.Drills[0]
	want := map[string]any{"late": 1.0, "app_waited": nil, "app_starved": nil, "bears": 0.0, "hides": 0.0}
	if diff := cmp.Diff(want, d.Machine); diff != "" || d.Verdict != "not_judged" || d.OK || d.Attempts != 1 || len(d.Guarantees) != 0 {
		t.Errorf("%+v; machine (-want +got):\n%s", d, diff)
	}
}
