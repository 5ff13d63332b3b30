package service

import (
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Link makes services of resources, in the order in which they are given: what
// refers to what decides which belong together.
func Link(resources []*Resource) []*Service {
	l := linker{groups: map[*Resource]*TargetGroup{}, tasks: map[*Resource]*Task{}, leads: map[*Resource][]*Resource{}}
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
	out := make([]*Service, 0, len(byType[TypeService]))
	for _, r := range byType[TypeService] {
		out = append(out, l.service(r))
	}
	scale(out, byType[TypeScalingTarget], byType[TypeScalingPolicy])
	return out
}

// linker knows what has been read of shared resources.
type linker struct {
	groups map[*Resource]*TargetGroup
	tasks  map[*Resource]*Task
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
	s := &Service{Resource: r, Name: r.of("ServiceName").text(), Tags: map[string]Value[string]{},
		DesiredCount: r.of("DesiredCount").number(), LaunchType: r.of("LaunchType").text(), Rolling: rolling(r)}
	for key, v := range r.of("Tags").pairs("Key") {
		s.Tags[key] = v.text()
	}
	strategy, routes := r.of("CapacityProviderStrategy"), r.of("LoadBalancers")
	s.ProvidersUnknown = strategy.obscured()
	for _, p := range strategy.items() {
		s.Providers = append(s.Providers, Provider{Name: p.at("CapacityProvider").text(), Base: p.at("Base").number(), Weight: p.at("Weight").number()})
	}
	if task := r.of("TaskDefinition").toA(TypeTask); task != nil {
		s.Task = l.task(task)
	}
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
	return s
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
		DeregistrationDelay: attributes.attribute(attributeDelay).number(), ConnectionTermination: attributes.attribute(attributeTermination).truth(),
		Interval: r.of("HealthCheckIntervalSeconds").number(), Timeout: r.of("HealthCheckTimeoutSeconds").number(),
		HealthyThreshold: r.of("HealthyThresholdCount").number(), UnhealthyThreshold: r.of("UnhealthyThresholdCount").number(),
		Matcher: matcher(r), HealthPath: r.of("HealthCheckPath").text()}
	for _, listener := range l.leads[r] {
		g.Listeners = append(g.Listeners, newListener(listener))
	}
	l.groups[r] = g
	return g
}

// matcher are the codes that count as healthy, of HTTP or of gRPC.
func matcher(r *Resource) Value[string] {
	m := r.of("Matcher")
	if code := m.at("HttpCode"); !code.missing() {
		return code.text()
	}
	return m.at("GrpcCode").text()
}

func newListener(r *Resource) Listener {
	out := Listener{Resource: r, Protocol: r.of("Protocol").text(), Balancer: r.of("LoadBalancerArn").toA(TypeBalancer)}
	switch out.Kind() {
	case shutdown.NLB:
		out.Holder, out.Idle = r, r.of("ListenerAttributes").attribute(attributeNLBIdle).number()
	case shutdown.ALB:
		if out.Holder = out.Balancer; out.Holder != nil {
			out.Idle = out.Holder.of("LoadBalancerAttributes").attribute(attributeALBIdle).number()
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

// scale gives each service what changes the number of its tasks.
func scale(services []*Service, targets, policies []*Resource) {
	by := newScaled(services)
	applied := map[*Resource][]*Resource{}
	of := map[string][]*Resource{} // Policies by the service that they name, as their targets do.
	for _, p := range policies {
		if target := p.of("ScalingTargetId").to(); target != nil {
			applied[target] = append(applied[target], p)
		} else if id := p.of("ResourceId").written(); id != "" {
			of[id] = append(of[id], p)
		}
	}
	for _, target := range targets {
		id := target.of("ResourceId")
		for _, s := range by.of(id) {
			scaling := Scaling{Resource: target, Minimum: target.of("MinCapacity").number(), Maximum: target.of("MaxCapacity").number()}
			for _, list := range [][]*Resource{applied[target], of[id.written()]} {
				for _, p := range list {
					scaling.Policies = append(scaling.Policies, policy(p))
				}
			}
			s.Scaling = append(s.Scaling, scaling)
		}
	}
}

// scaled finds services by what a scaling target says of them: a reference, or the
// name where that is written.
type scaled struct {
	byResource map[*Resource]*Service
	byName     map[string][]*Service
}

func newScaled(services []*Service) scaled {
	out := scaled{map[*Resource]*Service{}, map[string][]*Service{}}
	for _, s := range services {
		out.byResource[s.Resource] = s
		if name, known := s.Name.Get(); known {
			out.byName[name] = append(out.byName[name], s)
		}
	}
	return out
}

// of are the services that an id such as service/shop/api means.
func (by scaled) of(id property) []*Service {
	for _, r := range id.referred() {
		if s := by.byResource[r]; s != nil {
			return []*Service{s}
		}
	}
	text := id.ending()
	return by.byName[text[strings.LastIndexByte(text, '/')+1:]]
}
