package audit

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Number is a value of a service, as it is reported.
type Number struct {
	Name string `json:"name"`
	// Value is nil where it is not known.
	Value *int `json:"value"`
	// State is set, default, computed or unknown; empty in a fix.
	State service.State `json:"state,omitempty"`
	Where string        `json:"where,omitempty"`
	// Why is the reason of an unknown value.
	Why string `json:"why,omitempty"`
	// At is the place in full.
	At service.Where `json:"-"`
}

// numbers are those that a service is judged by, in the order of a report. What
// does not apply to it is left out.
func numbers(s *service.Service, v shutdown.Values, told map[string]Number) []Number {
	var out []Number
	add := func(name string, value service.Value[int]) {
		if usual, ok := shutdown.AWSDefaultOf(name, v.LoadBalancer); ok {
			value = value.Otherwise(usual)
		}
		if value.State == "" {
			return
		}
		out = append(out, Number{Name: name, Value: value.Pointer(), State: value.State, Where: value.Where.String(), Why: value.Why, At: value.Where})
	}
	if app := s.App(); app != nil {
		add("stop_timeout", app.StopTimeout)
	} else {
		add("stop_timeout", service.NotKnown[int](v.Unknown["stop_timeout"], s.Resource.Where))
	}
	if len(s.Routes) > 0 {
		balanced(s, v, add)
	}
	count := s.DesiredCount
	if count.State == "" {
		count = service.ByDefault(1, s.Resource.Where)
	}
	add("desired_count", count)
	for _, c := range s.Scaling {
		add("min_count", c.Minimum)
		add("max_count", c.Maximum)
	}
	around(s, add)
	add("minimum_healthy_percent", s.Rolling.MinimumHealthyPercent)
	add("maximum_percent", s.Rolling.MaximumPercent)
	for _, t := range []struct {
		name string
		v    func(*shutdown.AppValues) *int
	}{
		{"app.delay", func(a *shutdown.AppValues) *int { return a.Delay }}, {"app.drain", func(a *shutdown.AppValues) *int { return a.Drain }},
		{"app.cleanup", func(a *shutdown.AppValues) *int { return a.Cleanup }}, {"app.deadline", func(a *shutdown.AppValues) *int { return a.Deadline }},
		{"app.keep_alive", func(a *shutdown.AppValues) *int { return a.KeepAlive }},
	} {
		if v.App == nil {
			break
		}
		if n, ok := told[t.name]; ok {
			out = append(out, n)
			continue
		}
		n := Number{Name: t.name, Value: t.v(v.App), State: service.Set, Where: s.App().Name.Where.String(), At: s.App().Name.Where}
		if n.Value == nil {
			n.State, n.Why = service.Unknown, v.Unknown[t.name]
		}
		if n.Value != nil || n.Why != "" {
			out = append(out, n)
		}
	}
	return out
}

// balanced adds those of the target group of the first route.
func balanced(s *service.Service, v shutdown.Values, add func(string, service.Value[int])) {
	g := s.Routes[0].Group
	if g == nil {
		g = &service.TargetGroup{}
		for _, into := range []*service.Value[int]{&g.DeregistrationDelay, &g.Interval, &g.Timeout, &g.HealthyThreshold, &g.UnhealthyThreshold} {
			*into = service.NotKnown[int](v.Unknown["deregistration_delay"], s.Resource.Where)
		}
	}
	add("deregistration_delay", s.ShortestDelay())
	add("health_check.interval", g.Interval)
	add("health_check.timeout", g.Timeout)
	add("health_check.healthy_threshold", g.HealthyThreshold)
	add("health_check.unhealthy_threshold", g.UnhealthyThreshold)
	add("health_check.grace_period", s.Rolling.HealthCheckGraceSeconds)
	for _, l := range g.Listeners {
		if l.Holder != nil {
			add("idle_timeout", l.Idle)
			break
		}
	}
}

// names joins the names of numbers.
func names(list []Number) string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = n.Name
	}
	return strings.Join(out, " ")
}
