package service

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// Service is one service as it is configured.
type Service struct {
	// Resource is the service's own.
	Resource *Resource
	Name     Value[string]
	// Tags are those of the service, as far as their names are known.
	Tags map[string]Value[string]
	// Task is what it runs; nil where that was not read.
	Task *Task

	DesiredCount Value[int]
	// LaunchType is FARGATE, EC2 or EXTERNAL.
	LaunchType Value[string]
	// Providers are its capacity providers; empty where it names none.
	Providers []Provider
	// ProvidersUnknown is why they cannot be known, or not all; empty when they are.
	ProvidersUnknown string

	Rolling Rolling
	Routes  []Route
	Scaling []Scaling

	// Registries are the names under which callers find its tasks without a load
	// balancer, Connected the ports that they reach through Service Connect, and
	// Lattices where it is registered with VPC Lattice.
	Registries []Registry
	Connected  []Connected
	Lattices   []Where
	// Queues are the SQS queues that its containers are told of.
	Queues []Queue
	// Waits are how long the tool that deploys it waits.
	Waits Waits
	// Termination is what CodeDeploy does with old tasks; nil where that was not read.
	Termination *Termination
	// PropagateTags says whose tags its tasks get: SERVICE, TASK_DEFINITION or NONE.
	PropagateTags Value[string]
	// Managed is Express for a service of which ECS makes all but the container; else
	// empty.
	Managed string
}

// Task is a task definition.
type Task struct {
	Resource   *Resource
	Containers []Container
	// Unknown is why the containers cannot be known; empty when they are.
	Unknown string
	// Compatible are what it may run on, such as FARGATE.
	Compatible Value[[]string]
	// Windows says that its containers are of Windows, which has no signals.
	Windows bool
}

// Provider is an entry of a capacity provider strategy.
type Provider struct {
	Name         Value[string]
	Base, Weight Value[int]
}

// Rolling is how deployments of a service go.
type Rolling struct {
	// Strategy is unknown where something else than ECS makes the deployments.
	Strategy                Value[string]
	MinimumHealthyPercent   Value[int]
	MaximumPercent          Value[int]
	BreakerEnable           Value[bool]
	BreakerRollback         Value[bool]
	BakeMinutes             Value[int]
	LinearStepPercent       Value[int]
	LinearStepMinutes       Value[int]
	CanaryPercent           Value[int]
	CanaryMinutes           Value[int]
	ZoneRebalancing         Value[string]
	HealthCheckGraceSeconds Value[int]
}

// Container is a container of a task.
type Container struct {
	Name        Value[string]
	Image       Value[string]
	Essential   Value[bool]
	StopTimeout Value[int]
	EntryPoint  Value[[]string]
	Command     Value[[]string]
	// Environment has its variables; those whose names are not known are missing.
	Environment map[string]Value[string]
	// EnvironmentElsewhere is why variables may be missing that the container has;
	// empty when all are known by name.
	EnvironmentElsewhere string
	DependsOn            []Dependency
	// Init says that an init process is PID 1, which hands signals on to the app.
	Init Value[bool]
	// LogDriver is what takes its output.
	LogDriver Value[string]
	// Router says that it is a FireLens log router, and RouterFile that it has a
	// configuration beside the one that ECS writes, as far as is known.
	Router, RouterFile bool
	// Ports are the protocols of its ports, by the ports' names.
	Ports map[string]Value[string]
	// Strange are names in its definition that ECS does not know.
	Strange []Strange
	// StartPeriod is the time that its own health check leaves it to start.
	StartPeriod Value[int]
}

// Dependency is a container that another one waits for.
type Dependency struct {
	On        Value[string]
	Condition Value[string]
}

// Route is one way into a service.
type Route struct {
	Container Value[string]
	Port      Value[int]
	// Group is where the tasks are registered, and Alternate the group with which
	// it takes turns; each is nil where it is not known. Known says for Alternate
	// that there is none, when it is nil.
	Group     *TargetGroup
	Alternate *TargetGroup
	// Elsewhere counts the groups that are named and were not read.
	Elsewhere int
}

// TargetGroup is where tasks are registered, with the listeners that lead to it.
type TargetGroup struct {
	Resource              *Resource
	Protocol              Value[string]
	DeregistrationDelay   Value[int]
	ConnectionTermination Value[bool]
	Interval, Timeout     Value[int]
	HealthyThreshold      Value[int]
	UnhealthyThreshold    Value[int]
	// Version is the version of its protocol: HTTP1, HTTP2 or GRPC.
	Version    Value[string]
	Matcher    Value[string]
	HealthPath Value[string]
	Listeners  []Listener
}

// Listener is what leads to a target group.
type Listener struct {
	Resource *Resource
	Protocol Value[string]
	// Balancer is the load balancer that it belongs to; nil where it was not read.
	Balancer *Resource
	// Idle is its own or its load balancer's idle timeout, as far as set. Holder is
	// the resource that has it; nil where that was not read.
	Idle   Value[int]
	Holder *Resource
}

// Scaling is what changes the number of a service's tasks.
type Scaling struct {
	Resource         *Resource
	Minimum, Maximum Value[int]
	Policies         []Policy
	Scheduled        []Scheduled
}

// Scheduled changes the bounds of the number of tasks at some time.
type Scheduled struct {
	Name             Value[string]
	Minimum, Maximum Value[int]
}

// Policy is a scaling policy.
type Policy struct {
	Resource *Resource
	// Kind is the property that configures it.
	Kind string
	// TakesAway says that it scales in; nil where that cannot be told.
	TakesAway *bool
	// Metric is the predefined metric that it follows.
	Metric Value[string]
	// Cooldown is the time that it waits after it has taken tasks away.
	Cooldown Value[int]
}

// Kind is what the target group is for, by its protocol; empty where that does
// not tell.
func (g *TargetGroup) Kind() shutdown.LoadBalancer { return BalancerOf(g.Protocol.Or("")) }

// BalancerOf is the load balancer that speaks a protocol.
func BalancerOf(protocol string) shutdown.LoadBalancer {
	switch protocol {
	case "HTTP", "HTTPS":
		return shutdown.ALB
	case "TCP", "TLS", "UDP", "TCP_UDP":
		return shutdown.NLB
	default:
		return ""
	}
}

// OnFargate says whether tasks run on Fargate, as far as is known.
func (s *Service) OnFargate() bool {
	for _, p := range s.Providers {
		if name := p.Name.Or(""); name == "FARGATE" || name == SpotProvider {
			return true
		}
	}
	if len(s.Providers) > 0 && s.ProvidersUnknown == "" {
		return false
	}
	if launch, ok := s.LaunchType.Get(); ok {
		return launch == "FARGATE"
	}
	if s.Task != nil {
		for _, c := range s.Task.Compatible.Or(nil) {
			if c == "FARGATE" {
				return true
			}
		}
	}
	return false
}

// SpotProvider is the capacity provider of Fargate Spot.
const SpotProvider = "FARGATE_SPOT"

// OnSpot says whether some of the tasks may be placed on Spot.
func (s *Service) OnSpot() bool {
	for _, p := range s.Providers {
		if p.Name.Or("") == SpotProvider {
			return true
		}
	}
	return false
}
