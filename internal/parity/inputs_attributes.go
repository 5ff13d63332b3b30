package parity

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

// Attributes are what a service and its task are told beside the profile.
type Attributes struct {
	Family, PropagateTags                              string
	SharedProcesses, FaultInjection, NoManagedTags     bool
	AlarmsStay                                         bool // An alarm ends a deployment and leaves it.
	LaunchType                                         bool // FARGATE.
	Platform14                                         bool // Platform version 1.4.0.
	OnDemandBase, OnDemandWeight, SpotBase, SpotWeight int
}

func (a *Attributes) module(m arguments) {
	if a == nil {
		return
	}
	m.word("task_family", a.Family)
	m.word("propagate_tags", a.PropagateTags)
	m.set("pid_mode", "task", a.SharedProcesses)
	m.set("enable_fault_injection", true, a.FaultInjection)
	m.set("enable_ecs_managed_tags", false, a.NoManagedTags)
	m.set("deployment_alarms_rollback", false, a.AlarmsStay)
	m.set("launch_type", "FARGATE", a.LaunchType)
	m.set("platform_version", "1.4.0", a.Platform14)
	providers := map[string]any{}
	for _, s := range a.strategies() {
		providers[s.name] = map[string]any{"base": s.base, "weight": s.weight}
	}
	m.set("capacity_provider_strategy", providers, len(providers) > 0)
}

func (a *Attributes) props(p *gracefulecs.ServiceProps) {
	if a == nil {
		return
	}
	p.Family, p.EnableFaultInjection = word(a.Family), toggle(a.FaultInjection)
	p.PropagateTags = awsecs.PropagatedTagSource(a.PropagateTags)
	if a.SharedProcesses {
		p.PidMode = awsecs.PidMode_TASK
	}
	if a.NoManagedTags {
		p.EnableECSManagedTags = jsii.Bool(false)
	}
	if a.AlarmsStay {
		p.DeploymentAlarmBehavior = awsecs.AlarmBehavior_FAIL_ON_ALARM
	}
	if a.LaunchType {
		p.LaunchType = awsecs.LaunchType_FARGATE
	}
	if a.Platform14 {
		p.PlatformVersion = awsecs.FargatePlatformVersion_VERSION1_4
	}
	var strategies []*awsecs.CapacityProviderStrategy
	for _, s := range a.strategies() {
		strategies = append(strategies, &awsecs.CapacityProviderStrategy{CapacityProvider: jsii.String(s.name), Base: number(s.base), Weight: jsii.Number(s.weight)})
	}
	if len(strategies) > 0 {
		p.CapacityProviderStrategies = &strategies
	}
}

// strategy is one of a capacity provider.
type strategy struct {
	name         string
	base, weight int
}

func (a *Attributes) strategies() []strategy {
	var out []strategy
	for _, s := range []strategy{{"FARGATE", a.OnDemandBase, a.OnDemandWeight}, {"FARGATE_SPOT", a.SpotBase, a.SpotWeight}} {
		if s.base+s.weight > 0 {
			out = append(out, s)
		}
	}
	return out
}
