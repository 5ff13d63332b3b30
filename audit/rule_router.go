package audit

import (
	"fmt"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
)

var routerEndsEarly = Rule{ID: "router-bound-below-stop-timeout", Severity: Info,
	Doc:    "The log router gives up after a default of its own: the rest of its stop timeout saves no log line.",
	Source: "https://docs.fluentbit.io/manual/administration/configuring-fluent-bit/classic-mode/configuration-file",
	check: func(s *subject) []Finding {
		var out []Finding
		for _, c := range s.containers {
			bound, ok := c.Bound.Known()
			stop := c.stop()
			if !ok || c.Program.Role != evidence.Router || c.Bound.State != service.Default || stop.State == service.Default || stop.Value == nil ||
				bound >= time.Duration(*stop.Value-stopMargin)*time.Second { // The margin is what a stop timeout shall leave above a bound.
				continue
			}
			out = append(out, Finding{Numbers: []Number{c.time("bound", c.Bound), stop}, Source: c.Program.Source,
				Message: fmt.Sprintf("%s gives up after %s %s, although its stop timeout of %d s leaves it more", c.Program.Name, length(bound), word(c.Bound), *stop.Value)})
		}
		return out
	}}

var routerBeforeApp = Rule{ID: "router-not-after-app", Severity: Warning,
	Doc:    "The log router stops before the app or with it, and the app's last lines are lost.",
	Source: ecsAPI + "API_ContainerDependency.html",
	check: func(s *subject) []Finding {
		var out []Finding
		for _, router := range s.containers {
			// ECS lets what logs through a router depend on it, but not where the router
			// waits for another container itself (of the ECS agent's code).
			if !router.Router || len(router.DependsOn) == 0 {
				continue
			}
			for _, c := range s.containers {
				driver := c.LogDriver.Or("")
				if c.Container == router.Container || driver != "awsfirelens" || s.service.Task.StopsAfter(c.Container, router.name()) {
					continue
				}
				text := "with"
				if s.service.Task.StopsAfter(router.Container, c.name()) {
					text = "before"
				}
				out = append(out, Finding{Numbers: []Number{c.stop(), router.stop()},
					Message: fmt.Sprintf("the log router %s stops %s %s, whose last log lines are lost: it waits for another container itself, and then ECS does not put it before those that log through it; let %s depend on it", router.name(), text, c.name(), c.name())})
			}
		}
		return out
	}}

var collectorBeforeApp = Rule{ID: "collector-not-after-app", Severity: Info,
	Doc:    "What carries logs, traces or metrics out stops before the app or with it, and what the app sends last is lost.",
	Source: ecsAPI + "API_ContainerDependency.html",
	check: func(s *subject) []Finding {
		var out []Finding
		for _, c := range s.containers {
			if c.app || c.Program == nil || c.Router || c.Program.Role != evidence.Collector && c.Program.Role != evidence.Router {
				continue
			}
			app := s.service.App()
			if app == nil || s.service.Task.StopsAfter(app, c.name()) {
				continue
			}
			f := Finding{Numbers: []Number{c.stop()}, Message: fmt.Sprintf("%s (%s) gets the stop signal with the app, and what the app sends at the end is lost; let the app depend on it, so that it stops after it", c.name(), c.Program.Name)}
			if s.service.Task.StopsAfter(c.Container, app.Name.Or("")) {
				f.Severity = Warning
				f.Message = fmt.Sprintf("%s (%s) depends on the app and so stops before it, and what the app sends at the end is lost; turn the dependency round", c.name(), c.Program.Name)
			}
			out = append(out, f)
		}
		return out
	}}
