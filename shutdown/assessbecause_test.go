package shutdown_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Every reason of an assessment, with numbers that are all different, so that
// swapped terms show.
func TestAssess_because(t *testing.T) {
	t.Parallel()
	type d = map[string]any
	app := d{"delay": 21, "drain": 32, "cleanup": 4}
	for name, tt := range map[string]struct {
		document d
		cause    shutdown.Cause
		want     string
	}{
		"drained":     {d{"load_balancer": "alb", "deregistration_delay": 50, "assume": d{"propagation": 13}}, shutdown.Deployment, "50 s of draining, of which the first 13 s still bring new work"},
		"too short":   {d{"load_balancer": "alb", "deregistration_delay": 12, "assume": d{"propagation": 13}}, shutdown.Deployment, "12 s of draining are shorter than 13 s of propagation: new requests still arrive when the load balancer cuts them"},
		"terminated":  {d{"load_balancer": "nlb", "deregistration_delay": 50, "connection_termination": true}, shutdown.Deployment, "open connections bring requests to the end, and the load balancer cuts them after 50 s of draining"},
		"both short":  {d{"load_balancer": "nlb", "deregistration_delay": 50, "stop_timeout": 70, "app": app, "assume": d{"propagation": 99}}, shutdown.Deployment, "50 s of draining and a delay of 21 s are shorter than 99 s of propagation"},
		"open flows":  {d{"load_balancer": "nlb", "deregistration_delay": 50, "stop_timeout": 70, "app": app, "assume": d{"propagation": 13}}, shutdown.Deployment, "open connections bring requests until the app closes them after a delay of 21 s; they have until 53 s"},
		"sockets":     {d{"load_balancer": "nlb", "deregistration_delay": 50, "stop_timeout": 70, "app": app, "assume": d{"workload": "websocket", "propagation": 13}}, shutdown.Deployment, "50 s of draining, 53 s after the signal, less 13 s of propagation"},
		"in time":     {d{"stop_timeout": 70, "app": app, "assume": d{"propagation": 13}}, shutdown.StopTask, "work that arrives 13 s after the signal has until 53 s"},
		"refused":     {d{"stop_timeout": 70, "app": app, "assume": d{"propagation": 29}}, shutdown.StopTask, "what has begun has 53 s from the signal; new work may arrive for 29 s, and the app serves a delay of 21 s"},
		"front":       {d{"front": d{"stop_timeout": 70}, "app": app, "assume": d{"propagation": 29}}, shutdown.StopTask, "what has begun has 53 s from the signal; new work may arrive for 29 s, and the front serves a delay of 21 s"},
		"taken":       {d{"stop_timeout": 70, "app": d{"drain": 32}, "assume": d{"propagation": 29}}, shutdown.StopTask, "what has begun has 32 s from the signal; new work may arrive for 29 s, and the app is taken to serve a delay of 0 s"},
		"protected":   {d{"stop_timeout": 70, "app": app, "task_protection_minutes": 3, "assume": d{"workload": "queue"}}, shutdown.Deployment, "task protection of 3 min less cleanup 4 s holds the stop off"},
		"spot":        {d{"load_balancer": "alb", "capacity": "spot", "deregistration_delay": 20, "stop_timeout": 70, "app": app, "assume": d{"propagation": 13}}, shutdown.SpotInterruption, "signal first keeps 40 s; deregistration first keeps 7 s (inferred: the order is contested)"},
		"spot, late":  {d{"load_balancer": "alb", "capacity": "spot", "deregistration_delay": 85, "stop_timeout": 70, "app": app, "assume": d{"propagation": 13}}, shutdown.SpotInterruption, "signal first keeps 40 s; deregistration first keeps 69 s; with all that the stop timeouts leave the stop ends after 123 s, and the capacity is gone after 120 s, so that cleanup is not sure to run (inferred: the order is contested)"},
		"unknown two": {d{"load_balancer": "unknown", "stop_timeout": "unknown"}, shutdown.StopTask, "unknown: load_balancer and stop_timeout"},
	} {
		got, _ := assessed(t, tt.document).Promises.Get(string(tt.cause))
		if diff := cmp.Diff(tt.want, got.Because); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
