package parity

import (
	"fmt"
	"slices"
)

// targetGroup is what its load balancer asks the targets, and how long it lets
// those go on that are taken out.
type targetGroup struct {
	path, port string
	delay      int
}

// What ELB takes where nothing is said, in seconds.
const delayByDefault = 300

// ready says what is wrong with target groups, of which a client needs any one, in
// the worst phase of the services.
func (w *Traffic) ready(groups []string, balancer string) string {
	for _, group := range groups {
		if _, ok := w.groups[group]; !ok {
			return "the target group is gone"
		}
	}
	for _, serving := range w.combinations(groups) {
		targets := 0
		for _, r := range serving {
			for _, group := range groups {
				if _, registered := r.targets[group]; !registered {
					continue
				}
				targets++
				if fault := w.reaches(r, group, balancer); fault != "" {
					return fault
				}
			}
		}
		if targets == 0 {
			return "the target group is empty"
		}
	}
	return ""
}

// reaches says why a revision's task is no healthy target of a group, or what its
// requests lose when it stops, which it may at any time.
func (w *Traffic) reaches(r revision, group, balancer string) string {
	g, target := w.groups[group], r.targets[group]
	task, ok := w.tasks[r.taskDefinition]
	if !ok {
		return "the task definition is not there: " + r.taskDefinition
	}
	if fault := w.lives(task); fault != "" {
		return fault
	}
	if c := task.container(target.container); c == nil || !slices.Contains(c.ports, target.port) {
		return fmt.Sprintf("container %q maps no port %s", target.container, target.port)
	}
	checked := g.port
	if checked == "" || checked == "traffic-port" {
		checked = target.port
	}
	for _, port := range []string{target.port, checked} {
		if !w.open(r.securityGroups, port, balancer) {
			return "nobody may reach the tasks at port " + port
		}
	}
	c := task.mapping(checked)
	switch {
	case c == nil:
		return "no container maps the health check's port " + checked
	case g.path != "" && c.paths != nil && !slices.Contains(c.paths, g.path):
		return "the tasks do not answer the health check " + g.path
	}
	need := target.delay
	if task.longest > 0 {
		need = task.longest
	}
	if g.delay < need {
		return fmt.Sprintf("requests that take %d s are cut after %d s", need, g.delay)
	}
	return ""
}

// group takes what a request says of a target group, and keeps the rest.
func (w *Traffic) group(arn string, request map[string]any) {
	g, ok := w.groups[arn]
	if !ok {
		g.delay = delayByDefault
	}
	for key, field := range map[string]*string{"HealthCheckPath": &g.path, "HealthCheckPort": &g.port} {
		if v := text(request, key); v != "" {
			*field = v
		}
	}
	for _, a := range list(request, "Attributes") {
		if text(a, "Key") == "deregistration_delay.timeout_seconds" {
			g.delay = number0(text(a, "Value"))
		}
	}
	w.groups[arn] = g
}
