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
// the service rolls, the target group's deregistration delay and health check,
// and lets the task protect itself where the profile needs it. Everything else
// stays: image, ports, health check path, count, capacity. The app container is
// the task definition's default container. Where the profile leaves
// desired_count open, the service's own is taken.
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
	a.applyTargetGroup()
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

	settings shutdown.Settings
	targets  awselasticloadbalancingv2.TargetGroupBase
	group    awselasticloadbalancingv2.CfnTargetGroup // Below targets; both nil without a load balancer.
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
	if profile.DesiredCount == nil {
		profile.DesiredCount = s.desiredCount()
	}
	a := &application{subject: s}
	settings, err := shutdown.Compute(profile)
	var faults shutdown.Faults
	if errors.As(err, &faults) {
		return nil, nameTokens(faults)
	}
	a.settings = settings
	c.count(s, profile)
	c.spot(s, profile.WithDefaults())
	c.controller(s)
	c.targetGroup(a, targetGroup, string(profile.WithDefaults().LoadBalancer))
	c.containers(s, profile)
	if len(c.faults) > 0 {
		return nil, c.faults
	}
	return a, nil
}

// applyContainers sets what the app and the sidecars are told. Stop timeouts
// have no setter in CDK, so they are filled in when the containers are rendered.
func (a *application) applyContainers() {
	timeouts := map[string]int{*a.app.ContainerName(): a.settings.StopTimeout}
	for _, e := range a.settings.SidecarStopTimeouts {
		timeouts[e.Key] = e.Value
		if !a.dependsOn(e.Key) {
			a.app.AddContainerDependencies(&awsecs.ContainerDependency{
				Container: a.container(e.Key), Condition: awsecs.ContainerDependencyCondition_START,
			})
		}
	}
	for _, e := range a.settings.Environment {
		a.app.AddEnvironment(&e.Key, &e.Value)
	}
	if f := a.settings.FrameworkSettings; f != nil {
		for _, e := range f.Environment {
			a.app.AddEnvironment(&e.Key, &e.Value)
		}
	}
	a.taskResource.SetContainerDefinitions(awscdk.Lazy_UncachedAny(&containers{a.taskDefinition, timeouts}, nil))
}

// applyService sets how the service rolls.
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
func (a *application) applyTargetGroup() {
	if a.targets == nil {
		return
	}
	h, group := a.settings.HealthCheck, a.group
	group.SetHealthCheckIntervalSeconds(jsii.Number(h.Interval))
	group.SetHealthCheckTimeoutSeconds(jsii.Number(h.Timeout))
	group.SetHealthyThresholdCount(jsii.Number(h.HealthyThreshold))
	group.SetUnhealthyThresholdCount(jsii.Number(h.UnhealthyThreshold))
	a.targets.SetAttribute(jsii.String(attributeDelay), jsii.Sprintf("%d", *a.settings.DeregistrationDelay))
	if a.settings.ConnectionTermination != nil {
		a.targets.SetAttribute(jsii.String(attributeTermination), jsii.Sprintf("%t", *a.settings.ConnectionTermination))
	}
}

// The attributes of target groups and load balancers that a profile sets.
const (
	attributeDelay       = "deregistration_delay.timeout_seconds"
	attributeTermination = "deregistration_delay.connection_termination.enabled"
	attributeALBIdle     = "idle_timeout.timeout_seconds"
	attributeNLBIdle     = "tcp.idle_timeout.seconds"
)
