package verdict_test

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const second = time.Second

func s(d time.Duration) verdict.Seconds { return verdict.Seconds(d) }

// flawless is the recording of a concurrent stop in which all went well: 100 ms
// of work every 100 ms, at the old task until 1 s after the signal at 1 s.
func flawless() verdict.Recording {
	settings, err := shutdown.Compute(brief())
	if err != nil {
		panic(err)
	}
	r := verdict.Recording{
		Path: shutdown.Concurrent, Balancer: verdict.Embedded, Rate: 10, Scale: 1, Signal: shutdown.SIGTERM, Guarantees: settings.Guarantees,
		Times: verdict.Times{Propagation: s(second), Deregistration: new(s(2 * second)), StopTimeout: s(4 * second), Delay: s(second),
			Drain: s(second), Cleanup: s(second), Deadline: s(3 * second), Longest: s(second)},
		ToldDeadline: new(s(3 * second)),
		Deregistered: second, LastRouted: 2 * second, Expired: 3 * second, Signalled: second, Killed: -1, Ended: 4 * second,
		Exit: verdict.Exit{At: 3 * second, Known: true}, Process: verdict.ProcessFacts{Isolation: "pid 1"},
		Load: verdict.Load{Scheduled: 40, Sent: 40, Kept: true},
	}
	for at := time.Duration(0); at < 4*second; at += 100 * time.Millisecond {
		task := verdict.OldTask
		if at >= 2*second {
			task = verdict.ReplacementTask
		}
		r.Exchanges = append(r.Exchanges, verdict.Exchange{Start: at, End: at + 100*time.Millisecond, Asked: 100 * time.Millisecond, Task: task, Outcome: verdict.Answered, Code: 200})
	}
	for at := time.Duration(0); at < 3*second; at += 50 * time.Millisecond {
		p := verdict.Probe{At: at, Code: 200}
		switch {
		case at >= 2*second:
			p = verdict.Probe{At: at, Refused: true}
		case at >= second:
			p.Code = 503
		}
		r.Probes = append(r.Probes, p)
	}
	return r
}

// lose gives the requests that end in a span another outcome.
func lose(r *verdict.Recording, outcome verdict.Outcome, from, to time.Duration) {
	for i, x := range r.Exchanges {
		if x.End >= from && x.End <= to {
			r.Exchanges[i].Outcome, r.Exchanges[i].Code = outcome, 502
		}
	}
}

// probes replaces what the health path showed from the signal on.
func probes(r *verdict.Recording, code int, refusedFrom time.Duration) {
	for i, p := range r.Probes {
		if p.At >= r.Signalled {
			r.Probes[i] = verdict.Probe{At: p.At, Code: code}
		}
		if p.At >= refusedFrom {
			r.Probes[i] = verdict.Probe{At: p.At, Refused: true}
		}
	}
}

func rules(r verdict.Result) []string {
	var out []string
	for _, f := range r.Findings {
		name := f.Rule
		if f.Fault {
			name += "!"
		}
		out = append(out, name)
	}
	return out
}

func TestJudge_findings(t *testing.T) {
	t.Parallel()
	const forever = time.Hour
	kill := func(r *verdict.Recording) {
		r.Killed, r.Exit = 5*second, verdict.Exit{At: 5*second + 20*time.Millisecond, Known: true, Code: 137, Signal: "SIGKILL"}
	}
	exit := func(r *verdict.Recording, at time.Duration) { r.Exit.At = at }
	tests := map[string]struct {
		change func(r *verdict.Recording)
		want   []string // a fault has an exclamation mark
	}{
		"flawless":           {func(*verdict.Recording) {}, nil},
		"ignores the signal": {func(r *verdict.Recording) { kill(r); probes(r, 200, forever) }, []string{verdict.IgnoresSignal + "!"}},
		"seen dead before its exit": {func(r *verdict.Recording) {
			kill(r)
			probes(r, 200, forever)
			r.Exit.At = 5*second + 100*time.Millisecond
			r.Probes = append(r.Probes, verdict.Probe{At: 5*second + 50*time.Millisecond, Refused: true})
		}, []string{verdict.IgnoresSignal + "!"}},
		"closes as it is killed": {func(r *verdict.Recording) {
			kill(r)
			probes(r, 200, forever)
			r.Probes = append(r.Probes, verdict.Probe{At: 5*second - 1, Refused: true})
		}, []string{verdict.HealthyStopping, verdict.HangsInCleanup + "!"}},
		"killed as it is looked at": {func(r *verdict.Recording) {
			kill(r)
			probes(r, 200, forever)
			r.Probes = append(r.Probes, verdict.Probe{At: 5*second + 6*time.Millisecond, Refused: true})
		}, []string{verdict.IgnoresSignal + "!"}},
		"killed after it began": {func(r *verdict.Recording) { kill(r) }, []string{verdict.HangsInCleanup + "!"}},
		"killed with requests in flight": {func(r *verdict.Recording) {
			kill(r)
			r.Exchanges = append(r.Exchanges, verdict.Exchange{Start: 2 * second, End: 5 * second, Asked: second, Task: verdict.OldTask, Outcome: verdict.Cut})
		}, []string{verdict.DrainUnbounded + "!"}},
		"exits at once, idle": {func(r *verdict.Recording) { exit(r, second+10*time.Millisecond); probes(r, 200, forever) }, []string{verdict.ExitsAtOnce + "!"}},
		"exits at once": {func(r *verdict.Recording) {
			exit(r, second+10*time.Millisecond)
			probes(r, 200, forever)
			lose(r, verdict.Refused, second+100*time.Millisecond, 2*second)
		}, []string{verdict.ExitsAtOnce + "!"}},
		"exits late in the delay":       {func(r *verdict.Recording) { exit(r, second+600*time.Millisecond); probes(r, 503, forever) }, []string{verdict.ExitsAtOnce + "!"}},
		"exits at the end of the delay": {func(r *verdict.Recording) { exit(r, second+800*time.Millisecond); probes(r, 503, forever) }, nil},
		"closes its listener": {func(r *verdict.Recording) {
			probes(r, 503, second+50*time.Millisecond)
			lose(r, verdict.Refused, second+100*time.Millisecond, 2*second)
		}, []string{verdict.ClosesListener + "!"}},
		"closes its listener, nobody comes":      {func(r *verdict.Recording) { probes(r, 503, second+50*time.Millisecond) }, []string{verdict.ClosesListener + "!"}},
		"closes its listener as the delay ends":  {func(r *verdict.Recording) { probes(r, 503, second+800*time.Millisecond) }, nil},
		"refuses while its listener seemed open": {func(r *verdict.Recording) { lose(r, verdict.Refused, 2*second, 2*second) }, []string{verdict.ClosesListener + "!"}},
		"health 200":                             {func(r *verdict.Recording) { probes(r, 200, 2*second) }, []string{verdict.HealthyStopping}},
		"health 200 as long as allowed":          {func(r *verdict.Recording) { probes(r, 200, second+300*time.Millisecond) }, []string{verdict.ClosesListener + "!"}},
		"health 200 a moment longer":             {func(r *verdict.Recording) { probes(r, 200, second+350*time.Millisecond) }, []string{verdict.ClosesListener + "!", verdict.HealthyStopping}},
		"closes its listener just too early":     {func(r *verdict.Recording) { probes(r, 503, second+650*time.Millisecond) }, []string{verdict.ClosesListener + "!"}},
		"closes its listener just in time":       {func(r *verdict.Recording) { probes(r, 503, second+700*time.Millisecond) }, nil},
		"lost as the stop begins":                {func(r *verdict.Recording) { lose(r, verdict.Cut, second, second) }, []string{verdict.DropsInFlight + "!"}},
		"health 200 for a moment": {func(r *verdict.Recording) {
			for i, p := range r.Probes {
				if p.At < second+200*time.Millisecond {
					r.Probes[i].Code = 200
				}
			}
		}, nil},
		"behind a shell": {func(r *verdict.Recording) {
			kill(r)
			probes(r, 200, forever)
			r.Process.Shell, r.Process.Child = "sh", "app"
		}, []string{verdict.ShellWithoutExec + "!"}},
		"leaks":          {func(r *verdict.Recording) { r.Process.Leaked = []string{"worker"} }, []string{verdict.LeaksWorker + "!"}},
		"deadline equal": {func(r *verdict.Recording) { r.ToldDeadline = new(s(4 * second)) }, []string{verdict.DeadlineTie + "!"}},
		"deadline less":  {func(r *verdict.Recording) { r.ToldDeadline = new(s(4*second - time.Millisecond)) }, nil},
		"late":           {func(r *verdict.Recording) { exit(r, 4*second+400*time.Millisecond) }, []string{verdict.LateExit}},
		"just in time":   {func(r *verdict.Recording) { exit(r, 4*second+200*time.Millisecond) }, nil},
		"status 3":       {func(r *verdict.Recording) { r.Exit.Code = 3 }, []string{verdict.BadStatus}},
		"status unknown": {func(r *verdict.Recording) { r.Exit.Known = false }, nil},
		"cut by the load balancer": {func(r *verdict.Recording) {
			r.CutAtDelay = 1
			r.Exchanges = append(r.Exchanges, verdict.Exchange{Start: second, End: 3 * second, Asked: 2 * second, Task: verdict.OldTask, Outcome: verdict.Cut})
		}, []string{verdict.CutAtDelay + "!"}},
		"drops in flight":  {func(r *verdict.Recording) { lose(r, verdict.Cut, 2*second, 2*second) }, []string{verdict.DropsInFlight + "!"}},
		"answers with 503": {func(r *verdict.Recording) { lose(r, verdict.Failed, 2*second, 2*second) }, []string{verdict.RefusesWork + "!"}},
		"lost before":      {func(r *verdict.Recording) { lose(r, verdict.Cut, 500*time.Millisecond, 500*time.Millisecond) }, []string{verdict.LostBefore + "!"}},
		"rate not kept":    {func(r *verdict.Recording) { r.Load.Kept = false }, []string{verdict.RateNotKept}},
		"crashed before": {func(r *verdict.Recording) {
			r.Signalled, r.Exit = -1, verdict.Exit{At: 500 * time.Millisecond, Known: true, Code: 1}
		}, []string{verdict.EndedEarly + "!"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := flawless()
			tt.change(&r)
			got := judge(r)
			if diff := cmp.Diff(tt.want, rules(got)); diff != "" {
				t.Errorf("findings (-want +got):\n%s\n%s", diff, report.DrillText(got))
			}
			fault := slices.ContainsFunc(tt.want, func(w string) bool { return strings.HasSuffix(w, "!") })
			if got.OK == fault {
				t.Errorf("OK = %v, want %v", got.OK, !fault)
			}
		})
	}
}

func TestJudge_upTo(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		asked time.Duration
		held  bool
	}{"longer than promised": {1100 * time.Millisecond, true}, "as long as promised": {second, false}}
	for name, tt := range tests {
		r := flawless()
		r.Guarantees = shutdown.Table[shutdown.Guarantee]{{Key: string(shutdown.StopTask), Value: shutdown.Guarantee{Path: shutdown.Concurrent, Kept: shutdown.KeptUpTo, UpTo: new(1)}}}
		r.Exchanges = append(r.Exchanges, verdict.Exchange{Start: second, End: 2 * second, Asked: tt.asked, Task: verdict.OldTask, Outcome: verdict.Cut})
		if got := judge(r).Guarantees[0]; got.Held != tt.held {
			t.Errorf("%s: held = %v, want %v: %s", name, got.Held, tt.held, got.Because)
		}
	}
}

// Whatever is lost, no guarantee of "all" holds, and the counts add up.
func TestJudge_lossIsNeverOK(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := flawless()
		lost := rapid.SliceOfNDistinct(rapid.IntRange(0, len(r.Exchanges)-1), 0, 10, rapid.ID).Draw(t, "lost")
		for _, i := range lost {
			r.Exchanges[i].Outcome = rapid.SampledFrom([]verdict.Outcome{verdict.Cut, verdict.Refused, verdict.Failed}).Draw(t, "outcome")
		}
		got := judge(r)
		if got.OK != (len(lost) == 0) || got.Lost() != len(lost) || got.Answered+got.Lost() != got.Sent {
			t.Fatalf("OK = %v, %d lost of %d sent, want %d: %s", got.OK, got.Lost(), got.Sent, len(lost), report.DrillText(got))
		}
		var seconds verdict.Count
		for _, s := range got.PerSecond {
			seconds.Sent += s.Sent
		}
		if seconds.Sent != got.Sent {
			t.Fatalf("the seconds have %d requests of %d", seconds.Sent, got.Sent)
		}
	})
}

func TestReports_faithful(t *testing.T) {
	t.Parallel()
	r := flawless()
	lose(&r, verdict.Refused, 2*second, 2*second)
	results := []verdict.Result{judge(r), judge(flawless())}
	text, err := report.DrillJSON(results)
	if err != nil {
		t.Fatal(err)
	}
	var back struct {
		Drills []struct {
			OK      bool `json:"ok"`
			Refused int  `json:"refused"`
			Exit    struct{ After float64 }
			Events  []struct {
				At   float64
				Name string
			}
		}
	}
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if d := back.Drills; d[0].OK || !d[1].OK || d[0].Refused != 1 || d[1].Exit.After != 2 || d[1].Events[0].Name != verdict.EventDeregister || d[1].Events[0].At != 0 {
		t.Errorf("JSON: %+v", d)
	}
	svg := report.DrillSVG(results)
	for decoder := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := decoder.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("the plot is not XML: %v", err)
		}
	}
	for _, words := range []string{"NOT HELD", `class="refused"`, "SIGTERM", "replacement"} {
		if !strings.Contains(svg, words) {
			t.Errorf("the plot lacks %q", words)
		}
	}
	markdown := report.DrillMarkdown(results)
	if !strings.Contains(markdown, "| concurrent | embedded | profile | 40 | 39 | 0 | 1 | 0 | 2.0 s | 0 | **not held** |") {
		t.Errorf("Markdown:\n%s", markdown)
	}
	if got := report.DrillSummary(results); !strings.Contains(got, "\n1 of 2 drills held\nconcurrent: 22 requests met the stopping task in 2 drills;") {
		t.Errorf("summary: %s", got)
	}
}
