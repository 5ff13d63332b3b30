package gracefulecs

import (
	"encoding/json"
	"strconv"

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
func (a *assembly) compare(s *checkedResource, profile shutdown.Profile) ([]finding, error) {
	c := &comparison{rendered: rendered(s.task)}
	var members []member
	usual, router, ended := "", false, c.ended()
	for _, container := range c.rendered {
		if !ended[container.name] {
			members = append(members, container.member)
		}
		if usual == "" && container.properties["essential"] != false {
			usual = container.name
		}
		router = router || container.name == cdkRouter && container.properties["firelensConfiguration"] != nil
	}
	var reached []string
	for _, b := range items(s.properties["loadBalancers"]) {
		name, _ := object(b)["containerName"].(string)
		reached = append(reached, name)
	}
	arranged, faults := arrange(members, first(reached), usual, a.facts(s).declared(impliedRouter(profile, router)))
	proven, err := shutdown.Prove(arranged.profile)
	if err != nil {
		return nil, err
	}
	for _, f := range append(faults, arranged.alsoReached(reached)...) {
		c.findings = append(c.findings, finding{setting: f.Path, got: f.Given, want: f.Allowed, because: f.Message})
	}
	c.settings = proven.Explained()
	c.deployment(c.settings, s.properties)
	c.inputs(proven.Profile(), s.properties)
	c.containers(c.settings, arranged)
	a.balancing(c, s)
	a.scaling(c, s)
	return c.findings, nil
}

// facts are what a service itself says of what a profile may leave open.
func (a *assembly) facts(s *checkedResource) facts {
	f := facts{deployment: object(s.properties["deploymentConfiguration"])}
	if v, ok := s.properties["desiredCount"].(float64); ok {
		f.desired = new(int(v))
	}
	for _, t := range a.scaled[s.at] {
		if v, ok := t.resource().Properties["minCapacity"].(float64); ok {
			f.least = new(int(v))
		}
	}
	for _, b := range items(s.properties["loadBalancers"]) {
		if group := a.follow(s.at.in, object(b)["targetGroupArn"]).is(targetGroupType); group != nil && f.kind == "" {
			f.kind = kindOf(group)
		}
	}
	return f
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
func (c *comparison) inputs(p shutdown.Profile, service map[string]any) {
	if got, ok := service["desiredCount"]; ok { // Autoscaled services leave it out.
		c.number("desired_count", got, c.settings.DesiredCount)
	}
	some, all := onSpot(c.settings)
	if is := spot(service["capacityProviderStrategy"]); is && !some || !is && all {
		got := string(shutdown.OnDemand)
		if is {
			got = "on " + spotProvider
		}
		c.findings = append(c.findings, finding{setting: "capacity", got: got, want: string(p.Capacity)})
	}
}

// scaling compares the cooldown of every policy of the service that takes tasks away.
func (a *assembly) scaling(c *comparison, s *checkedResource) {
	for _, policy := range a.policies[s.at] {
		p := policy.resource().Properties
		if tracking := object(p[targetTracking]); len(tracking) > 0 {
			c.number("scale_in_cooldown", tracking[cooldownIn[targetTracking]], c.settings.ScaleInCooldown)
		}
		if steps := object(p[stepScaling]); len(steps) > 0 {
			if in, _ := stepsIn(steps); in {
				c.number("scale_in_cooldown", steps[cooldownIn[stepScaling]], c.settings.ScaleInCooldown)
			}
		}
	}
}
