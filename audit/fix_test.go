package audit_test

import (
	"maps"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// shape is a service by its numbers and by what stands around it.
type shape struct {
	numbers map[string]int
	around  map[string]bool
}

// choices are what a number may be, so that many are equal or next to each other. A
// number that is not drawn is not set.
var choices = map[string][]int{
	"stop_timeout": {2, 29, 30, 60, 119, 120}, "deregistration_delay": {0, 1, 30, 59, 60, 119, 120, 300, 3600},
	"health_check.interval": {5, 10, 30, 60}, "health_check.timeout": {2, 5, 10, 30}, "health_check.unhealthy_threshold": {2, 3, 10}, "health_check.grace_period": {0, 30, 300},
	"desired_count": {0, 1, 2, 5}, "min_count": {1, 2, 3}, "minimum_healthy_percent": {0, 50, 100}, "maximum_percent": {100, 120, 150, 199, 200},
	"app.delay": {0, 15, 60}, "app.drain": {0, 30, 61, 100}, "app.cleanup": {0, 5}, "app.deadline": {1, 30, 59, 60, 119, 200}, "app.keep_alive": {5, 59, 60, 65},
	"idle_timeout": {1, 60, 61, 300, 3600, 4000}, "container_start_period": {0, 60, 300}, "name_ttl": {0, 10, 60, 300}, "per_request_timeout": {0, 15, 60},
	"visibility_timeout": {0, 30, 60, 900}, "max_receive_count": {1, 3}, "scale_in_cooldown": {0, 60, 300}, "scheduled_min_count": {0, 1, 2}, "scheduled_max_count": {0, 1, 2},
	"bake_minutes": {0, 5}, "termination_wait_minutes": {0, 5}, "timeouts.update": {60, 300, 3000},
}

func drawShape(t *rapid.T) shape {
	out := shape{map[string]int{}, map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(choices)) {
		if rapid.Bool().Draw(t, name+" is set") {
			out.numbers[name] = rapid.SampledFrom(choices[name]).Draw(t, name)
		}
	}
	for _, name := range []string{"balanced", "network", "spot", "contract", "named", "shifts", "code deploy", "connected", "lattice", "queue", "rebalanced", "breaker"} {
		out.around[name] = rapid.Bool().Draw(t, name)
	}
	return out
}

// with is an object of the numbers that are set, by the names that CloudFormation has.
func (s shape) with(into object, pairs ...string) object {
	for i := 0; i < len(pairs); i += 2 {
		if v, ok := s.numbers[pairs[i]]; ok {
			into[pairs[i+1]] = float64(v)
		}
	}
	return into
}

// built is the service in the shape that it has in a template.
func (s shape) built() sound {
	out := sound{service: s.with(object{"ServiceName": "api", "LaunchType": "FARGATE"}, "desired_count", "DesiredCount", "health_check.grace_period", "HealthCheckGracePeriodSeconds"),
		deployment: s.with(object{}, "minimum_healthy_percent", "MinimumHealthyPercent", "maximum_percent", "MaximumPercent"),
		container:  s.with(object{"Name": "app", "HealthCheck": s.with(object{}, "container_start_period", "StartPeriod")}, "stop_timeout", "StopTimeout"),
		attributes: object{}, usual: true, idle: "60"}
	var environment []any
	if s.around["contract"] {
		for _, name := range []string{"delay", "drain", "cleanup", "deadline", "keep_alive"} {
			variable := map[string]string{"delay": "X_DELAY_SECONDS", "drain": "X_DRAIN_SECONDS", "cleanup": "X_CLEANUP_SECONDS", "deadline": "X_DEADLINE_SECONDS", "keep_alive": "X_KEEP_ALIVE_SECONDS"}[name]
			if v, ok := s.numbers["app."+name]; ok {
				environment = append(environment, object{"Name": variable, "Value": strconv.Itoa(v)})
			}
		}
	}
	if s.around["balanced"] {
		out.group = s.with(object{"Protocol": "HTTP"}, "health_check.interval", "HealthCheckIntervalSeconds", "health_check.timeout", "HealthCheckTimeoutSeconds", "health_check.unhealthy_threshold", "UnhealthyThresholdCount")
		if s.around["network"] {
			out.group["Protocol"] = "TCP"
		}
		if v, ok := s.numbers["deregistration_delay"]; ok {
			out.attributes["deregistration_delay.timeout_seconds"] = strconv.Itoa(v)
		}
		if v, ok := s.numbers["idle_timeout"]; ok {
			out.usual, out.idle = false, strconv.Itoa(v)
		}
	}
	beside := func(kind string, properties object) service.Reference {
		r := &service.Resource{Type: kind, Where: service.Where{Address: kind}, Properties: properties}
		out.beside = append(out.beside, r)
		return service.Reference{To: r}
	}
	for name, apply := range map[string]func(){
		"spot": func() {
			out.service["CapacityProviderStrategy"] = []any{object{"CapacityProvider": "FARGATE_SPOT", "Weight": 1.0}}
		},
		"rebalanced": func() { out.service["AvailabilityZoneRebalancing"] = "ENABLED" },
		"breaker":    func() { out.deployment["DeploymentCircuitBreaker"] = object{"Enable": true, "Rollback": true} },
		"lattice":    func() { out.service["VpcLatticeConfigurations"] = []any{object{"PortName": "web"}} },
		"shifts": func() {
			out.deployment["Strategy"] = "BLUE_GREEN"
			s.with(out.deployment, "bake_minutes", "BakeTimeInMinutes")
		},
		"named": func() {
			out.service["ServiceRegistries"] = []any{object{"RegistryArn": beside(service.TypeDiscovery, object{"DnsConfig": object{"DnsRecords": []any{s.with(object{}, "name_ttl", "TTL")}}})}}
		},
		"connected": func() {
			out.container["PortMappings"] = []any{object{"Name": "web", "AppProtocol": "http"}}
			out.service["ServiceConnectConfiguration"] = object{"Enabled": true, "Services": []any{object{"PortName": "web", "Timeout": s.with(object{}, "per_request_timeout", "PerRequestTimeoutSeconds")}}}
		},
		"queue": func() {
			queue := beside(service.TypeQueue, s.with(object{"RedrivePolicy": s.with(object{}, "max_receive_count", "maxReceiveCount")}, "visibility_timeout", "VisibilityTimeout"))
			environment = append(environment, object{"Name": "QUEUE_URL", "Value": queue})
		},
		"code deploy": func() {
			out.service["DeploymentController"] = object{"Type": "CODE_DEPLOY"}
			beside(service.TypeDeploymentGroup, object{"ECSServices": []any{object{"ServiceName": "api"}}, "BlueGreenDeploymentConfiguration": object{
				"TerminateBlueInstancesOnDeploymentSuccess": s.with(object{}, "termination_wait_minutes", "TerminationWaitTimeInMinutes")}})
		},
	} {
		if s.around[name] {
			apply()
		}
	}
	if _, ok := s.numbers["min_count"]; ok {
		beside(service.TypeScalingTarget, s.with(object{"ResourceId": "service/shop/api", "MaxCapacity": 10.0,
			"ScheduledActions": []any{object{"ScalableTargetAction": s.with(object{}, "scheduled_min_count", "MinCapacity", "scheduled_max_count", "MaxCapacity")}}}, "min_count", "MinCapacity"))
		beside(service.TypeScalingPolicy, object{"ResourceId": "service/shop/api", service.TargetTracking: s.with(object{}, "scale_in_cooldown", "ScaleInCooldown")})
	}
	if v, ok := s.numbers["timeouts.update"]; ok {
		out.service["Terraform"] = object{"WaitForSteadyState": true, "UpdateTimeout": strconv.Itoa(v) + "s"}
	}
	if environment != nil {
		out.container["Environment"] = environment
	}
	return out
}

// With the values of a fix a finding is gone, whatever else the service is like.
func TestFix(t *testing.T) {
	fixed := map[string]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		s := drawShape(rt)
		for _, f := range s.built().audited(t).Findings {
			if len(f.Fix) == 0 {
				continue
			}
			fixed[f.Rule] = true
			better := shape{maps.Clone(s.numbers), s.around}
			for _, n := range f.Fix {
				if _, known := choices[n.Name]; !known {
					rt.Fatalf("%s: nothing applies a fix of %s", f.Rule, n.Name)
				}
				better.numbers[n.Name] = *n.Value
			}
			again := better.built().audited(t).Findings
			if slices.ContainsFunc(again, func(g audit.Finding) bool { return g.Rule == f.Rule }) {
				rt.Fatalf("%s is not gone with %+v\n%+v", f.Rule, f.Fix, again)
			}
			if slices.ContainsFunc(again, func(g audit.Finding) bool {
				return g.Rule == "api-limit" && !slices.ContainsFunc(s.built().audited(t).Findings, func(h audit.Finding) bool { return h.Rule == g.Rule })
			}) {
				rt.Fatalf("AWS refuses the fix of %s: %+v", f.Rule, again)
			}
		}
	})
	t.Logf("fixed: %v", slices.Sorted(maps.Keys(fixed)))
}
