package profile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func TestReadValues(t *testing.T) {
	t.Parallel()
	want := shutdown.Values{LoadBalancer: shutdown.ALB, StopTimeout: new(45), HealthCheck: &shutdown.HealthValues{Interval: new(10), Timeout: new(5)},
		Sidecars: []shutdown.StandingSidecar{{Name: "log-router", StopTimeout: new(30)}}, App: &shutdown.AppValues{Delay: new(7)},
		Assume: &shutdown.Profile{Workload: shutdown.HTTP, Propagation: new(15)}, Unknown: map[string]string{"app.drain": "given as unknown"}}
	over := map[string]any{"stop_timeout": 45, "health_check": map[string]any{"interval": 10}, "app": map[string]any{"delay": 7}}
	for name, text := range map[string]string{
		"v.yaml": "load_balancer: alb\nstop_timeout: 30 # of the app\nhealth_check: { interval: 30, timeout: 5 }\nsidecars:\n- { name: log-router, stop_timeout: 30 }\napp:\n  drain: unknown\nassume: { workload: http, propagation: 15 }\n",
		"v.json": `{"load_balancer": "alb", "stop_timeout": 30, "health_check": {"interval": 30, "timeout": 5}, "sidecars": [{"name": "log-router", "stop_timeout": 30}], "app": {"drain": "unknown"}, "assume": {"workload": "http", "propagation": 15}}`,
	} {
		got, err := profile.ReadValues(name, []byte(text), over)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: ReadValues() mismatch (-want +got):\n%s", name, diff)
		}
	}
}

// TestReadValues_faults: the reader of values is the reader of profiles.
func TestReadValues_faults(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		text string
		over map[string]any
		want []found
		says string
	}{
		"empty":                  {text: "", want: []found{{"values", "syntax", 1, 1}}, says: "such as stop_timeout: 30"},
		"comments only":          {text: "# nothing\n", want: []found{{"values", "syntax", 1, 1}}},
		"a list":                 {text: "- 1\n", want: []found{{"values", "type", 1, 1}}, says: "A values file is a map of fields, not a list."},
		"two documents":          {text: "stop_timeout: 3\n---\nstop_timeout: 4\n", want: []found{{"values", "syntax", 2, 1}}},
		"a duplicate key":        {text: "stop_timeout: 3\nstop_timeout: 4\n", want: []found{{"stop_timeout", "duplicate-key", 2, 1}}},
		"a nested duplicate":     {text: "app:\n  delay: 3\n  delay: 4\n", want: []found{{"app.delay", "duplicate-key", 3, 3}}},
		"a nested unknown field": {text: "health_check:\n  intervall: 3\n", want: []found{{"health_check.intervall", "unknown-field", 2, 3}}, says: `write "interval"`},
		"an alias":               {text: "stop_timeout: &a 3\nderegistration_delay: *a\n", want: []found{{"stop_timeout", "syntax", 1, 15}, {"deregistration_delay", "syntax", 2, 23}}},
		"an opaque value":        {text: "app: { delay: 0o7, drain: ! 5 }\n", want: []found{{"app.delay", "type", 1, 15}, {"app.drain", "syntax", 1, 27}}},
		"a truth word":           {text: "connection_termination: yes\n", want: []found{{"connection_termination", "type", 1, 25}}, says: "write true or false"},
		"a tab":                  {text: "app:\n\tdelay: 3\n", want: []found{{"values", "syntax", 2, 1}}},
		"too long":               {text: "stop_timeout: 121\n", want: []found{{"stop_timeout", "range", 1, 15}}, says: "from 2 to 120"},
		"just long enough":       {text: "stop_timeout: 120\n"},
		"unknown":                {text: "stop_timeout: unknown\n"},
		"almost unknown":         {text: "stop_timeout: unknownn\n", want: []found{{"stop_timeout", "type", 1, 15}}},
		"no sidecar's name":      {text: "sidecars:\n- { stop_timeout: 30 }\n", want: []found{{"sidecars[0].name", "required", 2, 3}}},
		"an opaque name":         {text: "sidecars:\n- { name: ! a }\n", want: []found{{"sidecars[0].name", "syntax", 2, 11}}},
		"a map for a list":       {text: "sidecars: { stop_timeout: ! 5 }\n", want: []found{{"sidecars", "type", 1, 11}}},
		"a list for a map":       {text: "app: [{ delay: ! 5 }]\n", want: []found{{"app", "type", 1, 6}}},
		"does not fit":           {text: "assume: { workload: http, on_interrupt: close }\n", want: []found{{"assume.on_interrupt", "workload-interrupt", 1, 41}}, says: "- remove assume.on_interrupt"},
		"rests on the illegible": {text: "assume: { workload: ! websocket, on_interrupt: close }\n", want: []found{{"assume.workload", "syntax", 1, 21}}},
		"the file's own order":   {text: "maximum_percent: 0\nstop_timeout: 1\n", want: []found{{"maximum_percent", "range", 1, 18}, {"stop_timeout", "range", 2, 15}}},
		"won by over":            {text: "stop_timeout: 500\n", over: map[string]any{"stop_timeout": 50}},
		"wrong over":             {text: "stop_timeout: 50\n", over: map[string]any{"stop_timeout": 500}, want: []found{{"stop_timeout", "range", 0, 0}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := profile.ReadValues("v.yaml", []byte(tt.text), tt.over)
			if diff := cmp.Diff(tt.want, where(faultsOf(t, err))); diff != "" {
				t.Errorf("ReadValues() faults mismatch (-want +got):\n%s\n%v", diff, err)
			}
			if err != nil && !strings.Contains(err.Error(), tt.says) {
				t.Errorf("ReadValues() error does not say %q:\n%v", tt.says, err)
			}
		})
	}
}
