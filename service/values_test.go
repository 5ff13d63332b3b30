package service

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// made is a service of the properties that CloudFormation has, with a task of
// containers and, if it is given, a target group.
func made(properties map[string]any, containers []any, group map[string]any) *Service {
	task := &Resource{Type: TypeTask, Properties: map[string]any{"ContainerDefinitions": containers}}
	all := []*Resource{task}
	properties["TaskDefinition"] = Reference{To: task}
	if group != nil {
		g := &Resource{Type: TypeTargetGroup, Properties: group}
		properties["LoadBalancers"] = []any{map[string]any{"ContainerName": "app", "TargetGroupArn": Reference{To: g}}}
		all = append(all, g)
	}
	if _, said := properties["LaunchType"]; !said {
		properties["LaunchType"] = "FARGATE"
	}
	return Link(append(all, &Resource{Type: TypeService, Properties: properties}))[0]
}

func app(pairs ...any) map[string]any {
	out := map[string]any{"Name": "app"}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i].(string)] = pairs[i+1]
	}
	return out
}

func variables(pairs ...any) []any {
	var out []any
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, map[string]any{"Name": pairs[i], "Value": pairs[i+1]})
	}
	return out
}

func waits(on ...string) []any {
	var out []any
	for _, name := range on {
		out = append(out, map[string]any{"ContainerName": name, "Condition": "START"})
	}
	return out
}

// The numbers of a service are those that an assessment takes, unknown ones with
// their reasons.
func TestValues(t *testing.T) {
	http := map[string]any{"Protocol": "HTTP"}
	for name, tt := range map[string]struct {
		service *Service
		want    shutdown.Values
	}{
		"no launch type is written": {made(map[string]any{"LaunchType": nil}, []any{app()}, nil),
			shutdown.Values{LoadBalancer: shutdown.NoLoadBalancer, Unknown: map[string]string{"capacity": "neither a launch type nor capacity providers are written, so that the cluster's default decides"}}},
		"a launch type that AWS has": {made(map[string]any{"LaunchType": Usual{"FARGATE"}}, []any{app()}, nil),
			shutdown.Values{LoadBalancer: shutdown.NoLoadBalancer, Capacity: shutdown.OnDemand, Unknown: map[string]string{}}},
		"nothing else is written": {made(map[string]any{}, []any{app()}, nil),
			shutdown.Values{LoadBalancer: shutdown.NoLoadBalancer, Capacity: shutdown.OnDemand, Unknown: map[string]string{}}},
		"behind a load balancer": {made(map[string]any{"DesiredCount": 2.0, "HealthCheckGracePeriodSeconds": 40.0}, []any{app("StopTimeout", 45.0)}, map[string]any{"Protocol": "TCP",
			"HealthCheckIntervalSeconds": 10.0, "TargetGroupAttributes": []any{map[string]any{"Key": AttributeDelay, "Value": "120"}, map[string]any{"Key": AttributeTermination, "Value": "true"}}}),
			shutdown.Values{LoadBalancer: shutdown.NLB, DeregistrationDelay: new(120), ConnectionTermination: new(true), StopTimeout: new(45), DesiredCount: new(2),
				HealthCheck: &shutdown.HealthValues{Interval: new(10), GracePeriod: new(40)}, Capacity: shutdown.OnDemand, Unknown: map[string]string{}}},
		"unknown numbers": {made(map[string]any{"DesiredCount": Missing{"a parameter"}}, []any{app("StopTimeout", Missing{"a secret"})}, http),
			shutdown.Values{LoadBalancer: shutdown.ALB, HealthCheck: &shutdown.HealthValues{}, Capacity: shutdown.OnDemand, Unknown: map[string]string{"desired_count": "a parameter", "stop_timeout": "a secret"}}},
		"times of a strategy, where it shifts traffic": {made(map[string]any{"DeploymentConfiguration": map[string]any{"Strategy": "CANARY", "BakeTimeInMinutes": Missing{"a parameter"},
			"CanaryConfiguration": map[string]any{"CanaryPercent": 10.0, "CanaryBakeTimeInMinutes": 5.0}, "LinearConfiguration": map[string]any{"StepPercent": 20.0}}}, []any{app()}, http),
			shutdown.Values{LoadBalancer: shutdown.ALB, HealthCheck: &shutdown.HealthValues{}, Capacity: shutdown.OnDemand, Strategy: shutdown.Canary, StepPercent: new(10), StepMinutes: new(5),
				Unknown: map[string]string{"bake_minutes": "a parameter"}}},
		"and where it does not": {made(map[string]any{"DeploymentConfiguration": map[string]any{"Strategy": "ROLLING", "BakeTimeInMinutes": Missing{"known after apply"}}}, []any{app()}, http),
			shutdown.Values{LoadBalancer: shutdown.ALB, HealthCheck: &shutdown.HealthValues{}, Capacity: shutdown.OnDemand, Strategy: shutdown.Rolling, Unknown: map[string]string{}}},
		"a target group of somebody else": {func() *Service {
			r := &Resource{Type: TypeService, Properties: map[string]any{"LaunchType": "FARGATE", "LoadBalancers": []any{map[string]any{"ContainerName": "app", "TargetGroupArn": "arn:x"}}}}
			return Link([]*Resource{r})[0]
		}(), func() shutdown.Values {
			const why = "the target group is not among what was read"
			return shutdown.Values{LoadBalancer: shutdown.ALB, Capacity: shutdown.OnDemand, Unknown: map[string]string{"load_balancer": why, "deregistration_delay": why, "connection_termination": why,
				"health_check.interval": why, "health_check.timeout": why, "health_check.healthy_threshold": why, "health_check.unhealthy_threshold": why, "idle_timeout": why,
				"stop_timeout": "the task definition is not among what was read"}}
		}()},
		"lists that are unknown": {made(map[string]any{"CapacityProviderStrategy": Missing{"a condition"}, "LaunchType": "FARGATE"}, []any{app()},
			map[string]any{"Protocol": "HTTP", "TargetGroupAttributes": Missing{"a parameter"}}),
			shutdown.Values{LoadBalancer: shutdown.ALB, HealthCheck: &shutdown.HealthValues{}, Unknown: map[string]string{"capacity": "a condition", "deregistration_delay": "a parameter"}}},
		"an entry that is unknown": {made(map[string]any{}, []any{app()}, map[string]any{"Protocol": "TCP", "TargetGroupAttributes": []any{Missing{"a condition"}, map[string]any{"Key": AttributeTermination, "Value": "true"}}}),
			shutdown.Values{LoadBalancer: shutdown.NLB, HealthCheck: &shutdown.HealthValues{}, Capacity: shutdown.OnDemand, ConnectionTermination: new(true), Unknown: map[string]string{"deregistration_delay": "a condition"}}},
		"routes that are unknown": {func() *Service {
			return Link([]*Resource{{Type: TypeService, Properties: map[string]any{"LaunchType": "FARGATE", "LoadBalancers": Missing{"a condition"}}}})[0]
		}(), func() shutdown.Values {
			const why = "the target group cannot be known: a condition"
			return shutdown.Values{LoadBalancer: shutdown.ALB, Capacity: shutdown.OnDemand, Unknown: map[string]string{"load_balancer": why, "deregistration_delay": why, "connection_termination": why,
				"health_check.interval": why, "health_check.timeout": why, "health_check.healthy_threshold": why, "health_check.unhealthy_threshold": why, "idle_timeout": why,
				"stop_timeout": "the task definition is not among what was read"}}
		}()},
		"the app's own times": {made(map[string]any{}, []any{app("Environment", variables("MY_DEADLINE_SECONDS", "50", "MY_DELAY_SECONDS", "15", "MY_DRAIN_SECONDS", Missing{"a secret"}, "DEADLINE_SECONDS", "9"))}, nil),
			shutdown.Values{LoadBalancer: shutdown.NoLoadBalancer, Capacity: shutdown.OnDemand, App: &shutdown.AppValues{Delay: new(15), Deadline: new(50)}, Unknown: map[string]string{"app.drain": "a secret"}}},
		"a deadline of something else": {made(map[string]any{}, []any{app("Environment", variables("QUOTE_DEADLINE_SECONDS", "50", "QUOTE_DELAY_SECONDS", "1"))}, nil),
			shutdown.Values{LoadBalancer: shutdown.NoLoadBalancer, Capacity: shutdown.OnDemand, Unknown: map[string]string{}}},
		"a chain of sidecars, one that ends first and one beside": {made(map[string]any{}, []any{
			map[string]any{"Name": "migrate", "Essential": false}, app("DependsOn", append(waits("agent"), map[string]any{"ContainerName": "migrate", "Condition": "SUCCESS"})),
			map[string]any{"Name": "agent", "StopTimeout": 20.0, "DependsOn": waits("router")}, map[string]any{"Name": "router", "StopTimeout": Missing{"a secret"}}, map[string]any{"Name": "beside"}}, nil),
			shutdown.Values{LoadBalancer: shutdown.NoLoadBalancer, Capacity: shutdown.OnDemand, Sidecars: []shutdown.StandingSidecar{{Name: "agent", StopTimeout: new(20)}, {Name: "router", After: []string{"agent"}}},
				Unknown: map[string]string{"sidecars[1].stop_timeout": "a secret"}}},
		"containers that are one unknown text": {func() *Service {
			s := made(map[string]any{}, nil, nil)
			s.Task.Unknown = "known after apply"
			return s
		}(), shutdown.Values{LoadBalancer: shutdown.NoLoadBalancer, Capacity: shutdown.OnDemand, Unknown: map[string]string{"stop_timeout": "the container definitions are known after apply"}}},
	} {
		t.Run(name, func(t *testing.T) {
			got := tt.service.Values()
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
			if _, err := shutdown.Assess(got); err != nil {
				t.Errorf("they cannot be assessed: %v", err)
			}
		})
	}
}

// Spot counts where it gets tasks.
func TestValues_capacity(t *testing.T) {
	provider := func(name string, base, weight float64) any {
		return map[string]any{"CapacityProvider": name, "Base": base, "Weight": weight}
	}
	for name, tt := range map[string]struct {
		strategy []any
		want     shutdown.Capacity
	}{
		"none":                       {nil, shutdown.OnDemand},
		"Fargate":                    {[]any{provider("FARGATE", 0, 1)}, shutdown.OnDemand},
		"Spot":                       {[]any{provider("FARGATE_SPOT", 0, 1)}, shutdown.Spot},
		"both":                       {[]any{provider("FARGATE", 0, 1), provider("FARGATE_SPOT", 0, 3)}, shutdown.Mixed},
		"a base on demand":           {[]any{provider("FARGATE", 1, 0), provider("FARGATE_SPOT", 0, 1)}, shutdown.Mixed},
		"Spot that gets none":        {[]any{provider("FARGATE", 0, 1), provider("FARGATE_SPOT", 0, 0)}, shutdown.OnDemand},
		"on demand that gets none":   {[]any{provider("FARGATE", 0, 0), provider("FARGATE_SPOT", 0, 1)}, shutdown.Spot},
		"a weight that is not known": {[]any{provider("FARGATE", 0, 1), map[string]any{"CapacityProvider": "FARGATE_SPOT", "Weight": Missing{"?"}}}, shutdown.Mixed},
	} {
		s := made(map[string]any{"CapacityProviderStrategy": tt.strategy}, []any{app()}, nil)
		if got := s.Values().Capacity; got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

// A target group that was read is not said to be missing, whatever its protocol.
func TestValues_protocol(t *testing.T) {
	for protocol, want := range map[any]string{
		nil:                      "the protocol of the target group tells of no load balancer in front of tasks",
		"GENEVE":                 "the protocol of the target group tells of no load balancer in front of tasks",
		Missing{Why: "a secret"}: "the protocol of the target group is not known: a secret",
	} {
		s := made(map[string]any{}, []any{app()}, map[string]any{"Protocol": protocol})
		if got := s.Values().Unknown["load_balancer"]; got != want {
			t.Errorf("%v: %q, want %q", protocol, got, want)
		}
	}
}

// A count outside of the bounds of the autoscaling is where a service begins, and not
// where it stays.
func TestValues_scaled(t *testing.T) {
	for name, tt := range map[string]struct {
		desired any
		want    *int
	}{
		"below":        {1.0, new(2)},
		"the least":    {2.0, new(2)},
		"the most":     {4.0, new(4)},
		"above":        {5.0, new(4)},
		"not written":  {nil, new(2)},
		"not known":    {Missing{Why: "a parameter"}, nil},
		"by Terraform": {Usual{0.0}, new(2)},
	} {
		r := &Resource{Type: TypeService, Properties: map[string]any{"LaunchType": "FARGATE", "DesiredCount": tt.desired}}
		target := &Resource{Type: TypeScalingTarget, Properties: map[string]any{"MinCapacity": 2.0, "MaxCapacity": 4.0, "ResourceId": Reference{To: r}}}
		if diff := cmp.Diff(tt.want, Link([]*Resource{r, target})[0].Values().DesiredCount); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
