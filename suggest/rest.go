package suggest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// start says how long the app takes until it is ready.
func (e *evidences) start() {
	const ask = "How long does it take from the container's start until the health check answers"
	if app := e.service.App(); app != nil {
		if v, ok := app.StartPeriod.Get(); ok && v > 0 {
			e.is("startup", v, app.StartPeriod.Where, "its container's health check waits so long (startPeriod)", ask)
			return
		}
	}
	grace := e.service.Rolling.HealthCheckGraceSeconds
	if v, ok := grace.Get(); ok && v > 0 && len(e.service.Routes) > 0 {
		e.is("startup", min(v, 3600), grace.Where, "ECS waits so long today (health_check_grace_period_seconds)", ask)
		return
	}
	e.ask("startup", "30 s by default", ask)
}

// placed says what routes to the tasks and what they run on, and how many there are.
func (e *evidences) placed() {
	s := e.service
	if len(s.Routes) > 0 && s.Routes[0].Group != nil && s.Routes[0].Group.Kind() == shutdown.NLB {
		e.is("load_balancer", string(shutdown.NLB), s.Routes[0].Group.Resource.Where, "its target group speaks "+s.Routes[0].Group.Protocol.Or(""), "")
	}
	if s.ProvidersUnknown == "" {
		if capacity := e.values.Capacity; capacity != "" && capacity != shutdown.OnDemand {
			e.is("capacity", string(capacity), s.Resource.Where, "its capacity providers say so", "")
		}
	}
	least := 0
	if len(s.Scaling) > 0 {
		least = s.Scaling[0].Minimum.Or(0)
	}
	if v, ok := s.DesiredCount.Get(); ok && s.DesiredCount.State != service.Default && v >= least {
		e.is("desired_count", v, s.DesiredCount.Where, "so many tasks", "")
	}
	if len(s.Scaling) == 0 || s.Scaling[0].Minimum.Pointer() == nil {
		return
	}
	at := s.Scaling[0].Minimum.Where
	if s.DesiredCount.Or(1) < least {
		e.is("desired_count", least, at, "autoscaling leaves so many, and the service begins with fewer", "")
	}
	e.is("min_count", least, at, "autoscaling leaves so many", "")
}

// rolls says how deployments go.
func (e *evidences) rolls() {
	r := e.service.Rolling
	if word, ok := r.Strategy.Get(); ok && !strings.EqualFold(word, "ROLLING") {
		e.is("strategy", strings.ToLower(word), r.Strategy.Where, "its deployments go so", "")
		for _, t := range []struct {
			field string
			of    []service.Value[int]
		}{{"bake_minutes", []service.Value[int]{r.BakeMinutes}}, {"step_percent", []service.Value[int]{r.LinearStepPercent, r.CanaryPercent}}, {"step_minutes", []service.Value[int]{r.LinearStepMinutes, r.CanaryMinutes}}} {
			for _, v := range t.of {
				if n, ok := v.Get(); ok {
					e.is(t.field, n, v.Where, "its deployments go so", "")
					break
				}
			}
		}
		return
	}
	least, most := r.MinimumHealthyPercent, r.MaximumPercent
	switch percent, ok := most.Get(); {
	case !ok || most.State == service.Default:
	case percent <= 100 && least.Or(100) == 0 && e.service.DesiredCount.Or(1) <= 1:
		e.is("singleton", true, most.Where, fmt.Sprintf("no task may start beside the old one (minimum 0 %%, maximum %d %%)", percent), "Must two copies never run at once")
	case percent > 100 && percent < 200:
		e.is("max_surge_percent", percent-100, most.Where, fmt.Sprintf("at most %d %% may run during a deployment", percent), "")
	case percent > 200:
		e.ask("max_surge_percent", fmt.Sprintf("at most %d %% may run during a deployment today (%s), and a profile goes up to 200 %%", percent, most.Where), "Does a deployment need more than twice the tasks")
	}
}

// usualPrefix is that of a profile that says nothing.
var usualPrefix = shutdown.Profile{}.WithDefaults().EnvironmentPrefix

// beside says what else is in the task, and what the app reads.
func (e *evidences) beside() {
	s := e.service
	app := s.App()
	if app == nil {
		e.ask("sidecars", "the containers are not known", "Which containers must outlive the app and then hand over what they hold")
		return
	}
	if prefix, ok := app.ContractPrefix(); ok && prefix != usualPrefix {
		e.is("environment_prefix", prefix, app.Name.Where, "its variables begin so", "")
	}
	var sidecars []string
	var where service.Where
	for i := range e.values.Sidecars {
		sidecars = append(sidecars, e.values.Sidecars[i].Name)
	}
	ended := s.Task.Ended()
	var others []string
	for _, c := range s.Task.Containers {
		name, known := c.Name.Get()
		if !known || ended[name] || name == app.Name.Or("") {
			continue
		}
		switch {
		case slices.Contains(sidecars, name):
			where = c.Name.Where
		case c.Router:
			sidecars, where = append(sidecars, name), c.Name.Where
		default:
			others = append(others, name)
		}
	}
	if len(sidecars) > 0 {
		e.is("sidecars", sidecars, where, "the app starts after them or logs through them, so they stop after it", "How long does each need to hand over what it holds, once the app has gone (flush)")
	}
	if len(others) > 0 {
		e.ask("sidecars", "beside the app run "+strings.Join(others, ", "), "Must one of them outlive the app, or does one take the requests and hand them on (front)")
	}
}

// always asks what no configuration answers.
func (e *evidences) always() {
	e.ask("cleanup", "5 s by default", "How long does it take to close pools and to flush logs after the last work")
	if !slices.ContainsFunc(e.entries, func(e Entry) bool { return e.Field == framework }) {
		e.ask(framework, "none", "Which server takes the signal (graceful frameworks lists them)")
	}
	if len(e.service.Routes) > 0 {
		e.ask("longest_pause", "8 s by default", "For how long may a healthy task not answer, in a garbage collection or with a cold cache")
	} else if len(e.service.Registries) == 0 {
		e.ask("on_interrupt", "what is in hand is finished; a stream makes a checkpoint", "What does it do with what is in hand when it must go: finish, checkpoint or requeue")
	}
}
