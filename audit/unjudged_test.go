package audit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// What a rule would have needed is named once, with the reason and with what settles
// it, and no rule says anything of it.
func TestService_unjudged(t *testing.T) {
	unknown := service.Missing{Why: "known after apply"}
	s := newSound()
	s.group["Matcher"] = object{"HttpCode": unknown}
	s.container["HealthCheck"] = object{"StartPeriod": unknown}
	s.deployment["DeploymentCircuitBreaker"] = unknown
	s.service["Terraform"] = object{"WaitForSteadyState": unknown}
	s.service["ServiceRegistries"] = []any{object{"RegistryArn": "arn:of-somebody-else"}}
	s.idle = unknown
	target := object{"ResourceId": "service/shop/api", "MinCapacity": 2.0, "MaxCapacity": 4.0, "ScheduledActions": []any{object{"ScalableTargetAction": object{"MinCapacity": unknown, "MaxCapacity": 3.0}}}}
	policy := object{"ResourceId": "service/shop/api", service.TargetTracking: object{"ScaleInCooldown": unknown}}
	s.beside = []*service.Resource{{Type: service.TypeScalingTarget, Properties: target}, {Type: service.TypeScalingPolicy, Properties: policy}}
	got := s.audited(t)
	const why = "known after apply"
	want := map[string]string{"health_check.matcher": why, "container_start_period": why, "circuit_breaker": why, "wait_for_steady_state": why, "idle_timeout": why,
		"scheduled_min_count": why, "scale_in_cooldown": why, "name_ttl": "the Cloud Map service is not among what was read"}
	if diff := cmp.Diff(want, got.Unjudged); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(got.Findings) > 0 {
		t.Errorf("found: %+v", got.Findings)
	}
	for _, why := range want {
		if audit.SettledBy(why) == "" {
			t.Errorf("nothing settles %q", why)
		}
	}
}
