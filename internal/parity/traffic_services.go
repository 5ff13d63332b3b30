package parity

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// runningService is in one of its phases, in each of which some revisions serve.
type runningService struct {
	phases     [][]revision
	current    revision
	deployment string // the ARN of the last one
	desired    int
	minimum    int // percent
	shifts     bool
	mayBeEmpty bool // autoscaling may take the last task
	pair       pair
}

// pair are the target groups between which ECS moves traffic, at a rule or listener.
type pair struct{ primary, alternate, at string }

// revision is one deployment of a service.
type revision struct {
	taskDefinition string
	securityGroups []string
	targets        map[string]target // by target group
}

// target is how tasks are registered, with the deregistration delay of that time.
type target struct {
	container, port string
	delay           int
}

// minimumByDefault is ECS's minimum healthy percent where nothing is said.
const minimumByDefault = 100

// service starts a deployment, changes the number of tasks, or ends the service.
func (w *Traffic) service(e Exchange) error {
	arn := text(e.Response, "service", "serviceArn")
	if arn == "" {
		return fmt.Errorf("%s does not say which service: %v", e.Name(), e.Response)
	}
	s, ok := w.services[arn]
	if !ok || e.Action == "CreateService" {
		s = runningService{phases: [][]revision{nil}, minimum: minimumByDefault, desired: 1}
	}
	if e.Action == "DeleteService" {
		s.phases = append(slices.Clone(s.phases), nil)
		w.services[arn] = s
		return nil
	}
	before := s.desired
	s.number(e.Request)
	switch {
	case s.desired == 0:
		s.phases = append(slices.Clone(s.phases), nil)
	case startsDeployment(e):
		s.deployment = text(e.Response, "service", "currentServiceDeployment")
		s.deploy(w.revision(&s, e.Request), before)
	case before == 0:
		s.phases = append(slices.Clone(s.phases), []revision{s.current})
	}
	w.services[arn] = s
	return nil
}

// number reads how many tasks there are, and how few a deployment may leave.
func (s *runningService) number(request map[string]any) {
	if v := at(request, "desiredCount"); v != nil {
		s.desired = number0(fmt.Sprint(v))
	}
	if v := at(request, "deploymentConfiguration", "minimumHealthyPercent"); v != nil {
		s.minimum = number0(fmt.Sprint(v))
	}
	if v := text(request, "deploymentConfiguration", "strategy"); v != "" {
		s.shifts = v != "ROLLING"
	}
}

// deploy adds the phases of a deployment. A minimum of 0 % lets ECS stop every old
// task before a new one serves; any other keeps one.
func (s *runningService) deploy(next revision, before int) {
	last := s.phases[len(s.phases)-1]
	phases := slices.Clone(s.phases)
	if s.minimum == 0 && !s.shifts && before > 0 {
		phases = append(phases, nil)
	}
	s.phases = append(phases, append(slices.Clone(last), next), []revision{next})
	s.current = next
}

// revision is what a request makes of the one that serves.
func (w *Traffic) revision(s *runningService, request map[string]any) revision {
	next := s.current
	if v := text(request, "taskDefinition"); v != "" {
		next.taskDefinition = v
	}
	if groups := list(request, "networkConfiguration", "awsvpcConfiguration", "securityGroups"); groups != nil {
		next.securityGroups = nil
		for _, g := range groups {
			next.securityGroups = append(next.securityGroups, fmt.Sprint(g))
		}
	}
	targets := next.targets
	if balancers, ok := request["loadBalancers"]; ok {
		targets, s.pair = map[string]target{}, pair{}
		for _, b := range list(balancers) {
			primary := text(b, "targetGroupArn")
			targets[primary] = target{container: text(b, "containerName"), port: fmt.Sprint(at(b, "containerPort"))}
			if alternate := text(b, "advancedConfiguration", "alternateTargetGroupArn"); alternate != "" {
				s.pair = pair{primary, alternate, text(b, "advancedConfiguration", "productionListenerRule")}
			}
		}
	}
	next.targets = map[string]target{}
	for group, t := range targets {
		next.targets[w.turn(s, group)] = t
	}
	for group, t := range next.targets {
		t.delay = w.groups[group].delay
		next.targets[group] = t
	}
	return next
}

// turn is the group in which a deployment puts its tasks: where traffic moves, the
// one of the two that the last one has not used.
func (w *Traffic) turn(s *runningService, group string) string {
	if !s.shifts || s.pair == (pair{}) || group != s.pair.primary && group != s.pair.alternate {
		return group
	}
	if _, used := s.current.targets[s.pair.primary]; used {
		return s.pair.alternate
	}
	return s.pair.primary
}

// moved says whether ECS gives the weights at a rule or listener.
func (w *Traffic) moved(arn string) bool {
	for _, s := range w.services {
		if s.shifts && s.pair.at == arn {
			return true
		}
	}
	return false
}

// settle ends the deployments that Terraform has seen the end of.
func (w *Traffic) settle(e Exchange) bool {
	settled := false
	for _, d := range list(e.Response, "serviceDeployments") {
		arn := text(d, "serviceArn")
		s, ok := w.services[arn]
		if ok && text(d, "status") == "SUCCESSFUL" && text(d, "serviceDeploymentArn") == s.deployment && len(s.phases) > 1 {
			s.phases, settled = s.phases[len(s.phases)-1:], true
			w.services[arn] = s
		}
	}
	return settled
}

// scale hears of the fewest tasks that autoscaling leaves.
func (w *Traffic) scale(request map[string]any) {
	id := strings.TrimPrefix(text(request, "ResourceId"), "service/")
	for arn, s := range w.services {
		if v := at(request, "MinCapacity"); v != nil && strings.HasSuffix(arn, ":service/"+id) {
			s.mayBeEmpty = fmt.Sprint(v) == "0"
			w.services[arn] = s
		}
	}
}

// combinations lists what may serve target groups at this moment: one phase of
// each service that has to do with them.
func (w *Traffic) combinations(groups []string) [][]revision {
	out := [][]revision{nil}
	for _, arn := range slices.Sorted(maps.Keys(w.services)) {
		s := w.services[arn]
		if !s.knows(groups) {
			continue
		}
		phases := s.phases
		if s.mayBeEmpty {
			phases = append(slices.Clone(phases), nil)
		}
		var next [][]revision
		for _, before := range out {
			for _, phase := range phases {
				next = append(next, append(slices.Clone(before), phase...))
			}
		}
		out = next
	}
	return out
}

// knows says whether the service has targets in the groups in any phase.
func (s runningService) knows(groups []string) bool {
	for _, phase := range s.phases {
		for _, r := range phase {
			for _, group := range groups {
				if _, ok := r.targets[group]; ok {
					return true
				}
			}
		}
	}
	return false
}
