package gracefulecs

import (
	"encoding/json"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// comparison collects what differs between a service and a profile.
type comparison struct {
	settings shutdown.Settings
	rendered []renderedContainer
	findings []finding
}

const notSet = "not set"

// value compares one value of a resource, as resolved by the CDK.
func (c *comparison) value(setting string, got any, want string) {
	f := finding{setting: setting, got: written(got), want: want}
	if _, unknown := got.(map[string]any); unknown {
		f.got, f.doubt = "known at deployment only", true
	}
	if f.got == want {
		return
	}
	for _, e := range c.settings.Explanation {
		if e.Setting == setting {
			f.because = e.Formula
		}
	}
	c.findings = append(c.findings, f)
}

func (c *comparison) number(setting string, got any, want int) {
	c.value(setting, got, strconv.Itoa(want))
}

// written shows a resolved value as a template would.
func written(v any) string {
	switch v := v.(type) {
	case nil:
		return notSet
	case string:
		return v
	case float64:
		return number(v)
	default:
		b, err := json.Marshal(v)
		if err != nil {
			return "unreadable"
		}
		return string(b)
	}
}

// compare finds every value of a service that contradicts the profile.
func (c *check) compare(s *subject) ([]finding, error) {
	cmp := &comparison{rendered: rendered(s)}
	var members []member
	for _, container := range cmp.rendered {
		members = append(members, container.member)
	}
	arranged, faults := arrange(members, s.reached(), s.usual(), s.declared(impliedRouter(c.profile, s.router), s.groups()))
	proven, err := shutdown.Prove(arranged.profile)
	if err != nil {
		return nil, err
	}
	for _, f := range faults {
		cmp.findings = append(cmp.findings, finding{setting: f.Path, got: f.Given, want: f.Allowed, because: f.Message})
	}
	cmp.settings = proven.Explained()
	service := properties(s.stack, s.resource)
	cmp.deployment(cmp.settings, service)
	cmp.inputs(proven.Profile(), s, service)
	cmp.containers(cmp.settings, arranged)
	cmp.balancing(cmp.settings, c.routes, s)
	cmp.scaling(cmp.settings, s)
	return cmp.findings, nil
}

func (c *comparison) deployment(s shutdown.Settings, service map[string]any) {
	configuration := object(service["deploymentConfiguration"])
	d := s.Deployment
	strategy := configuration["strategy"]
	if strategy == nil { // The API's default.
		strategy = "ROLLING"
	}
	c.value("deployment.strategy", strategy, d.Strategy)
	c.number("deployment.minimum_healthy_percent", configuration["minimumHealthyPercent"], d.MinimumHealthyPercent)
	c.number("deployment.maximum_percent", configuration["maximumPercent"], d.MaximumPercent)
	if b := d.CircuitBreaker; b != nil {
		breaker := object(configuration["deploymentCircuitBreaker"])
		c.value("deployment circuit breaker", breaker["enable"], written(b.Enable))
		c.value("deployment circuit breaker rollback", breaker["rollback"], written(b.Rollback))
	}
	if v := d.BakeTimeInMinutes; v != nil {
		c.number("deployment.bake_time_in_minutes", configuration["bakeTimeInMinutes"], *v)
	}
	if l := d.Linear; l != nil {
		c.number("deployment.linear.step_percent", nested(configuration, "linearConfiguration.stepPercent"), l.StepPercent)
		c.number("deployment.linear.step_bake_time_in_minutes", nested(configuration, "linearConfiguration.stepBakeTimeInMinutes"), l.StepBakeTimeInMinutes)
	}
	if l := d.Canary; l != nil {
		c.number("deployment.canary.percent", nested(configuration, "canaryConfiguration.canaryPercent"), l.Percent)
		c.number("deployment.canary.bake_time_in_minutes", nested(configuration, "canaryConfiguration.canaryBakeTimeInMinutes"), l.BakeTimeInMinutes)
	}
	c.value("deployment.availability_zone_rebalancing", service["availabilityZoneRebalancing"], d.AvailabilityZoneRebalancing)
	if h := s.HealthCheck; h != nil {
		c.number("health_check.grace_period", service["healthCheckGracePeriodSeconds"], h.GracePeriod)
	}
}

// inputs compares what the profile says of the service rather than computes.
func (c *comparison) inputs(p shutdown.Profile, s *subject, service map[string]any) {
	if got, ok := service["desiredCount"]; ok { // Autoscaled services leave it out.
		c.number("desired_count", got, c.settings.DesiredCount)
	}
	some, all := onSpot(c.settings)
	if is := s.spot(); is && !some || !is && all {
		got := string(shutdown.OnDemand)
		if is {
			got = "on " + spotProvider
		}
		c.findings = append(c.findings, finding{setting: "capacity", got: got, want: string(p.Capacity)})
	}
}

// scaling compares the cooldown of every policy below the service. Policies
// elsewhere in the app are not found.
func (c *comparison) scaling(s shutdown.Settings, subject *subject) {
	for _, node := range *subject.service.Node().FindAll("") {
		policy, ok := node.(awsapplicationautoscaling.CfnScalingPolicy)
		if !ok {
			continue
		}
		p := properties(awscdk.Stack_Of(policy), policy)
		tracking := object(p["targetTrackingScalingPolicyConfiguration"])
		if len(tracking) > 0 {
			c.number("scale_in_cooldown", tracking["scaleInCooldown"], s.ScaleInCooldown)
		}
	}
}
