package service

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// place is a part of one service.
type place struct {
	rolling  *Rolling
	group    *TargetGroup
	listener *Listener
	policy   *Policy
	queue    *Queue
}

// deploys is a row of how a service deploys.
func deploys[T any](setting, property string, value func(shutdown.DeploymentSettings) any, got func(*Rolling) Value[T]) Want {
	return Want{Setting: setting, Part: OfDeployment, Property: property,
		value: func(s shutdown.Settings) any { return value(s.Deployment) },
		got:   func(at place) (Value[string], bool) { return worded(got(at.rolling)), true }}
}

// inside is a value in a part of the settings that only some profiles have.
func inside[T any](part func(shutdown.DeploymentSettings) *T, value func(*T) any) func(shutdown.DeploymentSettings) any {
	return func(d shutdown.DeploymentSettings) any {
		if p := part(d); p != nil {
			return value(p)
		}
		return nil
	}
}

func breaker(d shutdown.DeploymentSettings) *shutdown.CircuitBreaker { return d.CircuitBreaker }
func linear(d shutdown.DeploymentSettings) *shutdown.LinearSettings  { return d.Linear }
func canary(d shutdown.DeploymentSettings) *shutdown.CanarySettings  { return d.Canary }

// grouped is a row of a target group's health check.
func grouped(setting, property string, value func(*shutdown.HealthCheck) any, got func(*TargetGroup) Value[int]) Want {
	return Want{Setting: setting, Part: OfTargetGroup, Property: property, value: checked(value),
		got: func(at place) (Value[string], bool) { return worded(got(at.group)), true }}
}

func checked(value func(*shutdown.HealthCheck) any) func(shutdown.Settings) any {
	return func(s shutdown.Settings) any {
		if s.HealthCheck == nil {
			return nil
		}
		return value(s.HealthCheck)
	}
}

// idles is the row of the idle timeout behind one kind of load balancer.
func idles(kind shutdown.LoadBalancer, part Part, property, attribute string) Want {
	return Want{Setting: "idle_timeout", Part: part, Property: property, Attribute: attribute,
		value: func(s shutdown.Settings) any {
			if s.LoadBalancer != kind {
				return nil
			}
			return s.IdleTimeout
		},
		got: func(at place) (Value[string], bool) {
			got := at.listener.Idle
			if usual, ok := shutdown.AWSDefaultOf("idle_timeout", kind); ok {
				got = got.Otherwise(usual)
			}
			return worded(got), at.listener.Holder != nil
		}}
}

// cools is the row of the cooldown of policies of one kind that take tasks away. With
// steps that is only where each takes some: else one cooldown is for both ways.
func cools(kind, name string) Want {
	return Want{Setting: "scale_in_cooldown", Part: OfPolicy, Property: kind + "." + name,
		value: func(s shutdown.Settings) any { return s.ScaleInCooldown },
		got: func(at place) (Value[string], bool) {
			takes := at.policy.TakesAway
			return worded(at.policy.Cooldown), at.policy.Kind == kind && (takes == nil && kind == TargetTracking || takes != nil && *takes)
		}}
}

// worded is a value as it is said.
func worded[T any](v Value[T]) Value[string] {
	out := Value[string]{State: v.State, Why: v.Why, Where: v.Where}
	if known, ok := v.Get(); ok {
		out.value = Written(plain(known))
	}
	return out
}
