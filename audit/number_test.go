package audit_test

import (
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// A task in two target groups is sure of the shorter drain, whichever comes first.
func TestNumbers_twoGroups(t *testing.T) {
	for name, delays := range map[string][2]string{"the second": {"60", "0"}, "the first": {"0", "60"}} {
		var routes []any
		for _, delay := range delays {
			routes = append(routes, object{"ContainerName": "app", "TargetGroupArn": service.Reference{To: &service.Resource{Type: service.TypeTargetGroup,
				Properties: object{"Protocol": "HTTP", "TargetGroupAttributes": []any{object{"Key": "deregistration_delay.timeout_seconds", "Value": delay}}}}}})
		}
		list := audit.Services(service.Link([]*service.Resource{{Type: service.TypeService, Properties: object{"LaunchType": "FARGATE", "LoadBalancers": routes,
			"DeploymentConfiguration": object{"DeploymentCircuitBreaker": object{"Enable": true, "Rollback": true}}}}}))
		var got []string
		for _, f := range list[0].Findings {
			got = append(got, f.Rule)
		}
		if strings.Join(got, " ") != "no-drain" {
			t.Errorf("%s drains for nothing: %v", name, got)
		}
	}
}
