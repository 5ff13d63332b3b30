package service

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Facts are what a service itself says of what a profile may leave open.
type Facts struct {
	DesiredCount, LeastCount *int
	// LoadBalancer is empty without a target group whose kind is known.
	LoadBalancer shutdown.LoadBalancer
	Rolling      Rolling
}

// Facts are those of the service.
func (s *Service) Facts() Facts {
	f := Facts{DesiredCount: s.DesiredCount.Pointer(), Rolling: s.Rolling}
	for _, scaling := range s.Scaling {
		if least := scaling.Minimum.Pointer(); least != nil {
			f.LeastCount = least
		}
	}
	for _, route := range s.Routes {
		if route.Group != nil && f.LoadBalancer == "" {
			f.LoadBalancer = route.Group.Kind()
		}
	}
	return f
}

// Declared is the profile with what the service itself says, where the profile
// leaves it open: the number of tasks, the kind of its load balancer, and how it
// deploys.
func (f Facts) Declared(p shutdown.Profile) shutdown.Profile {
	if p.LoadBalancer == "" && p.WithDefaults().LoadBalancer != shutdown.NoLoadBalancer {
		p.LoadBalancer = f.LoadBalancer
	}
	if p.DesiredCount == nil {
		p.DesiredCount = f.DesiredCount
	}
	if p.MinCount == nil && f.LeastCount != nil && *f.LeastCount <= *p.WithDefaults().DesiredCount {
		p.MinCount = f.LeastCount
	}
	word, ok := f.Rolling.Strategy.Get()
	if p.Strategy != "" || !ok {
		return p
	}
	p.Strategy = shutdown.Strategy(strings.ToLower(word))
	r := f.Rolling
	take(&p.BakeMinutes, r.BakeMinutes)
	for _, v := range []Value[int]{r.LinearStepPercent, r.CanaryPercent} {
		take(&p.StepPercent, v)
	}
	for _, v := range []Value[int]{r.LinearStepMinutes, r.CanaryMinutes} {
		take(&p.StepMinutes, v)
	}
	return p
}

// take fills in what is open and known.
func take(into **int, v Value[int]) {
	if *into == nil {
		*into = v.Pointer()
	}
}

// NewRolling reads how deployments go from the properties of a service, as
// CloudFormation names them.
func NewRolling(properties map[string]any) Rolling {
	return rolling(&Resource{Type: TypeService, Properties: properties})
}
