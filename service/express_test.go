package service

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Where ECS makes the target group, what is written at the service is set, and what
// is nowhere written is unknown: it is no default of ELB's.
func TestLink_connector(t *testing.T) {
	properties := map[string]any{"LaunchType": "FARGATE", "GatewayConnectors": []any{map[string]any{"PortName": "web",
		"DeregistrationDelay": map[string]any{"TimeoutSeconds": 40.0}, "HealthCheck": map[string]any{"HealthCheckIntervalSeconds": 10.0, "Matcher": map[string]any{"HttpCode": "200-499"}}}}}
	s := made(properties, []any{app("PortMappings", []any{map[string]any{"Name": "web"}})}, nil)
	if len(s.Routes) != 1 || s.Routes[0].Group == nil {
		t.Fatalf("%+v", s.Routes)
	}
	g := s.Routes[0].Group
	got := []any{s.Routes[0].Container.Or("?"), g.DeregistrationDelay.Or(0), g.Interval.Or(0), g.Matcher.Or("?"), g.Timeout.State, g.UnhealthyThreshold.State}
	if diff := cmp.Diff([]any{"app", 40, 10, "200-499", Unknown, Unknown}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if why := s.Values().Unknown["health_check.timeout"]; why != ownedByECS {
		t.Errorf("the timeout is unknown because %q", why)
	}
}

// Without its container a connector leaves everything else known.
func TestLink_connectorWithoutPort(t *testing.T) {
	s := made(map[string]any{"GatewayConnectors": []any{map[string]any{"PortName": "other"}}}, []any{app()}, nil)
	if c := s.Routes[0].Container; c.State != Unknown || s.App() == nil {
		t.Errorf("container %+v", c)
	}
}
