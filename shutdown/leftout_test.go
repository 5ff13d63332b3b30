package shutdown_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// What nobody said has a word that stands in for it, and what nothing has here
// is named.
func TestValues_leftOutAndUnused(t *testing.T) {
	t.Parallel()
	type d = map[string]any
	for name, tt := range map[string]struct {
		document         d
		leftOut, ofNoUse []string
	}{
		"nothing said":         {d{"stop_timeout": 30}, []string{"load_balancer none", "desired_count 1", "capacity on_demand", "strategy rolling"}, nil},
		"all said":             {d{"load_balancer": "alb", "desired_count": 1, "capacity": "spot", "strategy": "canary", "step_percent": 5, "bake_minutes": 1, "deregistration_delay": 5}, nil, nil},
		"all unknown":          {d{"load_balancer": "unknown", "desired_count": "unknown", "capacity": "unknown", "strategy": "unknown", "step_percent": 5, "idle_timeout": 60}, nil, nil},
		"no load balancer":     {d{"desired_count": 2, "capacity": "spot", "strategy": "rolling", "deregistration_delay": 5, "idle_timeout": 60, "health_check": d{"interval": 5}, "connection_termination": true}, []string{"load_balancer none"}, []string{"deregistration_delay", "connection_termination", "health_check", "idle_timeout"}},
		"steps without steps":  {d{"load_balancer": "alb", "desired_count": 2, "capacity": "spot", "strategy": "blue_green", "bake_minutes": 1, "step_percent": 5, "step_minutes": 5}, nil, []string{"step_percent", "step_minutes"}},
		"a bake without a new": {d{"load_balancer": "alb", "desired_count": 2, "capacity": "spot", "strategy": "rolling", "bake_minutes": 1}, nil, []string{"bake_minutes"}},
	} {
		v, err := shutdown.ParseValues(tt.document)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff([][]string{tt.leftOut, tt.ofNoUse}, [][]string{v.LeftOut(), v.Unused()}); diff != "" {
			t.Errorf("%s: left out, of no use (-want +got):\n%s", name, diff)
		}
	}
}
