package service

import (
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Part is what of a service has a value that a profile wants, by the resource or the
// property in which CloudFormation has it.
type Part string

// The parts of a service.
const (
	OfDeployment   Part = "deployment configuration"
	OfService      Part = "service"
	OfTargetGroup  Part = "target group"
	OfLoadBalancer Part = "load balancer"
	OfListener     Part = "listener"
	OfPolicy       Part = "scaling policy"
	OfQueue        Part = "queue"
)

// Want is one value that a profile wants a part of a service to have. What its
// containers are to be says [WantedContainers].
type Want struct {
	// Setting is the model's name for it, or words where it has none.
	Setting string
	Part    Part
	// Property is where the part has it, as CloudFormation names it, with a point before
	// what is inside another one: DeploymentCircuitBreaker.Enable.
	Property string
	// Attribute is its key, where the property is a list of attributes; else empty.
	Attribute string

	value func(shutdown.Settings) any // nil, or a nil pointer, where it does not apply
	got   func(place) (v Value[string], there bool)
}

// Value is what settings want: a whole number, a flag or a word. It applies only to
// profiles that the value means something for.
func (w Want) Value(s shutdown.Settings) (v any, applies bool) {
	switch v := w.value(s).(type) {
	case nil:
		return nil, false
	case *int:
		if v == nil {
			return nil, false
		}
		return *v, true
	case *bool:
		if v == nil {
			return nil, false
		}
		return *v, true
	default:
		return v, true
	}
}

// Path are the names of the property, from the outermost to the innermost.
func (w Want) Path() []string { return strings.Split(w.Property, ".") }

// Wants lists what a profile can want of parts of that kind, or of every part if none
// is named, in the order of settings.
func Wants(of ...Part) []Want {
	var out []Want
	for _, w := range wants {
		if len(of) == 0 || slices.Contains(of, w.Part) {
			out = append(out, w)
		}
	}
	return out
}

// wants is the one list of them: comparisons, what is put onto a service that is there
// already, and the tests of every surface read it. What a profile only passes on, which
// is the count, the capacity and the kind of the load balancer, is the service's own.
var wants = [...]Want{
	deploys("deployment.strategy", "Strategy", func(d shutdown.DeploymentSettings) any { return d.Strategy },
		// What the API takes where nothing is written.
		func(r *Rolling) Value[string] { return r.Strategy.Otherwise("ROLLING") }),
	deploys("deployment.minimum_healthy_percent", "MinimumHealthyPercent", func(d shutdown.DeploymentSettings) any { return d.MinimumHealthyPercent },
		func(r *Rolling) Value[int] { return r.MinimumHealthyPercent }),
	deploys("deployment.maximum_percent", "MaximumPercent", func(d shutdown.DeploymentSettings) any { return d.MaximumPercent },
		func(r *Rolling) Value[int] { return r.MaximumPercent }),
	deploys("deployment circuit breaker", "DeploymentCircuitBreaker.Enable", inside(breaker, func(b *shutdown.CircuitBreaker) any { return b.Enable }),
		func(r *Rolling) Value[bool] { return r.BreakerEnable }),
	deploys("deployment circuit breaker rollback", "DeploymentCircuitBreaker.Rollback", inside(breaker, func(b *shutdown.CircuitBreaker) any { return b.Rollback }),
		func(r *Rolling) Value[bool] { return r.BreakerRollback }),
	deploys("deployment.bake_time_in_minutes", "BakeTimeInMinutes", func(d shutdown.DeploymentSettings) any { return d.BakeTimeInMinutes },
		func(r *Rolling) Value[int] { return r.BakeMinutes }),
	deploys("deployment.linear.step_percent", "LinearConfiguration.StepPercent", inside(linear, func(l *shutdown.LinearSettings) any { return l.StepPercent }),
		func(r *Rolling) Value[int] { return r.LinearStepPercent }),
	deploys("deployment.linear.step_bake_time_in_minutes", "LinearConfiguration.StepBakeTimeInMinutes", inside(linear, func(l *shutdown.LinearSettings) any { return l.StepBakeTimeInMinutes }),
		func(r *Rolling) Value[int] { return r.LinearStepMinutes }),
	deploys("deployment.canary.percent", "CanaryConfiguration.CanaryPercent", inside(canary, func(c *shutdown.CanarySettings) any { return c.Percent }),
		func(r *Rolling) Value[int] { return r.CanaryPercent }),
	deploys("deployment.canary.bake_time_in_minutes", "CanaryConfiguration.CanaryBakeTimeInMinutes", inside(canary, func(c *shutdown.CanarySettings) any { return c.BakeTimeInMinutes }),
		func(r *Rolling) Value[int] { return r.CanaryMinutes }),

	{Setting: "deployment.availability_zone_rebalancing", Part: OfService, Property: "AvailabilityZoneRebalancing",
		value: func(s shutdown.Settings) any { return s.Deployment.AvailabilityZoneRebalancing },
		got:   func(at place) (Value[string], bool) { return at.rolling.ZoneRebalancing, true }},
	{Setting: "health_check.grace_period", Part: OfService, Property: "HealthCheckGracePeriodSeconds",
		value: checked(func(h *shutdown.HealthCheck) any { return h.GracePeriod }),
		got:   func(at place) (Value[string], bool) { return worded(at.rolling.HealthCheckGraceSeconds), true }},

	{Setting: "deregistration_delay", Part: OfTargetGroup, Property: "TargetGroupAttributes", Attribute: AttributeDelay,
		value: func(s shutdown.Settings) any { return s.DeregistrationDelay },
		got:   func(at place) (Value[string], bool) { return worded(at.group.DeregistrationDelay), true }},
	{Setting: "connection_termination", Part: OfTargetGroup, Property: "TargetGroupAttributes", Attribute: AttributeTermination,
		value: func(s shutdown.Settings) any { return s.ConnectionTermination },
		got: func(at place) (Value[string], bool) {
			// Behind a Network Load Balancer alone; the API's default there is false.
			kind, is := at.group.Kind(), at.group.ConnectionTermination
			return worded(is.Otherwise(false)), kind == shutdown.NLB || kind == "" && is.Given()
		}},
	grouped("health_check.interval", "HealthCheckIntervalSeconds", func(h *shutdown.HealthCheck) any { return h.Interval }, func(g *TargetGroup) Value[int] { return g.Interval }),
	grouped("health_check.timeout", "HealthCheckTimeoutSeconds", func(h *shutdown.HealthCheck) any { return h.Timeout }, func(g *TargetGroup) Value[int] { return g.Timeout }),
	grouped("health_check.healthy_threshold", "HealthyThresholdCount", func(h *shutdown.HealthCheck) any { return h.HealthyThreshold }, func(g *TargetGroup) Value[int] { return g.HealthyThreshold }),
	grouped("health_check.unhealthy_threshold", "UnhealthyThresholdCount", func(h *shutdown.HealthCheck) any { return h.UnhealthyThreshold }, func(g *TargetGroup) Value[int] { return g.UnhealthyThreshold }),

	idles(shutdown.ALB, OfLoadBalancer, "LoadBalancerAttributes", AttributeALBIdle),
	idles(shutdown.NLB, OfListener, "ListenerAttributes", AttributeNLBIdle),

	cools(TargetTracking, "ScaleInCooldown"),
	cools(StepScaling, "Cooldown"),

	{Setting: "visibility_timeout", Part: OfQueue, Property: "VisibilityTimeout",
		value: func(s shutdown.Settings) any { return s.VisibilityTimeout },
		got: func(at place) (Value[string], bool) {
			usual, _ := shutdown.AWSDefaultOf("visibility_timeout", "")
			return worded(at.queue.Visibility.Otherwise(usual)), !at.queue.Dead
		}},
}
