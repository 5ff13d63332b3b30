package service

import (
	"strconv"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Compare finds every value of a service that contradicts a profile. What the
// profile leaves open is the service's own. The error, if any, is a
// [shutdown.Faults]: a profile that no service could keep.
func Compare(s *Service, profile shutdown.Profile) ([]Difference, error) {
	c := &comparison{service: s}
	arranged, faults := s.arrange(s.Facts().Declared(profile))
	proven, err := shutdown.Prove(arranged.Profile)
	if err != nil {
		return nil, err
	}
	for _, f := range faults {
		c.add(Difference{Setting: f.Path, Got: f.Given, Want: f.Allowed, Because: f.Message, Where: s.Resource.Where})
	}
	c.settings, c.arrangement = proven.Explained(), arranged
	c.deployment()
	c.inputs(proven.Profile())
	c.containers()
	c.balancing()
	c.scaling()
	return c.differences, nil
}

// arrange says what each container of the task is to the profile. Where neither a
// load balancer nor a front says which is the app, the first essential one is.
func (s *Service) arrange(profile shutdown.Profile) (Arrangement, shutdown.Faults) {
	var members []Member
	usual, ended := "", s.Task.Ended()
	for i := range s.Task.Containers {
		container := &s.Task.Containers[i]
		name := container.Name.Or("")
		if !ended[name] {
			members = append(members, Member{name, container.Waits()})
		}
		if usual == "" && container.Essential.Or(true) {
			usual = name
		}
	}
	var reached []string
	for _, route := range s.Routes {
		reached = append(reached, route.Container.Or(""))
	}
	first := ""
	if len(reached) > 0 {
		first = reached[0]
	}
	arranged, faults := Arrange(members, first, usual, profile)
	return arranged, append(faults, arranged.AlsoReached(reached)...)
}

func (c *comparison) deployment() {
	r, d := c.service.Rolling, c.settings.Deployment
	// What the API takes where nothing is written.
	strategy := r.Strategy.Otherwise("ROLLING")
	differ(c, "deployment.strategy", strategy, d.Strategy)
	differ(c, "deployment.minimum_healthy_percent", r.MinimumHealthyPercent, strconv.Itoa(d.MinimumHealthyPercent))
	differ(c, "deployment.maximum_percent", r.MaximumPercent, strconv.Itoa(d.MaximumPercent))
	if b := d.CircuitBreaker; b != nil {
		differ(c, "deployment circuit breaker", r.BreakerEnable, strconv.FormatBool(b.Enable))
		differ(c, "deployment circuit breaker rollback", r.BreakerRollback, strconv.FormatBool(b.Rollback))
	}
	if v := d.BakeTimeInMinutes; v != nil {
		differ(c, "deployment.bake_time_in_minutes", r.BakeMinutes, strconv.Itoa(*v))
	}
	if l := d.Linear; l != nil {
		differ(c, "deployment.linear.step_percent", r.LinearStepPercent, strconv.Itoa(l.StepPercent))
		differ(c, "deployment.linear.step_bake_time_in_minutes", r.LinearStepMinutes, strconv.Itoa(l.StepBakeTimeInMinutes))
	}
	if l := d.Canary; l != nil {
		differ(c, "deployment.canary.percent", r.CanaryPercent, strconv.Itoa(l.Percent))
		differ(c, "deployment.canary.bake_time_in_minutes", r.CanaryMinutes, strconv.Itoa(l.BakeTimeInMinutes))
	}
	differ(c, "deployment.availability_zone_rebalancing", r.ZoneRebalancing, d.AvailabilityZoneRebalancing)
	if h := c.settings.HealthCheck; h != nil {
		differ(c, "health_check.grace_period", r.HealthCheckGraceSeconds, strconv.Itoa(h.GracePeriod))
	}
}

// inputs compares what the profile says of the service rather than computes.
func (c *comparison) inputs(p shutdown.Profile) {
	if got := c.service.DesiredCount; got.Given() { // Autoscaled services leave it out.
		differ(c, "desired_count", got, strconv.Itoa(c.settings.DesiredCount))
	}
	if why := c.service.ProvidersUnknown; why != "" {
		c.add(Difference{Setting: "capacity", Got: why, Want: string(p.Capacity), Doubt: true, Where: c.service.Resource.of("CapacityProviderStrategy").where()})
		return
	}
	some, all := OnSpot(c.settings)
	if is := c.service.OnSpot(); is && !some || !is && all {
		got := string(shutdown.OnDemand)
		if is {
			got = "on " + SpotProvider
		}
		c.add(Difference{Setting: "capacity", Got: got, Want: string(p.Capacity), Where: c.service.Resource.of("CapacityProviderStrategy").where()})
	}
}

// OnSpot says whether settings place tasks on Spot, and whether only there.
func OnSpot(s shutdown.Settings) (some, all bool) {
	all = true
	for _, c := range s.CapacityProviders {
		some, all = some || c.Name == SpotProvider, all && c.Name == SpotProvider
	}
	return some, all
}

// scaling compares the cooldown of every policy that may take tasks away.
func (c *comparison) scaling() {
	for _, s := range c.service.Scaling {
		for _, p := range s.Policies {
			if p.Kind == TargetTracking && (p.TakesAway == nil || *p.TakesAway) || p.Kind == StepScaling && p.TakesAway != nil && *p.TakesAway {
				differ(c, "scale_in_cooldown", p.Cooldown, strconv.Itoa(c.settings.ScaleInCooldown))
			}
		}
	}
}
