package main

import (
	"os"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// judged runs a drill until the machine is in time for a verdict, but not for ever:
// a test that gets none fails with what the drill says then.
func judged(drilled func() result) result {
	got := drilled()
	for range 19 {
		if got.status != exitUnsure {
			break
		}
		got = drilled()
	}
	return got
}

const job = "workload: batch\nlongest_work: 1\non_interrupt: checkpoint\ninterrupt_time: 1\ncleanup: 1\nmargin: 1\n"

func TestDrill_attempts(t *testing.T) {
	t.Parallel()
	profile := file(t, "profile.yaml", briefly)
	for name, tt := range map[string]struct {
		args []string
		says string
	}{
		"too few":          {[]string{"--attempts", "0", "--", os.Args[0]}, "--attempts 0 is too low"},
		"a process":        {[]string{"--attempts", "2", "--url", "http://127.0.0.1:9", "--pid", "1"}, "--attempts needs a COMMAND"},
		"once a process":   {[]string{"--attempts", "1", "--url", "http://127.0.0.1:9", "--pid", "999999999"}, "no process has the id"},
		"process, default": {[]string{"--url", "http://127.0.0.1:9", "--pid", "999999999"}, "no process has the id"},
	} {
		if got := cli(t, "", append([]string{"drill", profile, "--quiet"}, tt.args...)...); got.status != exitUsage || !strings.Contains(got.stderr, tt.says) {
			t.Errorf("%s: status %d, %q; want %d, %q", name, got.status, got.stderr, exitUsage, tt.says)
		}
	}
}

// The status is that of the worst drill, and a sure fault is worse than a drill
// that is not judged.
func TestDrill_worst(t *testing.T) {
	t.Parallel()
	held, warned := verdict.Result{Verdict: verdict.Held, OK: true}, verdict.Result{Verdict: verdict.Held, OK: true, Findings: []verdict.Finding{{}}}
	unshown := verdict.Result{Verdict: verdict.NotShown, Findings: []verdict.Finding{{}}}
	not, unsure := verdict.Result{Verdict: verdict.NotHeld}, verdict.Result{Verdict: verdict.NotJudged, Findings: []verdict.Finding{{}}}
	for _, tt := range []struct {
		strict  bool
		results []verdict.Result
		want    int
	}{
		{false, []verdict.Result{held, held}, exitOK}, {false, []verdict.Result{held, not}, exitFaults}, {false, []verdict.Result{held, unsure, held}, exitUnsure},
		{false, []verdict.Result{unsure, not}, exitFaults}, {false, []verdict.Result{not, unsure}, exitFaults}, {false, []verdict.Result{warned}, exitOK},
		{true, []verdict.Result{warned}, exitFaults}, {true, []verdict.Result{unsure}, exitUnsure}, {true, []verdict.Result{unsure, warned}, exitFaults},
		{false, []verdict.Result{held, unshown}, exitUnsure}, {false, []verdict.Result{unshown, not}, exitFaults}, {true, []verdict.Result{unshown}, exitUnsure},
	} {
		if got := (&verdictFlags{strict: tt.strict}).status(tt.results); got != tt.want {
			t.Errorf("%+v, strict %v: status %d, want %d", tt.results, tt.strict, got, tt.want)
		}
	}
}
