package service

import (
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Values are the service's numbers, for [shutdown.Assess]: what is unknown is
// named there with its reason, and AWS's defaults are left out.
func (s *Service) Values() shutdown.Values {
	v := valued{Values: shutdown.Values{Unknown: map[string]string{}}}
	v.DesiredCount = kept(&v, "desired_count", s.DesiredCount)
	for _, scaling := range s.Scaling {
		v.MinCount, v.MaxCount = kept(&v, "min_count", scaling.Minimum), kept(&v, "max_count", scaling.Maximum)
		v.scaled(s.DesiredCount)
	}
	v.deployment(s)
	v.balancing(s)
	v.task(s)
	return v.Values
}

// scaled moves the count between the bounds of the autoscaling, as it does itself;
// what is written for it is where the service begins.
func (v *valued) scaled(count Value[int]) {
	if count.State == Unknown {
		return
	}
	n := count.Or(1)
	if v.MaxCount != nil {
		n = min(n, *v.MaxCount)
	}
	if v.MinCount != nil {
		n = max(n, *v.MinCount)
	}
	if n != count.Or(1) {
		v.DesiredCount = &n
	}
}

// valued are values while they are put together.
type valued struct{ shutdown.Values }

// kept is a value, nil where AWS's default stands in; an unknown one is named.
func kept[T any](v *valued, path string, of Value[T]) *T {
	if of.State == Unknown {
		v.Unknown[path] = of.Why
		return nil
	}
	if usual, ok := shutdown.AWSDefaultOf(path, v.LoadBalancer); ok && of.State == Default && any(of.value) == any(usual) {
		return nil // A tool's own default may be another.
	}
	return of.Pointer()
}

func (v *valued) deployment(s *Service) {
	r := s.Rolling
	v.MinimumHealthyPercent, v.MaximumPercent = kept(v, "minimum_healthy_percent", r.MinimumHealthyPercent), kept(v, "maximum_percent", r.MaximumPercent)
	if word := kept(v, "strategy", r.Strategy); word != nil {
		v.Strategy = shutdown.Strategy(strings.ToLower(*word))
	}
	if rolling := v.Strategy == shutdown.Rolling || v.Strategy == "" && r.Strategy.State != Unknown; !rolling {
		v.shifting(r)
	}
	if s.ProvidersUnknown != "" {
		v.Unknown["capacity"] = s.ProvidersUnknown
		return
	}
	if len(s.Providers) == 0 && s.LaunchType.State == "" {
		v.Unknown["capacity"] = "neither a launch type nor capacity providers are written, so that the cluster's default decides"
		return
	}
	v.Capacity = s.capacity()
}

// shifting are the times of a strategy that moves traffic.
func (v *valued) shifting(r Rolling) {
	v.BakeMinutes = kept(v, "bake_minutes", r.BakeMinutes)
	steps, minutes := r.LinearStepPercent, r.LinearStepMinutes
	if v.Strategy == shutdown.Canary {
		steps, minutes = r.CanaryPercent, r.CanaryMinutes
	}
	v.StepPercent, v.StepMinutes = kept(v, "step_percent", steps), kept(v, "step_minutes", minutes)
}

// capacity is what the tasks run on. A provider without weight and base gets none.
func (s *Service) capacity() shutdown.Capacity {
	some, all := false, true
	for _, p := range s.Providers {
		if p.Weight.State != Unknown && p.Weight.Or(0) == 0 && p.Base.State != Unknown && p.Base.Or(0) == 0 && len(s.Providers) > 1 {
			continue
		}
		is := p.Name.Or("") == SpotProvider
		some, all = some || is, all && is
	}
	switch {
	case some && all:
		return shutdown.Spot
	case some:
		return shutdown.Mixed
	}
	return shutdown.OnDemand
}

// balancing takes the target group of the first route: the shortest drain of
// several is what a task is sure of, but each may be checked in its own way.
func (v *valued) balancing(s *Service) {
	if len(s.Routes) == 0 {
		v.LoadBalancer = shutdown.NoLoadBalancer
		return
	}
	g := s.Routes[0].Group
	if g == nil || g.Kind() == "" {
		v.LoadBalancer = shutdown.ALB
		for _, path := range []string{"load_balancer", "deregistration_delay", "connection_termination", "health_check.interval", "health_check.timeout",
			"health_check.healthy_threshold", "health_check.unhealthy_threshold", "idle_timeout"} {
			v.Unknown[path] = s.groupUnknown(g)
		}
		return
	}
	v.LoadBalancer = g.Kind()
	v.DeregistrationDelay = kept(v, "deregistration_delay", s.ShortestDelay())
	if v.LoadBalancer == shutdown.NLB {
		v.ConnectionTermination = kept(v, "connection_termination", g.ConnectionTermination)
	}
	v.HealthCheck = &shutdown.HealthValues{Interval: kept(v, "health_check.interval", g.Interval), Timeout: kept(v, "health_check.timeout", g.Timeout),
		HealthyThreshold: kept(v, "health_check.healthy_threshold", g.HealthyThreshold), UnhealthyThreshold: kept(v, "health_check.unhealthy_threshold", g.UnhealthyThreshold),
		GracePeriod: kept(v, "health_check.grace_period", s.Rolling.HealthCheckGraceSeconds)}
	for _, l := range g.Listeners {
		if l.Holder == nil {
			v.Unknown["idle_timeout"] = "the load balancer is not among what was read"
			continue
		}
		v.IdleTimeout = kept(v, "idle_timeout", l.Idle)
	}
}

// ShortestDelay is the least deregistration delay of the target groups that a task is in:
// what it is sure of, whichever a request came through.
func (s *Service) ShortestDelay() Value[int] {
	var out Value[int]
	for _, r := range s.Routes {
		if r.Group == nil {
			return NotKnown[int]("one of the target groups is not among what was read", r.Container.Where)
		}
		delay := r.Group.DeregistrationDelay
		usual, _ := shutdown.AWSDefaultOf("deregistration_delay", r.Group.Kind())
		if delay.State == Unknown {
			return delay
		}
		if out.State == "" && len(s.Routes) == 1 {
			return delay
		}
		if out.State == "" || delay.Otherwise(usual).Or(0) < out.Or(0) {
			out = delay.Otherwise(usual)
		}
	}
	return out
}

// task takes the container that the load balancer reaches, or else the first
// essential one, for the app, and for sidecars those that it waits for, which stop
// after it.
func (v *valued) task(s *Service) {
	app := s.App()
	if app == nil {
		v.Unknown["stop_timeout"] = s.taskUnknown()
		return
	}
	v.StopTimeout = kept(v, "stop_timeout", app.StopTimeout)
	v.App = v.times(app)
	after := s.Task.after(app)
	for i := range s.Task.Containers {
		c := &s.Task.Containers[i]
		name := c.Name.Or("")
		if !slices.Contains(after, name) {
			continue
		}
		path := "sidecars" + index(len(v.Sidecars)) + ".stop_timeout"
		sidecar := shutdown.StandingSidecar{Name: name, StopTimeout: kept(v, path, c.StopTimeout)}
		for j := range s.Task.Containers {
			other := &s.Task.Containers[j]
			if before := other.Name.Or(""); before != app.Name.Or("") && slices.Contains(after, before) && slices.Contains(other.Waits(), name) {
				sidecar.After = append(sidecar.After, before)
			}
		}
		v.Sidecars = append(v.Sidecars, sidecar)
	}
}

// App is the container that a load balancer reaches, or else the first essential
// one; nil where the containers are not known.
func (s *Service) App() *Container {
	if s.Task == nil {
		return nil
	}
	for _, r := range s.Routes {
		if c := s.Task.Container(r.Container.Or("")); c != nil {
			return c
		}
	}
	ended := s.Task.Ended()
	for i := range s.Task.Containers {
		if c := &s.Task.Containers[i]; c.Essential.Or(true) && !ended[c.Name.Or("")] {
			return c
		}
	}
	return nil
}

// after are the containers that stop after one: those it waits for, and those that
// these wait for.
func (t *Task) after(app *Container) []string {
	ended, seen := t.Ended(), map[string]bool{app.Name.Or(""): true}
	var out []string
	var visit func(*Container)
	visit = func(c *Container) {
		for _, name := range c.Waits() {
			below := t.Container(name)
			if seen[name] || ended[name] || below == nil {
				continue
			}
			seen[name] = true
			out = append(out, name)
			visit(below)
		}
	}
	visit(app)
	return out
}
