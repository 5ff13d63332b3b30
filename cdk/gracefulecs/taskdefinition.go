package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"
)

// addTaskDefinition adds the containers: the app first, then the front, then the
// sidecars in the profile's order.
func (s *built) addTaskDefinition(p *plan) {
	s.addLogGroup(p)
	s.addExecutionRole(p)
	family := p.Family
	if family == nil {
		family = &p.name
	}
	s.taskDefinition = awsecs.NewFargateTaskDefinition(s, jsii.String("TaskDefinition"), &awsecs.FargateTaskDefinitionProps{
		Family:          family,
		Cpu:             jsii.Number(p.cpu),
		MemoryLimitMiB:  jsii.Number(p.memory),
		ExecutionRole:   s.executionRole,
		RuntimePlatform: s.runtimePlatform(p),
		TaskRole:        p.TaskRole,

		EphemeralStorageGiB:  p.EphemeralStorageGiB,
		EnableFaultInjection: p.EnableFaultInjection,
		PidMode:              p.PidMode,
	})
	// CloudFormation would deregister each old revision, and nobody could roll back to
	// one by hand.
	s.taskDefinition.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE)
	s.addVolumes(p)
	logging := awsecs.LogDriver_AwsLogs(&awsecs.AwsLogDriverProps{LogGroup: s.logGroup, StreamPrefix: &p.name})
	s.app = s.addContainer(jsii.String(p.appName()), p.ContainerOptions, nil, &awsecs.ContainerDefinitionOptions{
		Image:                  p.Image,
		Command:                p.app.command,
		EntryPoint:             p.EntryPoint,
		Environment:            &p.app.environment,
		Essential:              jsii.Bool(true),
		HealthCheck:            s.containerHealthCheck(p),
		Logging:                logging,
		PortMappings:           withRanges(p.named(p.portMappings()), p.ContainerPortRanges),
		ReadonlyRootFilesystem: p.ReadonlyRootFilesystem,
		Secrets:                p.Secrets,
		StopTimeout:            s.values.seconds(p.settings.StopTimeout),
	})
	mount(s.app, p.MountPoints)
	s.addFront(p, logging)
	s.sidecars = make(map[string]awsecs.ContainerDefinition, len(p.sidecars))
	for i := range p.sidecars {
		s.addSidecar(&p.sidecars[i], logging)
	}
	for _, sidecar := range p.sidecars {
		for _, name := range sidecar.dependsOn {
			afterWhen(s.sidecars[*sidecar.Name], s.sidecars[name], p.sidecar(name).condition())
		}
	}
	s.addInitContainers(p, logging)
}

// after lets a container start after another one, and so stop before it. The
// condition is START: whether the other one is ready says nothing about the stop.
func after(c, other awsecs.ContainerDefinition) {
	afterWhen(c, other, awsecs.ContainerDependencyCondition_START)
}

// afterWhen is the same with another condition. Every condition has the same
// order of stops.
func afterWhen(c, other awsecs.ContainerDefinition, condition awsecs.ContainerDependencyCondition) {
	c.AddContainerDependencies(&awsecs.ContainerDependency{Container: other, Condition: condition})
}

// addFront adds the container that takes the requests, if the profile has one.
// It depends on the app, so that it stops before it.
func (s *built) addFront(p *plan, logging awsecs.LogDriver) {
	f := p.settings.FrontSettings
	if f == nil {
		return
	}
	s.front = s.addContainer(&f.Name, p.Front.ContainerOptions, nil, &awsecs.ContainerDefinitionOptions{
		Image:                p.Front.Image,
		Command:              p.front.command,
		Cpu:                  p.Front.Cpu,
		EntryPoint:           p.Front.EntryPoint,
		Environment:          &p.front.environment,
		Essential:            jsii.Bool(true),
		Logging:              logging,
		MemoryReservationMiB: p.Front.MemoryReservationMiB,
		PortMappings:         withRanges(p.named(portMappings(append([]*float64{p.Front.Port}, deref(p.Front.Ports)...))), p.Front.ContainerPortRanges),
		Secrets:              p.Front.Secrets,
		StopTimeout:          s.values.seconds(f.StopTimeout),
	})
	mount(s.front, p.Front.MountPoints)
	after(s.front, s.app)
}

// addSidecar adds a container that the app depends on, so that it starts before
// the app and stops after it.
func (s *built) addSidecar(p *sidecar, logging awsecs.LogDriver) {
	essential := p.Essential
	if essential == nil {
		essential = jsii.Bool(true)
	}
	c := s.addContainer(p.Name, p.ContainerOptions, p.FirelensConfig, &awsecs.ContainerDefinitionOptions{
		Image:                p.Image,
		Command:              p.command,
		Cpu:                  p.Cpu,
		EntryPoint:           p.EntryPoint,
		Environment:          &p.environment,
		Essential:            essential,
		Logging:              logging,
		MemoryReservationMiB: p.MemoryReservationMiB,
		PortMappings:         withRanges(portMappings(deref(p.Ports)), p.ContainerPortRanges),
		Secrets:              p.Secrets,
		StopTimeout:          s.values.seconds(p.stopTimeout),
	})
	mount(c, p.MountPoints)
	afterWhen(s.app, c, p.condition())
	s.sidecars[*p.Name] = c
}

func (s *built) runtimePlatform(p *plan) *awsecs.RuntimePlatform {
	r := *s.values.platform
	if p.CpuArchitecture != nil {
		r.CpuArchitecture = p.CpuArchitecture
	}
	if p.OperatingSystemFamily != nil {
		r.OperatingSystemFamily = p.OperatingSystemFamily
	}
	return &r
}

// What ECS takes for a container's health check that does not say, in seconds.
const usualInterval, usualTimeout = 30, 5

func (s *built) containerHealthCheck(p *plan) *awsecs.HealthCheck {
	if p.HealthCheckCommand == nil {
		return nil
	}
	check := &awsecs.HealthCheck{Interval: s.values.seconds(usualInterval), Timeout: s.values.seconds(usualTimeout), Retries: jsii.Number(3)}
	if o := p.ContainerOptions; o != nil && o.HealthCheck != nil {
		check = over(check, o.HealthCheck)
	}
	check.Command, check.StartPeriod = p.HealthCheckCommand, s.values.seconds(p.settings.ContainerStartPeriod)
	return check
}

// portMappings maps the app's ports; a task has no load balancer's port without
// ContainerPort.
func (p *plan) portMappings() *[]*awsecs.PortMapping {
	var ports []*float64
	if p.port != 0 {
		ports = append(ports, jsii.Number(p.port))
	}
	for _, port := range p.additionalPorts {
		ports = append(ports, jsii.Number(port))
	}
	return portMappings(ports)
}

func portMappings(ports []*float64) *[]*awsecs.PortMapping {
	if len(ports) == 0 {
		return nil
	}
	out := make([]*awsecs.PortMapping, len(ports))
	for i, port := range ports {
		out[i] = &awsecs.PortMapping{ContainerPort: port, Protocol: awsecs.Protocol_TCP}
	}
	return &out
}
