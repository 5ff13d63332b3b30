package parity

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Traffic judges a change of a service that runs: it is told every request that
// Terraform sends to AWS, in order, and finds those after which a client's request
// would be lost. A deployment takes time that nobody knows, so whatever comes
// before Terraform has seen its end is judged with the old tasks alone, with both,
// and with the new ones alone.
type Traffic struct {
	groups    map[string]targetGroup
	rules     map[string]rule
	listeners map[string]listener
	ingress   map[string]ingress
	tasks     map[string]taskDefinition
	services  map[string]*runningService
	clients   []client
	lost      []string
}

// targetGroup is what its load balancer asks the targets.
type targetGroup struct{ path, port string }

// rule is one of an ALB's listener.
type rule struct {
	listener, priority string
	conditions         []condition
	leadsTo            map[string]string // weights by target group
}

// condition is met by one of its values; Field says of what.
type condition struct {
	field  string
	values []string
}

// listener is that of an NLB, which has no rules.
type listener struct {
	port    string
	leadsTo map[string]string
}

// ingress lets somebody reach ports of a group's tasks.
type ingress struct{ group, from, to string }

// taskDefinition knows the paths of health checks that its tasks answer. A
// container's environment says them, as HEALTH_PATHS; without it they answer every
// path.
type taskDefinition struct{ paths []string }

// revision is one deployment of a service.
type revision struct {
	taskDefinition string
	securityGroups []string
	targets        map[string]string // container port by target group
}

// runningService is in one of its phases, in each of which some revisions serve.
type runningService struct {
	phases [][]revision
}

// NewTraffic judges nothing yet.
func NewTraffic() *Traffic {
	return &Traffic{
		groups: map[string]targetGroup{}, rules: map[string]rule{}, listeners: map[string]listener{}, ingress: map[string]ingress{},
		tasks: map[string]taskDefinition{}, services: map[string]*runningService{},
	}
}

// Clients begins to judge, with one client for each way in that there is now. They
// go on sending requests until they leave.
func (w *Traffic) Clients() {
	w.clients = nil
	for _, arn := range slices.Sorted(maps.Keys(w.rules)) {
		w.clients = append(w.clients, client{listener: w.rules[arn].listener, wants: w.rules[arn].conditions})
	}
	for _, arn := range slices.Sorted(maps.Keys(w.listeners)) {
		w.clients = append(w.clients, client{listener: arn, wants: []condition{{"port", []string{w.listeners[arn].port}}}})
	}
}

// Leave takes away the clients of a listener whose requests have a word among what
// they want, as when a name no longer leads there.
func (w *Traffic) Leave(listener, word string) {
	w.clients = slices.DeleteFunc(w.clients, func(c client) bool { return c.listener == listener && strings.Contains(c.String(), word) })
}

// Lost says what was lost, in order.
func (w *Traffic) Lost() []string { return w.lost }

// client sends requests to a listener that meet all conditions.
type client struct {
	listener string
	wants    []condition
}

func (c client) String() string { return fmt.Sprint(c.wants) }

// Step takes one exchange, and judges what the clients see after it.
func (w *Traffic) Step(e Exchange) error {
	changed, err := w.apply(e)
	if err != nil || !changed {
		return err
	}
	for _, c := range w.clients {
		if fault := w.serves(c); fault != "" {
			w.lost = append(w.lost, fmt.Sprintf("after %s, requests of %s: %s", e.Name(), c, fault))
		}
	}
	return nil
}

// serves says what is wrong with a client's way in, in the worst phase.
func (w *Traffic) serves(c client) string {
	leadsTo, ok := w.route(c)
	if !ok {
		return "no rule takes them"
	}
	for _, group := range slices.Sorted(maps.Keys(leadsTo)) {
		if leadsTo[group] == "0" {
			continue
		}
		if fault := w.ready(group); fault != "" {
			return fault
		}
	}
	return ""
}

// route finds where a listener sends a client: to the rule of the lowest priority
// that wants nothing that the client does not have.
func (w *Traffic) route(c client) (map[string]string, bool) {
	if l, ok := w.listeners[c.listener]; ok {
		return l.leadsTo, true
	}
	var best *rule
	for _, arn := range slices.Sorted(maps.Keys(w.rules)) {
		r := w.rules[arn]
		if r.listener == c.listener && r.takes(c) && (best == nil || precedes(r.priority, best.priority)) {
			best = &r
		}
	}
	if best == nil {
		return nil, false
	}
	return best.leadsTo, true
}

// takes says whether a request of the client meets the rule: each condition is one
// that the client's own rule had, or a wider one. That a pattern may cover another
// is not looked at, but for "*" and "/*", which cover everything.
func (r rule) takes(c client) bool {
	for _, wanted := range r.conditions {
		if slices.Contains(wanted.values, "*") || slices.Contains(wanted.values, "/*") {
			continue
		}
		i := slices.IndexFunc(c.wants, func(w condition) bool { return w.field == wanted.field })
		if i < 0 || !slices.ContainsFunc(c.wants[i].values, func(v string) bool { return slices.Contains(wanted.values, v) }) {
			return false
		}
	}
	return true
}

// ready says what is wrong with a target group in any phase of any service.
func (w *Traffic) ready(group string) string {
	g, ok := w.groups[group]
	if !ok {
		return "the target group is gone"
	}
	for _, serving := range w.combinations(group) {
		targets := 0
		for _, r := range serving {
			port, registered := r.targets[group]
			if !registered {
				continue
			}
			targets++
			if fault := w.reaches(r, g, port); fault != "" {
				return fault
			}
		}
		if targets == 0 {
			return "the target group is empty"
		}
	}
	return ""
}

// reaches says why a revision's task is no healthy target of a group.
func (w *Traffic) reaches(r revision, g targetGroup, port string) string {
	task, ok := w.tasks[r.taskDefinition]
	if !ok {
		return "the task definition is not there: " + r.taskDefinition
	}
	if g.path != "" && task.paths != nil && !slices.Contains(task.paths, g.path) {
		return "the tasks do not answer the health check " + g.path
	}
	checked := g.port
	if checked == "" || checked == "traffic-port" {
		checked = port
	}
	for _, p := range []string{port, checked} {
		if !w.open(r.securityGroups, p) {
			return "nobody may reach the tasks at port " + p
		}
	}
	return ""
}

func (w *Traffic) open(groups []string, port string) bool {
	for _, i := range w.ingress {
		if slices.Contains(groups, i.group) && i.from == port && i.to == port {
			return true
		}
	}
	return false
}

// combinations lists what may serve a target group at this moment: one phase of
// each service that has to do with it.
func (w *Traffic) combinations(group string) [][]revision {
	out := [][]revision{nil}
	for _, arn := range slices.Sorted(maps.Keys(w.services)) {
		if !w.services[arn].knows(group) {
			continue
		}
		var next [][]revision
		for _, before := range out {
			for _, phase := range w.services[arn].phases {
				next = append(next, append(append([]revision(nil), before...), phase...))
			}
		}
		out = next
	}
	return out
}

// knows says whether the service has targets in the group in any phase.
func (s *runningService) knows(group string) bool {
	for _, phase := range s.phases {
		for _, r := range phase {
			if _, ok := r.targets[group]; ok {
				return true
			}
		}
	}
	return false
}
