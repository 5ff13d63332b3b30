package parity

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Traffic judges a change of services that run: it is told every request that
// Terraform sends to AWS, in the order of the answers, and finds those after which
// a client's request would be lost.
//
// A deployment takes time that nobody knows, so whatever comes before Terraform has
// seen its end is judged with the old tasks alone, with both, with the new ones
// alone, and with none where its percentages allow that. Requests to AWS that were
// under way at the same time are judged in the other order too ([Traffic.Judge]);
// of those that were not, one after the other though neither waits for the other,
// only the order that happened is: the worst case of another machine may be missed.
//
// ECS itself is not imitated: a deployment succeeds, and one that moves traffic
// does so when the tasks are ready. Nor are permissions and certificates looked at.
type Traffic struct {
	balancers map[string][]string // security groups, by app/NAME/ID
	listeners map[string]listener
	rules     map[string]rule
	groups    map[string]targetGroup
	ingress   map[string]ingress
	tasks     map[string]taskDefinition
	services  map[string]runningService
	queues    map[string]queue
	logGroups map[string]bool // whether it is there
	clients   []client
	faults    map[string]string // the last of each client
	lost      []Loss
}

// Loss is what a client loses from one request to AWS on.
type Loss struct{ After, Client, Fault string }

func (l Loss) String() string {
	return fmt.Sprintf("after %s, requests of %s: %s", l.After, l.Client, l.Fault)
}

// NewTraffic judges nothing yet.
func NewTraffic() *Traffic {
	return &Traffic{
		balancers: map[string][]string{}, listeners: map[string]listener{}, rules: map[string]rule{}, groups: map[string]targetGroup{},
		ingress: map[string]ingress{}, tasks: map[string]taskDefinition{}, services: map[string]runningService{},
		queues: map[string]queue{}, logGroups: map[string]bool{}, faults: map[string]string{},
	}
}

// clone is a copy that goes its own way. What stands in the maps is replaced as a
// whole when it changes.
func (w *Traffic) clone() *Traffic {
	out := *w
	out.balancers, out.listeners, out.rules, out.groups = maps.Clone(w.balancers), maps.Clone(w.listeners), maps.Clone(w.rules), maps.Clone(w.groups)
	out.ingress, out.tasks, out.services = maps.Clone(w.ingress), maps.Clone(w.tasks), maps.Clone(w.services)
	out.queues, out.logGroups, out.faults = maps.Clone(w.queues), maps.Clone(w.logGroups), maps.Clone(w.faults)
	out.clients, out.lost = slices.Clone(w.clients), slices.Clone(w.lost)
	return &out
}

// Lost says what was lost, in order. A client that goes on losing requests for the
// same reason is told once.
func (w *Traffic) Lost() []Loss { return w.lost }

// Step takes one exchange, and judges what the clients see after it.
func (w *Traffic) Step(e Exchange) error {
	changed, err := w.apply(e)
	if err != nil || !changed {
		return err
	}
	for _, c := range w.clients {
		fault, name := w.serves(c), c.String()
		if fault != "" && fault != w.faults[name] {
			w.lost = append(w.lost, Loss{e.Name(), name, fault})
		}
		w.faults[name] = fault
	}
	return nil
}

// Judge takes exchanges that follow each other, of which the first is the one of
// that number. One that was sent before the answer to others came may have had its
// effect before theirs, so that is judged as well.
func (w *Traffic) Judge(exchanges []Exchange, first int) error {
	for i, e := range exchanges {
		for _, sooner := range exchanges[i+1:] {
			if sooner.Sent > first+i || reads(sooner.Action) || reads(e.Action) && e.Action != "DescribeServiceDeployments" {
				continue
			}
			if err := w.suppose(sooner, e); err != nil {
				return err
			}
		}
		if err := w.Step(e); err != nil {
			return err
		}
	}
	return nil
}

// suppose judges what would be lost if an exchange came before another.
func (w *Traffic) suppose(sooner, e Exchange) error {
	other := w.clone()
	if err := other.Step(sooner); err != nil {
		return err
	}
	for _, l := range other.lost[len(w.lost):] {
		if !slices.ContainsFunc(w.lost, func(known Loss) bool { return known.Client == l.Client && known.Fault == l.Fault }) {
			w.lost = append(w.lost, Loss{l.After + " before " + e.Name(), l.Client, l.Fault})
		}
	}
	return nil
}

// serves says what is wrong with a client's way in, in the worst phase.
func (w *Traffic) serves(c client) string {
	if c.queue != "" {
		return w.worked(c.queue)
	}
	taken, fault := w.route(c)
	if fault != "" {
		return fault
	}
	for _, a := range taken {
		if fault := w.follow(a, c.door.balancer); fault != "" {
			return fault
		}
	}
	return ""
}

// follow says what is wrong with where a rule or listener leads.
func (w *Traffic) follow(a action, balancer string) string {
	if a.other != "" {
		return "the load balancer does not forward them: " + a.other
	}
	var weighted []string
	for _, group := range slices.Sorted(maps.Keys(a.groups)) {
		if a.groups[group] != "0" {
			weighted = append(weighted, group)
		}
	}
	switch {
	case len(weighted) == 0:
		return "no target group has a weight"
	case w.moved(a.arn):
		// ECS gives the weight to the group of tasks that are ready.
		return w.ready(slices.Sorted(maps.Keys(a.groups)), balancer)
	}
	for _, group := range weighted {
		if fault := w.ready([]string{group}, balancer); fault != "" {
			return fault
		}
	}
	return ""
}

// balancerOf is the part app/NAME/ID of the ARN of a load balancer, a listener or
// a rule.
func balancerOf(arn string) string {
	for _, kind := range []string{":loadbalancer/", ":listener/", ":listener-rule/"} {
		if _, rest, ok := strings.Cut(arn, kind); ok {
			if parts := strings.Split(rest, "/"); len(parts) >= 3 {
				return strings.Join(parts[:3], "/")
			}
		}
	}
	return arn
}
