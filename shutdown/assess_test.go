package shutdown_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// standing is a service as many have it: AWS's defaults and one sidecar.
func standing() map[string]any {
	return map[string]any{
		"load_balancer": "alb", "deregistration_delay": 300, "stop_timeout": 30,
		"health_check": map[string]any{"interval": 30, "timeout": 5, "healthy_threshold": 5, "unhealthy_threshold": 2, "grace_period": 0},
		"idle_timeout": 60, "desired_count": 2, "min_count": 1, "minimum_healthy_percent": 100, "maximum_percent": 200, "capacity": "on_demand",
		"front":    map[string]any{"stop_timeout": 30},
		"sidecars": []any{map[string]any{"name": "log-router", "stop_timeout": 30, "after": []any{}}},
		"app":      map[string]any{"delay": 0, "drain": "unknown", "cleanup": 5},
		"assume":   map[string]any{"workload": "http", "propagation": 15},
	}
}

func assessed(t *testing.T, document map[string]any) shutdown.Assessment {
	t.Helper()
	v, err := shutdown.ParseValues(document)
	if err != nil {
		t.Fatal(err)
	}
	a, err := shutdown.Assess(v)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAssess_shape(t *testing.T) {
	t.Parallel()
	got, err := json.Marshal(assessed(t, standing()))
	if err != nil {
		t.Fatal(err)
	}
	var result map[string]any
	if err := json.Unmarshal(got, &result); err != nil {
		t.Fatal(err)
	}
	promises, _ := result["promises"].(map[string]any)
	for _, p := range promises {
		delete(p.(map[string]any), "because")
	}
	if len(promises) != 8 {
		t.Errorf("%d promises, want one for each cause", len(promises))
	}
	result["promises"] = map[string]any{"deployment": promises["deployment"], "stop_task": promises["stop_task"], "spot_interruption": promises["spot_interruption"]}
	want := map[string]any{
		"promises": map[string]any{
			"deployment":        map[string]any{"sure_seconds": 285.0, "at_most": false, "refused_seconds": 0.0},
			"stop_task":         map[string]any{"sure_seconds": 30.0, "at_most": true, "refused_seconds": 15.0},
			"spot_interruption": map[string]any{"sure_seconds": nil, "at_most": false, "refused_seconds": 0.0},
		},
		"rollout":           map[string]any{"can_roll": true, "stuck_at": []any{}, "least_in_service": 2.0, "seconds": 420.0},
		"dead_task_seconds": 65.0, "first_request_seconds": 115.0, "grace_covers_start": false,
		"defaults": []any{}, "unknown": []any{"app.drain"},
		"assumed": map[string]any{"workload": "http", "propagation": 15.0, "cleanup": 5.0, "startup": 30.0, "provisioning": 25.0},
	}
	if diff := cmp.Diff(want, result); diff != "" {
		t.Errorf("Assess() mismatch (-want +got):\n%s", diff)
	}
	order := []string{`"promises"`, `"rollout"`, `"dead_task_seconds"`, `"first_request_seconds"`, `"grace_covers_start"`, `"defaults"`, `"unknown"`, `"assumed"`}
	last := -1
	for _, key := range order {
		at := bytes.Index(got, []byte(key))
		if at < last {
			t.Errorf("%s stands before the key that it follows", key)
		}
		last = at
	}
}

// The rules of each cause, on both sides of where they bend.
func TestAssess_promises(t *testing.T) {
	t.Parallel()
	type app = map[string]any
	told := app{"delay": 15, "drain": 10, "cleanup": 5}
	for name, tt := range map[string]struct {
		changes map[string]any
		cause   shutdown.Cause
		want    int
		refused int
	}{
		"drained":                    {nil, shutdown.Deployment, 285, 0},
		"delay of the propagation":   {map[string]any{"deregistration_delay": 15}, shutdown.Deployment, 0, 0},
		"delay one second more":      {map[string]any{"deregistration_delay": 16}, shutdown.Deployment, 1, 0},
		"delay too short":            {map[string]any{"deregistration_delay": 14}, shutdown.Deployment, 0, 0},
		"delay left out":             {map[string]any{"deregistration_delay": nil}, shutdown.ScaleIn, 285, 0},
		"signalled, delay missing":   {nil, shutdown.StopTask, 30, 15},
		"signalled, delay kept":      {map[string]any{"app": told}, shutdown.StopTask, 10, 0},
		"signalled, one less":        {map[string]any{"app": app{"delay": 14, "drain": 10}}, shutdown.StopTask, 24, 1},
		"killed in the drain":        {map[string]any{"app": app{"delay": 15, "drain": 100}}, shutdown.StopTask, 15, 0},
		"own deadline in the drain":  {map[string]any{"app": app{"delay": 15, "drain": 100, "deadline": 25}}, shutdown.StopTask, 10, 0},
		"drain from the deadline":    {map[string]any{"app": app{"delay": 15, "deadline": 25, "cleanup": 5}}, shutdown.StopTask, 5, 0},
		"front left out":             {map[string]any{"front": nil, "stop_timeout": 20}, shutdown.StopTask, 20, 15},
		"stop timeout left out":      {map[string]any{"front": nil, "stop_timeout": nil}, shutdown.StopTask, 30, 15},
		"no load balancer":           {map[string]any{"load_balancer": nil, "app": told}, shutdown.Deployment, 10, 0},
		"protected":                  {map[string]any{"load_balancer": "none", "task_protection_minutes": 2, "front": nil, "app": app{"delay": 0, "drain": 25, "cleanup": 5}, "assume": app{"workload": "queue"}}, shutdown.Deployment, 115, 0},
		"protected, by hand":         {map[string]any{"load_balancer": "none", "task_protection_minutes": 2, "front": nil, "app": app{"delay": 0, "drain": 25, "cleanup": 5}, "assume": app{"workload": "queue"}}, shutdown.StopTask, 25, 0},
		"nlb http":                   {map[string]any{"load_balancer": "nlb", "app": told}, shutdown.Deployment, 10, 0},
		"nlb http terminating":       {map[string]any{"load_balancer": "nlb", "app": told, "connection_termination": true}, shutdown.Deployment, 0, 0},
		"nlb websocket":              {map[string]any{"load_balancer": "nlb", "app": told, "assume": app{"workload": "websocket", "propagation": 120}}, shutdown.Deployment, 300 + 25 - 120, 0},
		"nlb websocket terminating":  {map[string]any{"load_balancer": "nlb", "app": told, "connection_termination": true, "assume": app{"workload": "websocket", "propagation": 120}}, shutdown.Deployment, 180, 0},
		"nlb too short":              {map[string]any{"load_balancer": "nlb", "app": told, "deregistration_delay": 104, "assume": app{"propagation": 120}}, shutdown.Deployment, 0, 0},
		"nlb just long enough":       {map[string]any{"load_balancer": "nlb", "app": told, "deregistration_delay": 105, "assume": app{"propagation": 120}}, shutdown.Deployment, 10, 0},
		"deadline before the delay":  {map[string]any{"load_balancer": "nlb", "app": app{"delay": 20, "drain": 10, "deadline": 10}}, shutdown.Deployment, 0, 0},
		"deadline in the delay":      {map[string]any{"app": app{"delay": 20, "drain": 10, "deadline": 16}}, shutdown.StopTask, 1, 0},
		"protected, work refused":    {map[string]any{"load_balancer": "none", "task_protection_minutes": 2, "front": nil, "app": app{"delay": 0, "drain": 25, "cleanup": 5}, "assume": app{"workload": "queue", "propagation": 20}}, shutdown.Deployment, 115, 20},
		"spot, signal first":         {map[string]any{"capacity": "spot", "app": told, "deregistration_delay": 40, "sidecars": nil, "front": nil}, shutdown.SpotInterruption, 10, 0},
		"spot, deregistration first": {map[string]any{"capacity": "spot", "app": app{"delay": 15, "drain": 100, "cleanup": 5}, "deregistration_delay": 20, "stop_timeout": 120, "sidecars": nil, "front": nil}, shutdown.SpotInterruption, 5, 0},
		"host":                       {nil, shutdown.HostFailure, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := standing()
			for k, v := range tt.changes {
				document[k] = v
			}
			got, _ := assessed(t, document).Promises.Get(string(tt.cause))
			if got.SureSeconds == nil || *got.SureSeconds != tt.want || got.RefusedSeconds != tt.refused {
				t.Errorf("%s keeps %v, refuses for %d, want %d and %d: %s", tt.cause, show(got.SureSeconds), got.RefusedSeconds, tt.want, tt.refused, got.Because)
			}
		})
	}
}

func show(v *int) any {
	if v == nil {
		return nil
	}
	return *v
}

// An unknown value takes with it what rests on it, by name, and nothing else.
func TestAssess_unknown(t *testing.T) {
	t.Parallel()
	for path, tt := range map[string]struct {
		document map[string]any
		lost     []shutdown.Cause
	}{
		"deregistration_delay": {map[string]any{"deregistration_delay": "unknown"}, []shutdown.Cause{shutdown.Deployment, shutdown.ScaleIn, shutdown.AZRebalance, shutdown.Unhealthy, shutdown.Retirement, shutdown.SpotInterruption}},
		"front.stop_timeout":   {map[string]any{"front": map[string]any{"stop_timeout": "unknown"}}, []shutdown.Cause{shutdown.StopTask, shutdown.SpotInterruption}},
		"stop_timeout":         {map[string]any{"stop_timeout": "unknown"}, []shutdown.Cause{shutdown.SpotInterruption}},
		"sidecars[0].stop_timeout": {map[string]any{"sidecars": []any{map[string]any{"name": "a", "stop_timeout": "unknown"}}},
			[]shutdown.Cause{shutdown.SpotInterruption}},
		"load_balancer": {map[string]any{"load_balancer": "unknown"}, []shutdown.Cause{shutdown.Deployment, shutdown.ScaleIn, shutdown.AZRebalance, shutdown.Unhealthy, shutdown.Retirement, shutdown.StopTask, shutdown.SpotInterruption}},
		"front":         {map[string]any{"front": "unknown"}, []shutdown.Cause{shutdown.StopTask, shutdown.SpotInterruption}},
		"sidecars":      {map[string]any{"sidecars": "unknown"}, []shutdown.Cause{shutdown.SpotInterruption}},
		"capacity":      {map[string]any{"capacity": "unknown"}, []shutdown.Cause{shutdown.SpotInterruption}},
		"app.delay":     {map[string]any{"app": map[string]any{"delay": "unknown", "drain": 5}}, nil},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			document := standing()
			document["capacity"] = "spot"
			for k, v := range tt.document {
				document[k] = v
			}
			a := assessed(t, document)
			var lost []shutdown.Cause
			for _, e := range a.Promises {
				if e.Value.SureSeconds == nil {
					lost = append(lost, shutdown.Cause(e.Key))
					if want := "unknown: " + path; e.Value.Because != want {
						t.Errorf("%s because %q, want %q", e.Key, e.Value.Because, want)
					}
				}
			}
			if diff := cmp.Diff(tt.lost, lost); diff != "" {
				t.Errorf("causes without an answer (-want +got):\n%s", diff)
			}
			named := false
			for _, u := range a.Unknown {
				named = named || u == path
			}
			if !named {
				t.Errorf("unknown is %v, want %s among them", a.Unknown, path)
			}
		})
	}
}

func TestAssess_rollout(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	for name, tt := range map[string]struct {
		changes map[string]any
		want    shutdown.Rollout
	}{
		"both counts":    {nil, shutdown.Rollout{CanRoll: &yes, StuckAt: []int{}, LeastInService: new(2), Seconds: new(420)}},
		"stuck at least": {map[string]any{"desired_count": 10, "min_count": 9, "maximum_percent": 110}, shutdown.Rollout{CanRoll: &no, StuckAt: []int{9}, GoesOnWith: 10, LeastInService: new(10), Seconds: new(10*120 + 300)}},
		"stuck at both":  {map[string]any{"desired_count": 2, "min_count": 1, "maximum_percent": 149}, shutdown.Rollout{CanRoll: &no, StuckAt: []int{1, 2}, GoesOnWith: 3, LeastInService: new(2)}},
		"stop first":     {map[string]any{"minimum_healthy_percent": 50, "maximum_percent": 100}, shutdown.Rollout{CanRoll: &no, StuckAt: []int{1}, GoesOnWith: 2, LeastInService: new(1), Seconds: new(2*120 + 300)}},
		"blue green":     {map[string]any{"strategy": "blue_green", "bake_minutes": 10}, shutdown.Rollout{CanRoll: &yes, StuckAt: []int{}, LeastInService: new(2), Seconds: new(115 + 600 + 300 + 5)}},
		"unknown":        {map[string]any{"maximum_percent": "unknown"}, shutdown.Rollout{StuckAt: []int{}, LeastInService: new(2)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := standing()
			for k, v := range tt.changes {
				document[k] = v
			}
			if diff := cmp.Diff(tt.want, assessed(t, document).Rollout); diff != "" {
				t.Errorf("rollout mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// What is left out is AWS's default, by name.
func TestAssess_defaults(t *testing.T) {
	t.Parallel()
	a := assessed(t, map[string]any{"load_balancer": "nlb", "desired_count": 3})
	want := []string{"deregistration_delay", "stop_timeout", "health_check.grace_period", "health_check.healthy_threshold", "health_check.interval",
		"health_check.timeout", "health_check.unhealthy_threshold", "idle_timeout", "minimum_healthy_percent", "maximum_percent"}
	if diff := cmp.Diff(want, a.Defaults); diff != "" {
		t.Errorf("defaults mismatch (-want +got):\n%s", diff)
	}
	if *a.DeadTaskSeconds != 70 {
		t.Errorf("a dead task is sent requests for %d s, want 70", *a.DeadTaskSeconds)
	}
}

func TestParseValues_faults(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		document map[string]any
		want     []string
	}{
		"nothing":              {map[string]any{}, nil},
		"stop timeout 121":     {map[string]any{"stop_timeout": 121}, []string{"stop_timeout range"}},
		"stop timeout 1":       {map[string]any{"stop_timeout": 1}, []string{"stop_timeout range"}},
		"unknown field":        {map[string]any{"stop_timout": 30}, []string{"stop_timout unknown-field"}},
		"inside":               {map[string]any{"health_check": map[string]any{"interval": 4}}, []string{"health_check.interval range"}},
		"a word":               {map[string]any{"app": map[string]any{"drain": "ten"}}, []string{"app.drain type"}},
		"unknown word":         {map[string]any{"load_balancer": "clb"}, []string{"load_balancer enum"}},
		"order":                {map[string]any{"sidecars": []any{map[string]any{"name": "a", "after": []any{"b"}}}}, []string{"sidecars[0].after[0] sidecar-order"}},
		"assume":               {map[string]any{"assume": map[string]any{"workload": "queue", "propagation": 21}}, []string{"assume.propagation range"}},
		"assume a notice":      {map[string]any{"load_balancer": "alb", "assume": map[string]any{"workload": "websocket", "drain_notice": true, "notice_spread": 300}}, nil},
		"nothing drains":       {map[string]any{"assume": map[string]any{"workload": "websocket", "drain_notice": true}}, []string{"assume.drain_notice drain-notice-unfit"}},
		"assume a spread":      {map[string]any{"load_balancer": "alb", "assume": map[string]any{"workload": "websocket", "notice_spread": 30}}, []string{"assume.notice_spread drain-notice-unfit"}},
		"assume unknown field": {map[string]any{"assume": map[string]any{"margin": 5}}, []string{"assume.margin unknown-field"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := shutdown.ParseValues(tt.document)
			var faults shutdown.Faults
			errors.As(err, &faults)
			var got []string
			for _, f := range faults {
				got = append(got, f.Path+" "+f.Rule)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("faults mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// Section 10 applied to the settings of any profile gives back its verdicts.
func TestAssess_givesBackTheVerdicts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, f := drawProfile(t)
		proven, err := shutdown.Prove(p)
		if err != nil || f.margin < 2 {
			t.Skip("no settings, or a margin below the least stop timeout")
		}
		s := proven.Settings()
		a, err := proven.Assess(s.Values())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range shutdown.Causes() {
			want, _ := s.Guarantees.Get(string(c))
			got, _ := a.Promises.Get(string(c))
			if got.Kept != want.Kept || show(got.UpTo) != show(want.UpTo) {
				t.Errorf("%s is %s %v read back, computed %s %v: %s", c, got.Kept, show(got.UpTo), want.Kept, show(want.UpTo), got.Because)
			}
		}
		if got, want := *a.Rollout.Seconds, s.Estimates.DeploymentSeconds; got != want && !f.front {
			t.Errorf("a deployment takes %d s read back, computed %d", got, want)
		}
		if !*a.Rollout.CanRoll {
			t.Errorf("stuck at %v", a.Rollout.StuckAt)
		}
	})
}

// What is more than the most that is assumed is no matter of an assumption; a
// refusal that rests on an unknown delay is.
func TestAssess_atMost(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		document map[string]any
		cause    shutdown.Cause
		want     bool
	}{
		"unknown drain":                  {map[string]any{"task_protection_minutes": 16, "assume": map[string]any{"workload": "queue"}}, shutdown.StopTask, true},
		"unknown drain, protected":       {map[string]any{"task_protection_minutes": 16, "assume": map[string]any{"workload": "queue"}}, shutdown.Deployment, false},
		"unknown delay, protected, late": {map[string]any{"task_protection_minutes": 16, "assume": map[string]any{"workload": "queue", "propagation": 20}}, shutdown.Deployment, true},
		"drained by an ALB":              {map[string]any{"load_balancer": "alb"}, shutdown.Deployment, false},
	} {
		if got, _ := assessed(t, tt.document).Promises.Get(string(tt.cause)); got.AtMost != tt.want {
			t.Errorf("%s: at most is %t, want %t: %s", name, got.AtMost, tt.want, got.Because)
		}
	}
}

// An unknown health check takes with it what rests on it, and has no defaults.
func TestAssess_unknownHealthCheck(t *testing.T) {
	t.Parallel()
	a := assessed(t, map[string]any{"load_balancer": "alb", "health_check": "unknown"})
	if a.DeadTaskSeconds != nil || a.FirstRequestSeconds != nil || a.GraceCoversStart != nil || a.Rollout.Seconds != nil {
		t.Errorf("%+v", a)
	}
	want := []string{"deregistration_delay", "stop_timeout", "idle_timeout", "minimum_healthy_percent", "maximum_percent"}
	if diff := cmp.Diff(want, a.Defaults); diff != "" {
		t.Errorf("AWS's defaults (-want +got):\n%s", diff)
	}
}

// The picture says what its numbers say: who is killed does not exit by itself,
// and of whom nothing is known neither is claimed.
func TestTimelines_cutShort(t *testing.T) {
	t.Parallel()
	type app = map[string]any
	const exits, killed = "the app exits by itself", "SIGKILL: the app still "
	for name, tt := range map[string]struct {
		app    any
		detail string // of the last event but for what "exits" asks for
		exits  bool
	}{
		"in time":             {app{"delay": 15, "drain": 10, "cleanup": 5}, "SIGKILL, had the app not gone", true},
		"cleanup too long":    {app{"delay": 15, "drain": 10, "cleanup": 6}, killed + "cleans up", false},
		"drain just in time":  {app{"delay": 15, "drain": 15, "cleanup": 0}, "SIGKILL, had the app not gone", true},
		"drain too long":      {app{"delay": 15, "drain": 16, "cleanup": 0}, killed + "drains", false},
		"ended by a deadline": {app{"delay": 15, "drain": 16, "cleanup": 9, "deadline": 29}, "SIGKILL, had the app not gone", true},
		"nothing known":       {nil, "SIGKILL, had the app not gone", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, err := shutdown.ParseValues(map[string]any{"load_balancer": "alb", "stop_timeout": 30, "app": tt.app})
			if err != nil {
				t.Fatal(err)
			}
			all, err := v.Timelines()
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range all {
				if line.Cause != shutdown.StopTask {
					continue
				}
				exited, kill := false, ""
				for _, e := range line.Events {
					exited = exited || e.Detail == exits
					if app := v.App; app != nil && app.Deadline != nil && e.Detail == exits && e.At > *app.Deadline {
						t.Errorf("the app exits by itself at %d s, after its own deadline of %d s", e.At, *app.Deadline)
					}
					if e.Name == shutdown.EventKill {
						kill = e.Detail
					}
				}
				if exited != tt.exits || kill != tt.detail {
					t.Errorf("exits by itself: %t, at the stop timeout %q, want %t and %q", exited, kill, tt.exits, tt.detail)
				}
			}
		})
	}
}

// Only what hides the pictures is named.
func TestValues_MissingTimes(t *testing.T) {
	t.Parallel()
	v, err := shutdown.ParseValues(map[string]any{"load_balancer": "alb", "stop_timeout": "unknown", "app": map[string]any{"delay": 0, "drain": 5}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"stop_timeout"}, v.MissingTimes()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
