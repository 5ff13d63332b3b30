package verdict_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// wholeTask is a flawless stop of a front, an app and two sidecars in a chain: the
// front goes 2 s after the signal at 1 s, and each other 100 ms after its turn.
func wholeTask() verdict.Recording {
	r := flawless()
	r.StopEstimate = new(s(10 * second))
	at := r.Exit.At
	r.Containers = []verdict.ContainerRecord{{Name: "proxy", Role: verdict.FrontRole, Needs: []string{"app"}, Signal: "SIGQUIT", StopTimeout: s(4 * second),
		Signalled: r.Signalled, Killed: verdict.Never, Exit: r.Exit}}
	for _, c := range []verdict.ContainerRecord{
		{Name: "app", Role: verdict.AppRole, Needs: []string{"agent", "logs"}, ToldDeadline: new(s(second))},
		{Name: "agent", Role: verdict.SidecarRole, Needs: []string{"logs"}},
		{Name: "logs", Role: verdict.SidecarRole},
	} {
		c.Signal, c.StopTimeout, c.Signalled, c.Killed = shutdown.SIGTERM, s(2*second), at, verdict.Never
		at += 100 * time.Millisecond
		c.Exit = verdict.Exit{At: at, Known: true}
		r.Containers = append(r.Containers, c)
	}
	return r
}

func TestJudge_containers(t *testing.T) {
	t.Parallel()
	const app, agent, logs = 1, 2, 3
	goes := func(i int, after time.Duration) func(*verdict.Recording) {
		return func(r *verdict.Recording) {
			c := &r.Containers[i]
			moved := c.Signalled + after - c.Exit.At
			c.Exit.At += moved
			for j := i + 1; j < len(r.Containers); j++ {
				r.Containers[j].Signalled += moved
				r.Containers[j].Exit.At += moved
			}
		}
	}
	killed := func(i int, after time.Duration) func(*verdict.Recording) {
		return func(r *verdict.Recording) {
			goes(i, after)(r)
			c := &r.Containers[i]
			c.Killed, c.Exit.Code, c.Exit.Signal = c.Signalled+after, 137, "SIGKILL"
		}
	}
	set := func(i int, change func(*verdict.ContainerRecord)) func(*verdict.Recording) {
		return func(r *verdict.Recording) { change(&r.Containers[i]) }
	}
	tests := map[string]struct {
		change func(*verdict.Recording)
		rules  string
		says   string
	}{
		"all in order":          {func(*verdict.Recording) {}, "", ""},
		"an app that is killed": {killed(app, 2*second), "container-killed!", "the app is killed by SIGKILL at its stop timeout of 2 s, counted from its own SIGTERM"},
		"a sidecar that is":     {killed(logs, 2*second), "container-killed!", "the sidecar logs is killed by SIGKILL at its stop timeout of 2 s"},
		"by its init":           {set(app, func(c *verdict.ContainerRecord) { c.Exit.Code = 137 }), "container-killed!", "0.1 s after its own SIGTERM, before its stop timeout"},
		"a front that is":       {func(r *verdict.Recording) { r.Killed, r.Exit.Code = r.Exit.At, 137; r.Containers[0].Killed = r.Killed }, "hangs-in-cleanup!", "the front proxy: hangs in cleanup"},
		"a shell that is killed": {func(r *verdict.Recording) {
			killed(agent, 2*second)(r)
			r.Containers[agent].Process.Shell, r.Containers[agent].Process.Child = "sh", "otel"
		}, "shell-without-exec!", `the signal does not reach the sidecar agent: the process that gets it is sh, which runs "otel"`},
		"a shell that is not": {set(agent, func(c *verdict.ContainerRecord) { c.Process.Shell = "sh" }), "", ""},
		"a status":            {set(agent, func(c *verdict.ContainerRecord) { c.Exit.Code = 1 }), "exit-status", "the sidecar agent ends with status 1"},
		"a crash": {set(app, func(c *verdict.ContainerRecord) {
			c.Exit.Code, c.Process.Output = 2, "panic: no\n\ngoroutine 1 [running]:\n"
		}), "crashes-while-stopping!", "the app crashes while stopping: it ends by a panic of Go 0.1 s after its own signal"},
		"a leak":                  {set(app, func(c *verdict.ContainerRecord) { c.Process.Leaked = []string{"worker"} }), "leaks-worker!", "the app leaks a worker"},
		"a late app":              {goes(app, second+verdict.Grace+time.Millisecond), "late-exit", "later than its deadline of 1 s"},
		"an app just in time":     {goes(app, second+verdict.Grace), "", ""},
		"before its turn":         {goes(app, -verdict.Grace-time.Millisecond), "ends-before-its-turn!", "the app ends 0.301 s before its turn to stop, with status 0, while the front proxy still ran"},
		"just before its turn":    {goes(app, -verdict.Grace), "", ""},
		"a needed sidecar":        {goes(logs, -500*time.Millisecond), "ends-before-its-turn!", "while the app and the sidecar agent still ran"},
		"a task too slow":         {func(r *verdict.Recording) { r.StopEstimate = new(s(2*second - time.Millisecond)) }, "task-stops-late!", "the task takes 2.3 s from its first signal to the end of its last container, and by the profile's settings at most 1.999 s"},
		"a task just in time":     {func(r *verdict.Recording) { r.StopEstimate = new(s(2 * second)) }, "", ""},
		"an estimate nobody made": {func(r *verdict.Recording) { r.StopEstimate = nil }, "", ""},
		"a turn that never came":  {set(logs, func(c *verdict.ContainerRecord) { c.Signalled, c.Exit = verdict.Never, verdict.Exit{At: verdict.Never} }), "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := wholeTask()
			tt.change(&r)
			got := judge(r)
			if diff := cmp.Diff(tt.rules, strings.Join(rules(got), " ")); diff != "" {
				t.Errorf("findings (-want +got):\n%s\n%s", diff, report.DrillText(got))
			}
			if len(got.Findings) > 0 && !strings.Contains(got.Findings[0].Message, tt.says) {
				t.Errorf("%q does not say %q", got.Findings[0].Message, tt.says)
			}
			if got.OK == strings.Contains(tt.rules, "!") {
				t.Errorf("OK = %v", got.OK)
			}
		})
	}
}

// An app that ends before its front makes the front fail: that is said once, with
// its cause.
func TestJudge_appBeforeItsFront(t *testing.T) {
	t.Parallel()
	r := wholeTask()
	r.Containers[1].Exit.At = r.Signalled + 500*time.Millisecond
	for i := range r.Exchanges {
		if x := &r.Exchanges[i]; x.Task == verdict.OldTask && x.End > r.Containers[1].Exit.At {
			x.Outcome, x.Code = verdict.Failed, 502
		}
	}
	got := judge(r)
	if diff := cmp.Diff("ends-before-its-turn!", strings.Join(rules(got), " ")); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if want := "5 requests failed behind the front"; got.OK || !strings.Contains(got.Findings[0].Message, want) {
		t.Errorf("OK = %v, %q does not say %q", got.OK, got.Findings[0].Message, want)
	}
}

// Every form tells of each container and of the whole task.
func TestReport_containers(t *testing.T) {
	t.Parallel()
	r := wholeTask()
	r.Missing = []string{"tracer"}
	r.Containers[1].Killed, r.Containers[1].Exit.Code, r.Containers[1].Process.Output = r.Containers[1].Exit.At, 137, "closing the pool\n"
	got := judge(r)
	const whole = "2.3 s from the first signal to the last end; by the profile's settings at most 10 s; not played, as no command was given: tracer"
	text := report.DrillText(got)
	for _, want := range []string{whole, "each container is PID 1", "    app        app       SIGTERM       2.0 s     0.1 s           2 s  137, SIGKILL", "The end of app's output\n    | closing the pool",
		"proxy: SIGTERM", "app: SIGKILL", "logs: exit 0"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text does not have %q:\n%s", want, text)
		}
	}
	if markdown := report.DrillMarkdown([]verdict.Result{got}); !strings.Contains(markdown, "| `logs` | sidecar | SIGTERM | 2.2 s | 0.1 s | 2 s | 0 |") || !strings.Contains(markdown, whole) {
		t.Errorf("the page does not tell:\n%s", markdown)
	}
	svg := report.DrillSVG([]verdict.Result{got})
	for _, want := range []string{`class="runs"`, `class="stops"`, "app, SIGTERM, exit 137", html.EscapeString(whole)} {
		if !strings.Contains(svg, want) {
			t.Errorf("the picture does not have %q", want)
		}
	}
	for in := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := in.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	document, err := report.DrillJSON([]verdict.Result{got})
	var out struct {
		Drills []struct {
			Containers []map[string]any
			Task       map[string]any
		}
	}
	if err = errors.Join(err, json.Unmarshal(document, &out)); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"name": "logs", "role": "sidecar", "depends_on": []any{}, "stop_signal": "SIGTERM", "stop_timeout": 2.0, "signalled": 2.2, "ended": 2.3, "after": 0.1,
		"code": 0.0, "text": "0", "killed": false}
	if diff := cmp.Diff(want, out.Drills[0].Containers[3]); diff != "" {
		t.Errorf("a container (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]any{"took": 2.3, "estimate": 10.0, "missing": []any{"tracer"}}, out.Drills[0].Task); diff != "" {
		t.Errorf("the task (-want +got):\n%s", diff)
	}
}
