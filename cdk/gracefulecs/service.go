package gracefulecs

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Service is a Fargate service whose settings come from a workload profile. Its
// getters give every construct inside it; those that the profile does not call
// for are nil. What is added to a construct that a getter gave, such as another target
// group or a health check of one's own, takes effect or stops the synthesis; what is
// changed through the tree (an aspect, Node().FindChild) only [CheckServices] sees.
//
// A service can be given to grants and to connections:
//
//	bucket.GrantRead(service, nil)
//	database.Connections().AllowDefaultPortFrom(service, nil)
type Service interface {
	constructs.Construct
	awsec2.IConnectable
	awsiam.IGrantable

	// Settings are the numbers that the profile gives.
	Settings() shutdown.Settings

	// AlternateApplicationTargetGroup is the one that a deployment with strategy
	// blue_green, linear or canary moves traffic to, behind an Application Load
	// Balancer. It takes turns with ApplicationTargetGroup.
	AlternateApplicationTargetGroup() awselasticloadbalancingv2.ApplicationTargetGroup
	// AlternateNetworkTargetGroup is the same behind a Network Load Balancer.
	AlternateNetworkTargetGroup() awselasticloadbalancingv2.NetworkTargetGroup
	// AppContainer runs the image.
	AppContainer() awsecs.ContainerDefinition
	// ApplicationTargetGroup is set behind an Application Load Balancer.
	ApplicationTargetGroup() awselasticloadbalancingv2.ApplicationTargetGroup
	// Container is the container of that name, or nil.
	Container(name string) awsecs.ContainerDefinition
	// DeadLetterQueue gets messages that fail; nil unless the queue is new.
	DeadLetterQueue() awssqs.Queue
	// ExecutionRole is what ECS uses to start a task.
	ExecutionRole() awsiam.IRole
	// FargateService is the ECS service itself. What is added to it, to the task
	// definition or to Connections later takes effect, but for containers, target
	// groups and autoscaling, which the profile must know: the synthesis refuses them.
	// The CDK drops alarms that EnableDeploymentAlarms adds to DeploymentAlarms.
	FargateService() awsecs.FargateService
	// FrontContainer takes the requests; nil unless the profile has a front.
	FrontContainer() awsecs.ContainerDefinition
	// HooksRole is what ECS calls LifecycleHooks as; nil if each has a role.
	HooksRole() awsiam.Role
	// InfrastructureRole is what ECS moves traffic as; nil with strategy rolling.
	InfrastructureRole() awsiam.IRole
	// InitContainer is the init container of that name, or nil.
	InitContainer(name string) awsecs.ContainerDefinition
	// ListenerRule forwards to the target group behind an Application Load Balancer.
	ListenerRule() awselasticloadbalancingv2.ApplicationListenerRule
	// LogGroup gets what all containers print.
	LogGroup() awslogs.ILogGroup
	// ManagedVolume is what ECS makes for each task; nil unless the props have one.
	ManagedVolume() awsecs.ServiceManagedVolume
	// NetworkListener is set behind a Network Load Balancer.
	NetworkListener() awselasticloadbalancingv2.NetworkListener
	// NetworkTargetGroup is set behind a Network Load Balancer.
	NetworkTargetGroup() awselasticloadbalancingv2.NetworkTargetGroup
	// PredictiveScalingPolicy is the policy of that name in Autoscaling.Predictive, or nil.
	PredictiveScalingPolicy(name string) awsapplicationautoscaling.CfnScalingPolicy
	// Queue is what a service with workload queue works on, new or existing.
	Queue() awssqs.IQueue
	// Route is one of the further ways in, or nil.
	Route(name string) Route
	// Rule is one of the further rules to the service's own target group, or nil.
	Rule(name string) awselasticloadbalancingv2.ApplicationListenerRule
	// ScalableTarget is the resource behind ScalableTaskCount.
	ScalableTarget() awsapplicationautoscaling.ScalableTarget
	// ScalableTaskCount takes further scaling policies; nil without Autoscaling.
	ScalableTaskCount() awsecs.ScalableTaskCount
	// SecurityGroup of the tasks.
	SecurityGroup() awsec2.ISecurityGroup
	// Sidecar is the container of that sidecar, or nil.
	Sidecar(name string) awsecs.ContainerDefinition
	// StepScalingAction is the policy of that name in Autoscaling.Steps, or nil:
	// give it to an alarm.
	StepScalingAction(name string) awsapplicationautoscaling.StepScalingAction
	// TaskDefinition of the tasks.
	TaskDefinition() awsecs.FargateTaskDefinition
	// TestListenerRule is set with TestListener behind an Application Load Balancer.
	TestListenerRule() awselasticloadbalancingv2.ApplicationListenerRule
	// TestNetworkListener is set with TestListener behind a Network Load Balancer.
	TestNetworkListener() awselasticloadbalancingv2.NetworkListener
	// TaskRole is what the containers run as: give it to grants.
	TaskRole() awsiam.IRole
}

type built struct {
	constructs.Construct

	values   *shared
	network  network
	settings shutdown.Settings
	// handedOut says that somebody has a construct whose changes count.
	handedOut bool

	alternateApplicationTargetGroup awselasticloadbalancingv2.ApplicationTargetGroup
	alternateNetworkTargetGroup     awselasticloadbalancingv2.NetworkTargetGroup
	app                             awsecs.ContainerDefinition
	deadLetterQueue                 awssqs.Queue
	executionRole                   awsiam.IRole
	fargateService                  awsecs.FargateService
	front                           awsecs.ContainerDefinition
	initContainers                  map[string]awsecs.ContainerDefinition
	infrastructureRole              awsiam.IRole
	logGroup                        awslogs.ILogGroup
	managedVolume                   awsecs.ServiceManagedVolume
	predictiveScalingPolicies       map[string]awsapplicationautoscaling.CfnScalingPolicy
	queue                           awssqs.IQueue
	routes                          map[string]*route // The service's own way in is the one without a name.
	scalableTaskCount               awsecs.ScalableTaskCount
	securityGroup                   awsec2.ISecurityGroup
	sidecars                        map[string]awsecs.ContainerDefinition
	hooksRole                       awsiam.Role
	testListener                    awsecs.ListenerRuleConfiguration
	testListenerRule                awselasticloadbalancingv2.ApplicationListenerRule
	testNetworkListener             awselasticloadbalancingv2.NetworkListener
	stepScalingActions              map[string]awsapplicationautoscaling.StepScalingAction
	taskDefinition                  awsecs.FargateTaskDefinition
}

// NewService adds a service to scope. It panics with every fault of the props
// at once before anything is added; use [Validate] to get them as an error. The
// panic value is an error that wraps [shutdown.Faults].
func NewService(scope constructs.Construct, id *string, props *ServiceProps) Service {
	p, err := newPlan(props)
	if err != nil {
		panic(fmt.Errorf("gracefulecs: service %q cannot be built:\n\n%w", deref(id), err))
	}
	s := &built{values: sharedIn(scope), settings: p.settings}
	constructs.NewConstruct_Override(s, scope, id)
	s.pinFeatureFlags(p)
	s.addQueue(p)
	s.addTaskDefinition(p)
	s.addPermissions(p)
	s.addFargateService(p)
	s.addManagedVolume(p)
	s.addInfrastructureRole(p)
	s.addWays(p)
	s.tellTargetGroups(p)
	s.addHooks(p)
	s.addAutoscaling(p)
	s.watch(p)
	warn(s, p.settings.Notes)
	warnOfArguments(s, p)
	s.warnOfRoles(p)
	return s
}

// Validate returns every fault of the props, or nil. The error is a
// [shutdown.Faults]. It adds nothing to the app.
func Validate(props *ServiceProps) error {
	_, err := newPlan(props)
	return err
}

func (s *built) Settings() shutdown.Settings { return s.settings }

func (s *built) AlternateApplicationTargetGroup() awselasticloadbalancingv2.ApplicationTargetGroup {
	s.handedOut = true
	return s.alternateApplicationTargetGroup
}

func (s *built) AlternateNetworkTargetGroup() awselasticloadbalancingv2.NetworkTargetGroup {
	s.handedOut = true
	return s.alternateNetworkTargetGroup
}

func (s *built) AppContainer() awsecs.ContainerDefinition {
	s.handedOut = true
	return s.app
}

func (s *built) Container(name string) awsecs.ContainerDefinition {
	s.handedOut = true
	return s.taskDefinition.FindContainer(&name)
}

func (s *built) DeadLetterQueue() awssqs.Queue { return s.deadLetterQueue }

func (s *built) ExecutionRole() awsiam.IRole { return s.executionRole }

func (s *built) FrontContainer() awsecs.ContainerDefinition {
	s.handedOut = true
	return s.front
}

func (s *built) GrantPrincipal() awsiam.IPrincipal { return s.TaskRole().GrantPrincipal() }

func (s *built) InitContainer(name string) awsecs.ContainerDefinition {
	s.handedOut = true
	return s.initContainers[name]
}

func (s *built) InfrastructureRole() awsiam.IRole { return s.infrastructureRole }

func (s *built) LogGroup() awslogs.ILogGroup { return s.logGroup }

func (s *built) PredictiveScalingPolicy(name string) awsapplicationautoscaling.CfnScalingPolicy {
	return s.predictiveScalingPolicies[name]
}

func (s *built) Queue() awssqs.IQueue { return s.queue }

func (s *built) ScalableTarget() awsapplicationautoscaling.ScalableTarget {
	if s.scalableTaskCount == nil {
		return nil
	}
	return s.scalableTarget()
}

func (s *built) ScalableTaskCount() awsecs.ScalableTaskCount { return s.scalableTaskCount }

func (s *built) SecurityGroup() awsec2.ISecurityGroup { return s.securityGroup }

func (s *built) Sidecar(name string) awsecs.ContainerDefinition {
	s.handedOut = true
	return s.sidecars[name]
}

func (s *built) StepScalingAction(name string) awsapplicationautoscaling.StepScalingAction {
	return s.stepScalingActions[name]
}

func (s *built) TaskDefinition() awsecs.FargateTaskDefinition {
	s.handedOut = true
	return s.taskDefinition
}

func (s *built) TaskRole() awsiam.IRole { return s.taskDefinition.TaskRole() }
