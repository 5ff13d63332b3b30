package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const front = "../../examples/values/front.yaml"

// assessment is the answer read back by the names that users of the JSON see.
type assessment struct {
	Promises map[string]struct {
		SureSeconds    *int   `json:"sure_seconds"`
		AtMost         bool   `json:"at_most"`
		RefusedSeconds int    `json:"refused_seconds"`
		Because        string `json:"because"`
	} `json:"promises"`
	Rollout struct {
		CanRoll        *bool `json:"can_roll"`
		StuckAt        []int `json:"stuck_at"`
		LeastInService *int  `json:"least_in_service"`
		Seconds        *int  `json:"seconds"`
	} `json:"rollout"`
	DeadTaskSeconds     *int           `json:"dead_task_seconds"`
	FirstRequestSeconds *int           `json:"first_request_seconds"`
	GraceCoversStart    *bool          `json:"grace_covers_start"`
	Defaults            []string       `json:"defaults"`
	Unknown             []string       `json:"unknown"`
	Assumed             map[string]any `json:"assumed"`
}

// TestAssess_workedExample holds the command to the numbers that section 10 of
// the model gives for the example, key by key.
func TestAssess_workedExample(t *testing.T) {
	t.Parallel()
	out := cli(t, "", "assess", front, "--format", "json")
	if out.status != exitOK || out.stderr != "" {
		t.Fatalf("status %d: %s", out.status, out.stderr)
	}
	var got assessment
	d := json.NewDecoder(strings.NewReader(out.stdout))
	d.DisallowUnknownFields()
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	sure := map[string]string{}
	for cause, p := range got.Promises {
		seconds := "null"
		if p.SureSeconds != nil {
			seconds = fmt.Sprint(*p.SureSeconds)
		}
		sure[cause] = fmt.Sprintf("%s, at most %v, refused %d", seconds, p.AtMost, p.RefusedSeconds)
		if p.Because == "" {
			t.Errorf("%s has no reason", cause)
		}
	}
	drained := "285, at most false, refused 0"
	if diff := cmp.Diff(map[string]string{"deployment": drained, "scale_in": drained, "az_rebalance": drained, "unhealthy": drained, "retirement": drained,
		"stop_task": "30, at most true, refused 15", "spot_interruption": "null, at most false, refused 0", "host_failure": "0, at most false, refused 0"}, sure); diff != "" {
		t.Errorf("promises mismatch (-want +got):\n%s", diff)
	}
	got.Promises = nil
	want := assessment{DeadTaskSeconds: new(65), FirstRequestSeconds: new(115), GraceCoversStart: new(false), Defaults: []string{}, Unknown: []string{"app.drain"},
		Assumed: map[string]any{"workload": "http", "propagation": 15., "cleanup": 5., "startup": 30., "provisioning": 25.}}
	want.Rollout.CanRoll, want.Rollout.StuckAt, want.Rollout.LeastInService, want.Rollout.Seconds = new(true), []int{}, new(2), new(420)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers mismatch (-want +got):\n%s", diff)
	}
	var raw map[string]any
	if err := json.Unmarshal([]byte(out.stdout), &raw); err != nil || len(raw) != 8 {
		t.Errorf("%d keys, want 8: %v", len(raw), err)
	}
}

// leaf is a value as a file and as a flag have it.
type leaf struct{ yaml, flag string }

// leaves gives one sound value for every field of values.
func leaves(fields []shutdown.Field, path []string) []leaf {
	var out []leaf
	for _, f := range fields {
		at := append(append([]string{}, path...), f.Name)
		word := "true"
		switch f.Type {
		case shutdown.Object:
			out = append(out, leaves(f.Fields, at)...)
			continue
		case shutdown.Objects:
			out = append(out, leaf{f.Name + ": [{ name: a, stop_timeout: 7 }, { name: b, after: [a] }]", "--" + f.Name + " name=a,stop-timeout=7 --" + f.Name + " name=b,after=a"})
			continue
		case shutdown.Flag:
			if f.Name == "drain_notice" { // Only some have one.
				out = append(out, leaf{"load_balancer: alb\nassume: { workload: websocket, drain_notice: true }", "--load-balancer alb --assume-workload websocket --assume-drain-notice true"})
				continue
			}
		case shutdown.Number:
			if f.Name == "notice_spread" {
				out = append(out, leaf{"load_balancer: nlb\nassume: { workload: websocket, drain_notice: true, notice_spread: 1 }",
					"--load-balancer nlb --assume-workload websocket --assume-drain-notice true --assume-notice-spread 1"})
				continue
			}
			word = fmt.Sprint(f.Min + 1)
		case shutdown.Text:
			word = f.Values[0]
		}
		yaml := word
		for i := len(at) - 1; i > 0; i-- {
			yaml = "{ " + at[i] + ": " + yaml + " }"
		}
		out = append(out, leaf{at[0] + ": " + yaml, "--" + strings.ReplaceAll(strings.Join(at, "-"), "_", "-") + " " + word})
	}
	return out
}

// TestAssess_everyFlag: a flag is the field of that name, without a file, over
// one that does not have it, and over one that has another value.
func TestAssess_everyFlag(t *testing.T) {
	t.Parallel()
	all := leaves(shutdown.ValueFields(), nil)
	if len(all) < 35 {
		t.Fatalf("only %d fields", len(all))
	}
	for _, l := range all {
		want := cli(t, l.yaml+"\n", "assess", "-", "--format", "json")
		if want.status != exitOK {
			t.Errorf("%s: status %d: %s", l.yaml, want.status, want.stderr)
		}
		args := append([]string{"assess", "--format", "json"}, strings.Fields(l.flag)...)
		if diff := cmp.Diff(want, cli(t, "", args...), cmp.AllowUnexported(result{})); diff != "" {
			t.Errorf("%s mismatch (-file +flag):\n%s", l.flag, diff)
		}
		if diff := cmp.Diff(want, cli(t, "{}", append(args, "-")...), cmp.AllowUnexported(result{})); diff != "" {
			t.Errorf("%s over an empty file mismatch (-file +flag):\n%s", l.flag, diff)
		}
	}
	got := cli(t, "deregistration_delay: 200\nload_balancer: alb\napp: { delay: 15, drain: 3 }\n", "assess", "-", "--deregistration-delay", "100", "--app-drain", "8", "--format", "json")
	want := cli(t, "deregistration_delay: 100\nload_balancer: alb\napp: { delay: 15, drain: 8 }\n", "assess", "-", "--format", "json")
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(result{})); diff != "" {
		t.Errorf("flags over other values mismatch (-want +got):\n%s", diff)
	}
}

// TestAssess_formats holds every format to what the report and the model give.
func TestAssess_formats(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(front)
	if err != nil {
		t.Fatal(err)
	}
	v := shutdown.Values{LoadBalancer: shutdown.ALB, DeregistrationDelay: new(300), StopTimeout: new(30), IdleTimeout: new(60), DesiredCount: new(2), MinCount: new(1),
		HealthCheck:           &shutdown.HealthValues{Interval: new(30), Timeout: new(5), HealthyThreshold: new(5), UnhealthyThreshold: new(2), GracePeriod: new(0)},
		MinimumHealthyPercent: new(100), MaximumPercent: new(200), Capacity: shutdown.OnDemand, Front: &shutdown.StandingFront{StopTimeout: new(30)},
		Sidecars: []shutdown.StandingSidecar{{Name: "log-router", StopTimeout: new(30)}}, App: &shutdown.AppValues{Delay: new(0), Cleanup: new(5)},
		Assume: &shutdown.Profile{Workload: shutdown.HTTP, Propagation: new(15)}, Unknown: map[string]string{"app.drain": "given as unknown"}}
	a, err := shutdown.Assess(v)
	if err != nil {
		t.Fatal(err)
	}
	list, err := v.Timelines()
	if err != nil {
		t.Fatal(err)
	}
	var stop shutdown.Timeline
	for _, l := range list {
		if l.Cause == shutdown.StopTask {
			stop = l
		}
	}
	for args, want := range map[string]string{
		"":                                      report.Assessment(v, a),
		"--color always":                        report.TableStyle{Colour: true}.Assessment(v, a),
		"--format markdown":                     report.AssessmentMarkdown(v, a),
		"--cause stop_task":                     report.Assessment(v, a) + "\n" + report.TimelineText(stop),
		"--cause stop_task --format svg":        report.TimelineSVG(stop),
		"--cause stop_task --format mermaid":    report.TimelineMermaid(stop),
		"--cause stop_task --format markdown  ": report.AssessmentMarkdown(v, a) + "\n" + report.TimelinesMarkdown([]shutdown.Timeline{stop}),
	} {
		got := cli(t, string(text), append([]string{"assess", "-"}, strings.Fields(args)...)...)
		if diff := cmp.Diff(result{exitOK, want, ""}, got, cmp.AllowUnexported(result{})); diff != "" {
			t.Errorf("assess %s mismatch (-want +got):\n%s", args, diff)
		}
	}
}
