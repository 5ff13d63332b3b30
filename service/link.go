package service

import (
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Link makes services of resources, in the order in which they are given: what
// refers to what decides which belong together.
func Link(resources []*Resource) []*Service {
	l := linker{groups: map[*Resource]*TargetGroup{}, tasks: map[*Resource]*Task{}, told: map[*Resource][]Queue{}, leads: map[*Resource][]*Resource{}}
	byType := map[string][]*Resource{}
	for _, r := range resources {
		byType[r.Type] = append(byType[r.Type], r)
	}
	for _, r := range byType[TypeListener] {
		l.lead(r, r.of("DefaultActions"))
	}
	for _, r := range byType[TypeRule] {
		if listener := r.of("ListenerArn").toA(TypeListener); listener != nil {
			l.lead(listener, r.of("Actions"))
		}
	}
	l.queues = newQueues(byType[TypeQueue])
	out := make([]*Service, 0, len(byType[TypeService])+len(byType[TypeExpress]))
	for _, r := range byType[TypeService] {
		out = append(out, l.service(r))
	}
	for _, r := range byType[TypeExpress] {
		out = append(out, express(r))
	}
	scale(out, byType)
	terminate(out, byType[TypeDeploymentGroup])
	return out
}

// Forget drops the properties of resources of which services are made, which hold
// them no more: they keep where the resources stand, and cannot be linked again. What
// may say why something is not known is kept.
func Forget(resources []*Resource) {
	for _, r := range resources {
		var kept map[string]any
		for _, name := range []string{"LoadBalancers", "TaskDefinition", "ContainerDefinitions"} {
			v, is := r.Properties[name]
			if _, encoded := v.(Encoded); is && !encoded {
				if kept == nil {
					kept = make(map[string]any, 2)
				}
				kept[name] = v
			}
		}
		r.Properties = kept
	}
}

// linker knows what has been read of shared resources.
type linker struct {
	groups map[*Resource]*TargetGroup
	tasks  map[*Resource]*Task
	queues queues
	// told has the queues that a task definition's containers are told of.
	told map[*Resource][]Queue
	// leads has the listeners that forward to a target group.
	leads map[*Resource][]*Resource
}

// lead notes the target groups that actions forward to.
func (l *linker) lead(listener *Resource, actions property) {
	for _, action := range actions.items() {
		arns := []property{action.at("TargetGroupArn")}
		for _, g := range action.at("ForwardConfig").at("TargetGroups").items() {
			arns = append(arns, g.at("TargetGroupArn"))
		}
		for _, arn := range arns {
			if group := arn.to(); group != nil && !slices.Contains(l.leads[group], listener) {
				l.leads[group] = append(l.leads[group], listener)
			}
		}
	}
}

func (l *linker) service(r *Resource) *Service {
	s := &Service{Resource: r, Name: r.of("ServiceName").text(), Tags: tagged(r), PropagateTags: r.of("PropagateTags").text(),
		DesiredCount: r.of("DesiredCount").number(), LaunchType: r.of("LaunchType").text(), Rolling: rolling(r),
		Registries: registries(r), Lattices: lattices(r), Waits: waiting(r)}
	strategy, routes := r.of("CapacityProviderStrategy"), r.of("LoadBalancers")
	s.ProvidersUnknown = strategy.obscured()
	for _, p := range strategy.items() {
		s.Providers = append(s.Providers, Provider{Name: p.at("CapacityProvider").text(), Base: p.at("Base").number(), Weight: p.at("Weight").number()})
	}
	if task := r.of("TaskDefinition").toA(TypeTask); task != nil {
		s.Task, s.Queues = l.task(task), l.told[task]
	}
	s.Connected = connected(r, s.Task)
	if _, list := routes.v.([]any); !list && routes.obscured() != "" {
		s.Routes = append(s.Routes, Route{Container: NotKnown[string](routes.obscured(), routes.where()), Elsewhere: 1})
	}
	for _, b := range routes.items() {
		route := Route{Container: b.at("ContainerName").text(), Port: b.at("ContainerPort").number()}
		route.Group = l.register(b.at("TargetGroupArn"), &route.Elsewhere)
		// The two take turns.
		route.Alternate = l.register(b.at("AdvancedConfiguration").at("AlternateTargetGroupArn"), &route.Elsewhere)
		s.Routes = append(s.Routes, route)
	}
	s.Routes = append(s.Routes, connectors(r, s.Task)...)
	return s
}

// tagged are the tags of a resource, as far as their names are known.
func tagged(r *Resource) map[string]Value[string] {
	out := map[string]Value[string]{}
	for key, v := range r.of("Tags").pairs("Key") {
		out[key] = v.text()
	}
	return out
}

// register is the target group that is named there; one that is not read is counted.
func (l *linker) register(arn property, elsewhere *int) *TargetGroup {
	group := arn.toA(TypeTargetGroup)
	if group == nil {
		if !arn.missing() {
			*elsewhere++
		}
		return nil
	}
	return l.group(group)
}

func (l *linker) group(r *Resource) *TargetGroup {
	if g := l.groups[r]; g != nil {
		return g
	}
	attributes := r.of("TargetGroupAttributes")
	g := &TargetGroup{Resource: r, Protocol: r.of("Protocol").text(),
		DeregistrationDelay: attributes.attribute(AttributeDelay).number(), ConnectionTermination: attributes.attribute(AttributeTermination).truth(),
		Interval: r.of("HealthCheckIntervalSeconds").number(), Timeout: r.of("HealthCheckTimeoutSeconds").number(),
		HealthyThreshold: r.of("HealthyThresholdCount").number(), UnhealthyThreshold: r.of("UnhealthyThresholdCount").number(),
		Version: r.of("ProtocolVersion").text(), Matcher: matching(r.of()), HealthPath: r.of("HealthCheckPath").text()}
	for _, listener := range l.leads[r] {
		g.Listeners = append(g.Listeners, newListener(listener))
	}
	l.groups[r] = g
	return g
}

// matching are the codes that count as healthy, of HTTP or of gRPC.
func matching(check property) Value[string] {
	m := check.at("Matcher")
	if code := m.at("HttpCode"); !code.missing() {
		return code.text()
	}
	return m.at("GrpcCode").text()
}

func newListener(r *Resource) Listener {
	out := Listener{Resource: r, Protocol: r.of("Protocol").text(), Balancer: r.of("LoadBalancerArn").toA(TypeBalancer)}
	switch out.Kind() {
	case shutdown.NLB:
		out.Holder, out.Idle = r, r.of("ListenerAttributes").attribute(AttributeNLBIdle).number()
	case shutdown.ALB:
		if out.Holder = out.Balancer; out.Holder != nil {
			out.Idle = out.Holder.of("LoadBalancerAttributes").attribute(AttributeALBIdle).number()
		}
	}
	return out
}

// Kind is the kind of the load balancer, by the listener's protocol.
func (l Listener) Kind() shutdown.LoadBalancer {
	return BalancerOf(l.Protocol.Or(""))
}

// ecsDeploys is the deployment controller that takes the percentages and has the
// strategies and the circuit breaker; CODE_DEPLOY and EXTERNAL have their own ways.
const ecsDeploys = "ECS"

// rolling reads how deployments go.
func rolling(r *Resource) Rolling {
	c := r.of("DeploymentConfiguration")
	breaker, linear, canary := c.at("DeploymentCircuitBreaker"), c.at("LinearConfiguration"), c.at("CanaryConfiguration")
	strategy := c.at("Strategy").text()
	if by := r.of("DeploymentController").at("Type").text(); by.State == Unknown {
		strategy = NotKnown[string](by.Why, by.Where)
	} else if who := by.Or(ecsDeploys); who != ecsDeploys {
		strategy = NotKnown[string]("deployments are made by "+who+" and not by ECS", by.Where)
	}
	return Rolling{Strategy: strategy, MinimumHealthyPercent: c.at("MinimumHealthyPercent").number(), MaximumPercent: c.at("MaximumPercent").number(),
		BreakerEnable: breaker.at("Enable").truth(), BreakerRollback: breaker.at("Rollback").truth(), BakeMinutes: c.at("BakeTimeInMinutes").number(),
		LinearStepPercent: linear.at("StepPercent").number(), LinearStepMinutes: linear.at("StepBakeTimeInMinutes").number(),
		CanaryPercent: canary.at("CanaryPercent").number(), CanaryMinutes: canary.at("CanaryBakeTimeInMinutes").number(),
		ZoneRebalancing: r.of("AvailabilityZoneRebalancing").text(), HealthCheckGraceSeconds: r.of("HealthCheckGracePeriodSeconds").number()}
}
