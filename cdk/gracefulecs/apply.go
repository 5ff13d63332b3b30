package gracefulecs

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// ApplyProps are what [Apply] cannot find by itself.
type ApplyProps struct {
	// Queue is what the service works on: it gets the visibility timeout.
	// Default: that of a QueueProcessingFargateService, otherwise none.
	Queue awssqs.IQueue
}

// Apply puts the settings of a profile onto a service that exists already, and
// returns them. It takes a FargateService and each of the ecs-patterns on
// Fargate that has one:
//
//	web := awsecspatterns.NewApplicationLoadBalancedFargateService(…)
//	gracefulecs.Apply(web, profile, nil)
//
// It sets stop timeouts, the environment and the order of the containers, how
// the service deploys, deregistration delay and health check of every target
// group that the service is registered in, the idle timeout of the load
// balancers before them, the scale-in cooldown of policies, a queue's visibility
// timeout, and lets the task protect itself, or ask whether its target drains, where
// the profile needs it.
// Everything else stays: image, ports, health check path, count, capacity.
//
// What it replaced is one piece of information in the output of "cdk synth"
// (graceful:replaced), and each thing that it could not set, such as an attribute
// of an imported target group, a warning with the value to set. Cooldowns and idle
// timeouts are set when the app is synthesised, so policies and listeners may be
// added later; containers and target groups must be there before.
//
// The app is the container that the load balancer reaches or, if that is the
// profile's front, the one that the front depends on. Where the profile leaves
// them open, load_balancer, desired_count, min_count, strategy with its times, and
// the order of the sidecars are the service's own; the log router that the CDK adds
// for FireLens is taken as a sidecar. A profile that contradicts the order in
// which the containers are built is a fault.
//
// Apply panics with every fault at once before it changes anything.
func Apply(built constructs.IConstruct, profile shutdown.Profile, props *ApplyProps) shutdown.Settings {
	a, err := newApplication(built, profile, props)
	if err != nil {
		panic(fmt.Errorf("gracefulecs: the profile cannot be applied:\n\n%w", err))
	}
	if a.done {
		return a.settings
	}
	a.done = true
	a.applyContainers()
	a.applyService()
	for _, t := range a.groups {
		a.applyTargetGroup(t)
	}
	a.applyQueue()
	if a.settings.TaskProtectionMinutes != nil {
		a.taskDefinition.TaskRole().AddToPrincipalPolicy(taskProtection(awscdk.Stack_Of(a.service), a.service.Cluster().ClusterName()))
	}
	a.applyNotice()
	warn(a.service, a.settings.Notes)
	a.applyLater()
	return a.settings
}

// ValidateApply returns every fault that [Apply] would panic with, or nil. The
// error is a [shutdown.Faults].
func ValidateApply(built constructs.IConstruct, profile shutdown.Profile, props *ApplyProps) error {
	_, err := newApplication(built, profile, props)
	return err
}

// application is a profile together with the resources it is applied to.
type application struct {
	*subject
	service.Arrangement

	given    shutdown.Profile
	done     bool // It is applied.
	settings shutdown.Settings
	groups   []targets
	queue    awssqs.IQueue
	report   applyReport
}

func newApplication(built constructs.IConstruct, profile shutdown.Profile, props *ApplyProps) (*application, error) {
	var c checker
	fargate, queue := c.serviceOf(built)
	if fargate == nil {
		return nil, c.faults
	}
	if given := deref(props).Queue; given != nil {
		queue = given
	}
	if before := c.again(fargate, profile); len(c.faults) > 0 {
		return nil, c.faults
	} else if before != nil {
		return before, nil
	}
	s, ok := newSubject(fargate)
	if !ok {
		c.add(shutdown.Fault{Path: "service", Rule: "type", Given: "an imported task definition", Allowed: "a task definition with a container of the same app",
			Message: "The containers of this service are not defined in the app, so nothing can be set on them."})
		return nil, c.faults
	}
	groups := s.groups()
	reached := s.reached()
	arranged, faults := service.Arrange(s.members(), append(reached, "")[0], s.usual(), s.facts(groups).Declared(impliedRouter(profile, s.router)))
	a := &application{given: profile, subject: s, Arrangement: arranged, groups: groups, queue: queue}
	c.faults = append(faults, a.AlsoReached(reached)...)
	proven, err := shutdown.Prove(a.Profile)
	if errors.As(err, &faults) {
		c.faults = append(c.faults, nameTokens(faults)...)
		return nil, c.faults
	}
	a.settings, profile = proven.Explained(), proven.Profile()
	c.count(s, profile)
	c.spot(s, a.settings, profile)
	c.strategy(s, profile)
	c.targetGroups(a, string(profile.LoadBalancer))
	c.alternate(a, profile)
	c.listeners(a)
	c.queueOf(a, built)
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
	original := a.taskResource.ContainerDefinitions()
	added := a.router && a.container(cdkRouter) == nil
	if added {
		resolve(a.stack, original) // The CDK adds it now, so that it can be set like the others.
		a.read()
	}
	timeouts := map[string]int{}
	for _, w := range service.WantedContainers(a.settings, a.App) {
		timeouts[w.Name] = w.StopTimeout
		a.tellContainer(w)
		for _, other := range w.DependsOn {
			a.stopBefore(w.Name, other)
		}
	}
	if added {
		a.taskResource.SetContainerDefinitions(awscdk.Lazy_UncachedAny(&containers{a.taskDefinition, timeouts}, nil))
	} else {
		a.taskResource.SetContainerDefinitions(edit(original, timeoutsOf(timeouts)))
	}
}

// tellContainer adds what a container is told by way of its environment, and
// says what it is not told, because its command is the image's or the author's.
func (a *application) tellContainer(w service.WantedContainer) {
	name, environment := w.Name, w.Environment
	container := a.container(name)
	was := container.RenderContainerDefinition(a.taskDefinition)
	if v := was.StopTimeout; v != nil {
		a.report.replaced("stop_timeout of "+name, *v, strconv.Itoa(w.StopTimeout))
	}
	if f := w.Framework; f != nil {
		environment = append(environment[:len(environment):len(environment)], f.Environment...)
		a.report.untold(name, was.Command, f.Arguments)
	}
	variables := named(resolve(a.stack, was.Environment), "name")
	for i := range environment {
		a.report.replaced(environment[i].Key+" of "+name, variables[environment[i].Key], environment[i].Value)
		container.AddEnvironment(&environment[i].Key, &environment[i].Value)
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

// applyService sets how the service deploys, and takes back the CDK's warnings
// about what it chose before.
func (a *application) applyService() {
	d := a.settings.Deployment
	if v := a.resource.DesiredCount(); v != nil && isToken(*v) {
		a.report.warnings = append(a.report.warnings, [2]string{"desired_count", "desired_count is known at deployment only, and the deployment percentages are for " +
			strconv.Itoa(a.settings.DesiredCount) + ". Write the number, or set desired_count and min_count in the profile to what it may be."})
	}
	peeking := true // The deployment configuration must not be asked for its value yet.
	a.resource.SetDeploymentConfiguration((&edited{a.resource.DeploymentConfiguration(), func(v any) any { return deploymentOf(v, a.settings) }, &peeking}).value())
	a.report.deployment(a.deployment, properties(a.stack, a.resource), a.settings)
	peeking = false
	for _, w := range service.Wants(service.OfService) {
		v, applies := w.Value(a.settings)
		seconds, _ := v.(int)
		switch {
		case !applies:
		case w.Property == "AvailabilityZoneRebalancing":
			a.resource.SetAvailabilityZoneRebalancing(jsii.String(fmt.Sprint(v)))
		case w.Property == "HealthCheckGracePeriodSeconds":
			a.resource.SetHealthCheckGracePeriodSeconds(jsii.Number(seconds))
		default:
			panic("gracefulecs: nothing sets " + w.Property + " of a service") // A row of the list that is new.
		}
	}
	notes := awscdk.Annotations_Of(a.service)
	notes.AcknowledgeWarning(jsii.String("@aws-cdk/aws-ecs:minHealthyPercent"), jsii.String("The workload profile sets it."))
	if d.CircuitBreaker != nil {
		notes.AcknowledgeWarning(jsii.String("@aws-cdk/aws-ecs:shouldUseCircuitBreaker"), jsii.String("The workload profile sets it."))
	}
}

// applyQueue sets how long a message stays with the task that has it.
func (a *application) applyQueue() {
	v := a.settings.VisibilityTimeout
	if v == nil {
		return
	}
	if a.queue == nil {
		a.report.left("visibility_timeout", *v, "no queue was given. Pass it as Queue of ApplyProps, or set its visibility timeout")
		return
	}
	resource, ok := a.queue.Node().DefaultChild().(awssqs.CfnQueue)
	if !ok {
		a.report.left("visibility_timeout", *v, "the queue "+*a.queue.Node().Path()+" is imported. Its owner must set it")
		return
	}
	a.report.replaced("visibility_timeout", resolve(awscdk.Stack_Of(a.queue), resource.VisibilityTimeout()), strconv.Itoa(*v))
	resource.SetVisibilityTimeout(jsii.Number(*v))
}
