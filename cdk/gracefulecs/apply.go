package gracefulecs

import (
	"errors"
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Apply puts the settings of a profile onto a service that exists already, for
// instance one of an ApplicationLoadBalancedFargateService, and returns them:
//
//	web := awsecspatterns.NewApplicationLoadBalancedFargateService(…)
//	gracefulecs.Apply(web.Service(), web.TargetGroup(), profile)
//
// It sets stop timeouts, the environment and the order of the containers, how
// the service deploys, the target groups' deregistration delay and health check,
// and lets the task protect itself where the profile needs it. Everything else
// stays: image, ports, health check path, count, capacity.
//
// The app is the container that the load balancer reaches or, if that is the
// profile's front, the one that the front depends on. Where the profile leaves
// them open, desired_count, min_count, strategy with its times, and the order of
// the sidecars are the service's own. A profile that contradicts the order in
// which the containers are built is a fault.
//
// The target group is nil without a load balancer. What the profile asks of
// constructs that are not given here is the caller's, see the result:
// idle_timeout of the load balancer, scale_in_cooldown of scaling policies,
// visibility_timeout of a queue, arguments of a framework. [NewCheck] reports
// them.
//
// Apply panics with every fault at once before it changes anything.
func Apply(service awsecs.FargateService, targetGroup awselasticloadbalancingv2.ITargetGroup, profile shutdown.Profile) shutdown.Settings {
	a, err := newApplication(service, targetGroup, profile)
	if err != nil {
		panic(fmt.Errorf("gracefulecs: the profile cannot be applied:\n\n%w", err))
	}
	a.applyContainers()
	a.applyService()
	for _, t := range a.groups {
		a.applyTargetGroup(t)
	}
	if a.settings.TaskProtectionMinutes != nil {
		service.TaskDefinition().TaskRole().AddToPrincipalPolicy(taskProtection(awscdk.Stack_Of(service), service.Cluster().ClusterName()))
	}
	warn(service, a.settings.Notes)
	return a.settings
}

// ValidateApply returns every fault that [Apply] would panic with, or nil. The
// error is a [shutdown.Faults].
func ValidateApply(service awsecs.FargateService, targetGroup awselasticloadbalancingv2.ITargetGroup, profile shutdown.Profile) error {
	_, err := newApplication(service, targetGroup, profile)
	return err
}

// application is a profile together with the resources it is applied to.
type application struct {
	*subject
	arrangement

	settings shutdown.Settings
	group    awselasticloadbalancingv2.TargetGroupBase // The given one; nil without a load balancer.
	groups   []targets
}

// targets is a target group with the resource below it.
type targets struct {
	construct awselasticloadbalancingv2.TargetGroupBase
	resource  awselasticloadbalancingv2.CfnTargetGroup
}

func newApplication(service awsecs.FargateService, targetGroup awselasticloadbalancingv2.ITargetGroup, profile shutdown.Profile) (*application, error) {
	var c checker
	if service == nil {
		c.missing("service", "a Fargate service", "The service must not be nil.")
		return nil, c.faults
	}
	s, ok := newSubject(service)
	if !ok {
		c.add(shutdown.Fault{Path: "service", Rule: "type", Given: "an imported task definition", Allowed: "a task definition with a container of the same app",
			Message: "The containers of this service are not defined in the app, so nothing can be set on them."})
		return nil, c.faults
	}
	arn := ""
	if targetGroup != nil {
		arn = *targetGroup.TargetGroupArn()
	}
	arranged, faults := arrange(s.members(), s.reached(arn), s.usual(), s.declared(profile))
	a := &application{subject: s, arrangement: arranged}
	c.faults = faults
	proven, err := shutdown.Prove(a.profile)
	if errors.As(err, &faults) {
		c.faults = append(c.faults, nameTokens(faults)...)
		return nil, c.faults
	}
	a.settings, profile = proven.Explained(), proven.Profile()
	c.count(s, profile)
	c.spot(s, a.settings, profile)
	c.strategy(s, profile)
	c.targetGroup(a, targetGroup, string(profile.LoadBalancer))
	c.alternate(a, profile)
	c.listeners(a)
	c.roles(s, a)
	if len(c.faults) > 0 {
		return nil, c.faults
	}
	return a, nil
}

// applyContainers sets what the containers are told, and their order. Stop
// timeouts have no setter in CDK, so they are filled in when the containers are
// rendered.
func (a *application) applyContainers() {
	timeouts := map[string]int{a.app: a.settings.StopTimeout}
	a.tellContainer(a.app, a.settings.Environment, a.settings.FrameworkSettings)
	if f := a.settings.FrontSettings; f != nil {
		timeouts[f.Name] = f.StopTimeout
		a.tellContainer(f.Name, f.Environment, f.FrameworkSettings)
		a.stopBefore(f.Name, a.app)
	}
	for _, e := range a.settings.SidecarStopTimeouts {
		timeouts[e.Key] = e.Value
		a.tellContainer(e.Key, nil, entry(a.settings.SidecarFrameworkSettings, e.Key))
		a.stopBefore(a.app, e.Key)
	}
	for _, e := range a.settings.SidecarDependencies {
		for _, name := range e.Value {
			a.stopBefore(e.Key, name)
		}
	}
	a.taskResource.SetContainerDefinitions(awscdk.Lazy_UncachedAny(&containers{a.taskDefinition, timeouts}, nil))
}

// tellContainer adds what a container is told by way of its environment.
func (a *application) tellContainer(name string, environment shutdown.Table[string], f *shutdown.FrameworkSettings) {
	if f != nil {
		environment = append(environment[:len(environment):len(environment)], f.Environment...)
	}
	for i := range environment {
		a.container(name).AddEnvironment(&environment[i].Key, &environment[i].Value)
	}
}

// stopBefore lets a container depend on another one, unless it does already.
func (a *application) stopBefore(name, other string) {
	c := a.container(name)
	for _, d := range *c.ContainerDependencies() {
		if *d.Container.ContainerName() == other {
			return
		}
	}
	after(c, a.container(other))
}

// applyService sets how the service deploys.
func (a *application) applyService() {
	d := a.settings.Deployment
	a.resource.SetAvailabilityZoneRebalancing(jsii.String(d.AvailabilityZoneRebalancing))
	a.resource.SetDeploymentConfiguration(awscdk.Lazy_UncachedAny(&deployment{a.service, a.resource.DeploymentConfiguration(), d}, nil))
	if h := a.settings.HealthCheck; h != nil {
		a.resource.SetHealthCheckGracePeriodSeconds(jsii.Number(h.GracePeriod))
	}
}

// applyTargetGroup sets the numbers on the resource below the construct, so
// that a later ConfigureHealthCheck, which people call for the path, keeps them.
func (a *application) applyTargetGroup(t targets) {
	h := a.settings.HealthCheck
	t.resource.SetHealthCheckIntervalSeconds(jsii.Number(h.Interval))
	t.resource.SetHealthCheckTimeoutSeconds(jsii.Number(h.Timeout))
	t.resource.SetHealthyThresholdCount(jsii.Number(h.HealthyThreshold))
	t.resource.SetUnhealthyThresholdCount(jsii.Number(h.UnhealthyThreshold))
	t.construct.SetAttribute(jsii.String(attributeDelay), jsii.Sprintf("%d", *a.settings.DeregistrationDelay))
	if a.settings.ConnectionTermination != nil {
		t.construct.SetAttribute(jsii.String(attributeTermination), jsii.Sprintf("%t", *a.settings.ConnectionTermination))
	}
}

// The attributes of target groups and load balancers that a profile sets.
const (
	attributeDelay       = "deregistration_delay.timeout_seconds"
	attributeTermination = "deregistration_delay.connection_termination.enabled"
	attributeALBIdle     = "idle_timeout.timeout_seconds"
	attributeNLBIdle     = "tcp.idle_timeout.seconds"
)
