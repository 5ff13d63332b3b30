package gracefulecs

// Long because: one struct has every prop of a service, each with its words.

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2actions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// ServiceProps are the inputs of [NewService]. Everything about stopping a task
// comes from Profile: no other prop can contradict it.
type ServiceProps struct {
	// Cluster runs the service.
	Cluster awsecs.ICluster
	// Image is what the app container runs.
	Image awsecs.ContainerImage
	// Profile declares what the service does and what must survive when one of
	// its tasks stops.
	Profile shutdown.Profile
	// ServiceName is the name of the service, its task family and its log group.
	ServiceName *string

	// AdditionalPorts are further TCP ports that the app container listens on.
	// Default: none.
	AdditionalPorts *[]*float64
	// AdditionalSecurityGroups are further ones of the tasks. No rule is added to
	// them.
	// Default: none.
	AdditionalSecurityGroups *[]awsec2.ISecurityGroup
	// AllowAllIpv6Outbound lets the tasks reach everybody by IPv6.
	// Default: false.
	AllowAllIpv6Outbound *bool
	// AllowAllOutbound lets the tasks reach everybody by IPv4. With false, let them
	// reach their image, secrets and log, with Connections or SecurityGroup.
	// Default: true.
	AllowAllOutbound *bool
	// AssignPublicIp gives each task a public address.
	// Default: false.
	AssignPublicIp *bool
	// AuthenticateCognito lets a request through the rule once its user has logged
	// in at a user pool. The listener must have HTTPS. Next is the service's target
	// group, so it is not set. It needs the strategy rolling: ECS fails a deployment
	// at a rule that does more than forward.
	// Default: nobody must log in; Rules inherit no login.
	AuthenticateCognito *awselasticloadbalancingv2actions.AuthenticateCognitoActionProps
	// AuthenticateOidc is the same at another identity provider.
	// Default: nobody must log in; Rules inherit no login.
	AuthenticateOidc *awselasticloadbalancingv2.AuthenticateOidcOptions
	// Autoscaling scales the number of tasks; the scale-in cooldown comes from
	// the profile, and MinCapacity is its min_count.
	// Default: the profile's desired count, fixed.
	Autoscaling *AutoscalingProps
	// CapacityProviderStrategies are weights and base of one's own, for the capacity
	// providers that the profile's capacity means: FARGATE, FARGATE_SPOT or both.
	// Default: with capacity mixed one task on FARGATE, and of the rest every second.
	CapacityProviderStrategies *[]*awsecs.CapacityProviderStrategy
	// ClientCidrs may reach the port that takes the requests, behind a Network
	// Load Balancer that has no security group.
	// Default: none.
	ClientCidrs *[]*string
	// CloudMap registers the tasks in a Cloud Map service.
	// Default: no service discovery.
	CloudMap *CloudMapProps
	// Command is the app container's command. The framework's arguments are
	// appended to it, see FrameworkArguments.
	// Default: the image's.
	Command *[]*string
	// Conditions of the listener rule beside HostHeaders and PathPatterns: every
	// kind that the CDK has, such as ListenerCondition_HttpHeader.
	// Default: none; a rule must hold at least one condition.
	Conditions *[]awselasticloadbalancingv2.ListenerCondition
	// ContainerName is the name of the app container.
	// Default: app.
	ContainerName *string
	// ContainerOptions are what the app container needs beside the other props.
	// A field that has a prop of its own, that the profile computes or that
	// Fargate does not take is refused.
	// Default: none; Logging goes to the service's log group.
	ContainerOptions *awsecs.ContainerDefinitionOptions
	// ContainerPort is the TCP port of the app that the load balancer sends
	// requests to. With Front only the front reaches it.
	// Default: none; required with a load balancer and without Front.
	ContainerPort *float64
	// ContainerPortRanges are ranges of further TCP ports that the app container listens on,
	// like 8000-8010. Neither a load balancer nor Service Connect reaches one of them.
	// Default: none.
	ContainerPortRanges *[]*string
	// Cpu is the task's CPU in units of which 1024 are one virtual CPU.
	// Default: 256.
	Cpu *float64
	// CpuArchitecture is the processor of the tasks.
	// Default: X86_64.
	CpuArchitecture awsecs.CpuArchitecture
	// DeploymentAlarmBehavior says whether a deployment that an alarm ends is rolled
	// back.
	// Default: it is.
	DeploymentAlarmBehavior awsecs.AlarmBehavior
	// DeploymentAlarms names CloudWatch alarms that roll a deployment back.
	// Default: none.
	DeploymentAlarms *[]*string
	// EnableECSManagedTags lets ECS tag the tasks with the cluster's and the
	// service's name.
	// Default: true.
	EnableECSManagedTags *bool
	// EnableExecuteCommand allows ECS Exec and gives the task role what it needs.
	// Default: false.
	EnableExecuteCommand *bool
	// EnableFaultInjection lets the tasks take requests of AWS Fault Injection Service.
	// Default: false.
	EnableFaultInjection *bool
	// EntryPoint is the app container's entry point.
	// Default: the image's.
	EntryPoint *[]*string
	// Environment has variables of the app container. Names that the profile
	// sets are refused.
	// Default: what the profile gives.
	Environment *map[string]*string
	// ExecutionPolicyStatements are added to the execution role.
	// Default: none.
	ExecutionPolicyStatements *[]awsiam.PolicyStatement
	// ExecutionRole is what ECS uses to start a task. CDK lets it write the logs
	// and read the secrets, unless it is imported as one that does not change; it
	// needs AmazonECSTaskExecutionRolePolicy too.
	// Default: a new role.
	ExecutionRole awsiam.IRole
	// ExecutionRoleName is the name of the new execution role.
	// Default: made by CloudFormation.
	ExecutionRoleName *string
	// EphemeralStorageGiB is the storage of each task, from 21 to 200.
	// Default: Fargate's own 20.
	EphemeralStorageGiB *float64
	// Family of the task definition.
	// Default: the service's name.
	Family *string
	// FrameworkArguments appends the arguments that the profile's framework
	// needs to Command, if Command is given.
	// Default: true.
	FrameworkArguments *bool
	// Front is the container of the profile's front, which takes the requests
	// and hands them to the app.
	// Default: none; required if the profile has a front.
	Front *FrontProps
	// HealthCheckCommand is the app container's own health check, starting with
	// CMD or CMD-SHELL.
	// Default: none.
	HealthCheckCommand *[]*string
	// HealthCheckPath is what the load balancer asks for.
	// Default: "/healthz" behind an Application Load Balancer; a TCP check
	// behind a Network Load Balancer.
	HealthCheckPath *string
	// HealthCheckPort is the port that the load balancer checks. It must be a
	// port of the app or of Front.
	// Default: the port that takes the requests.
	HealthCheckPort *float64
	// HostHeaders are the hosts whose requests the service gets.
	// Default: any; a rule must hold at least one condition.
	HostHeaders *[]*string
	// InfrastructureRole is what ECS moves traffic between the target groups as,
	// with strategy blue_green, linear or canary only. It needs
	// AmazonECSInfrastructureRolePolicyForLoadBalancers.
	// Default: a new role.
	InfrastructureRole awsiam.IRole
	// InfrastructureRoleName is the name of the new infrastructure role.
	// Default: made by CloudFormation.
	InfrastructureRoleName *string
	// IngressSecurityGroups may reach the port that takes the requests.
	// Default: only the load balancer, if there is one.
	IngressSecurityGroups *[]awsec2.ISecurityGroup
	// InitContainers end before the app starts, such as a migration. They are no
	// part of a stop; the time that they take belongs into the profile's
	// provisioning.
	// Default: none.
	InitContainers *[]*InitContainerProps
	// LaunchType FARGATE runs the tasks on demand without a capacity provider, so
	// also in a cluster that has none; it needs the profile's capacity on_demand. A
	// change from it or to it makes the service anew.
	// Default: the capacity providers that the profile asks for.
	LaunchType awsecs.LaunchType
	// Listener of an Application Load Balancer that a rule is added to.
	// Default: none; required with load_balancer alb, unless Rules or Routes name
	// their own.
	Listener awselasticloadbalancingv2.IApplicationListener
	// LifecycleHooks are functions that a deployment with strategy blue_green,
	// linear or canary calls, by any name.
	// Default: none.
	LifecycleHooks *map[string]*LifecycleHookProps
	// ListenerPort is the port of the listener that is added to
	// NetworkLoadBalancer.
	// Default: none; required with NetworkLoadBalancer.
	ListenerPort *float64
	// LogEncryptionKey encrypts the new log group. Its policy must let CloudWatch
	// Logs use it.
	// Default: a key that AWS manages.
	LogEncryptionKey awskms.IKey
	// LogGroup gets what the containers print.
	// Default: a new one.
	LogGroup awslogs.ILogGroup
	// LogGroupClass of the new log group: STANDARD or INFREQUENT_ACCESS.
	// Default: STANDARD.
	LogGroupClass awslogs.LogGroupClass
	// LogGroupName is the name of the service's log group. Two services of one
	// name in one account and region, as in two clusters, each need their own.
	// Default: /ecs/ and the service's name.
	LogGroupName *string
	// LogRetention is how long the service's log group keeps events.
	// Default: one month.
	LogRetention awslogs.RetentionDays
	// ManagedVolume is an EBS volume that ECS makes for each task as it starts, and
	// deletes with it. It is encrypted unless it says otherwise. ECS makes it as Role,
	// without which there is a new one that may use KmsKeyId too, as far as the key's own
	// policy leaves it to IAM. A task waits for its volume: count it in the profile's
	// provisioning.
	// Default: none.
	ManagedVolume *awsecs.ServiceManagedVolumeProps
	// MemoryLimitMiB is the task's memory. Fargate accepts certain pairs with Cpu.
	// Default: 512.
	MemoryLimitMiB *float64
	// MountPoints of the app container.
	// Default: none.
	MountPoints *[]*awsecs.MountPoint
	// ExistingNetworkListener gets the service's target group in the place of a
	// listener that is added to NetworkLoadBalancer: one of the same stack that leads
	// nowhere yet. Its idle timeout is set.
	// Default: none.
	ExistingNetworkListener awselasticloadbalancingv2.INetworkListener
	// NetworkListener says more of the listener that is added to
	// NetworkLoadBalancer.
	// Default: what each of its props says.
	NetworkListener *NetworkListenerProps
	// NetworkLoadBalancer gets a listener for the service.
	// Default: none; required with load_balancer nlb, unless one of Routes has one.
	NetworkLoadBalancer awselasticloadbalancingv2.INetworkLoadBalancer
	// OperatingSystemFamily must be Linux: a Windows container gets no stop signal.
	// Default: LINUX.
	OperatingSystemFamily awsecs.OperatingSystemFamily
	// PathPatterns are the paths whose requests the service gets.
	// Default: any; a rule must hold at least one condition.
	PathPatterns *[]*string
	// PermissionsBoundary bounds what the new roles may do.
	// Default: none.
	PermissionsBoundary awsiam.IManagedPolicy
	// PidMode TASK lets the containers of a task see each other's processes.
	// Default: they do not.
	PidMode awsecs.PidMode
	// PlatformVersion of Fargate: LATEST or VERSION1_4.
	// Default: LATEST.
	PlatformVersion awsecs.FargatePlatformVersion
	// Priority of the listener rule, from 1 to 50000.
	// Default: none; required with Listener, unless there are Rules.
	Priority *float64
	// PropagateTags says where the tasks have their tags from.
	// Default: SERVICE.
	PropagateTags awsecs.PropagatedTagSource
	// ProtocolVersion is how an Application Load Balancer talks to the app.
	// Default: HTTP1.
	ProtocolVersion awselasticloadbalancingv2.ApplicationProtocolVersion
	// Queue is what a service with workload queue and broker sqs works on.
	// Default: a new queue with a dead-letter queue.
	Queue *QueueProps
	// ReadonlyRootFilesystem of the app container.
	// Default: false.
	ReadonlyRootFilesystem *bool
	// RolePath is the path of the new roles.
	// Default: "/".
	RolePath *string
	// Routes are further ways in, at most four, each with a target group of its
	// own. They need strategy rolling, and with a Network Load Balancer among all
	// ways the profile's load_balancer is nlb.
	// Default: none.
	Routes *[]*RouteProps
	// Rules are further rules that lead to the service's target group. They need
	// strategy rolling.
	// Default: none.
	Rules *[]*RuleProps
	// SecretKeys are the keys of one's own that secrets are encrypted with: ECS may
	// then decrypt with them. CDK does that by itself for a secret and a key of the
	// app, and not for one that is imported.
	// Default: none.
	SecretKeys *[]awskms.IKey
	// Secrets of the app container by variable name.
	// Default: none.
	Secrets *map[string]awsecs.Secret
	// SecurityGroup of the tasks, which is opened to the load balancer and the
	// callers, unless it is imported with Mutable false.
	// Default: a new one.
	SecurityGroup awsec2.ISecurityGroup
	// SecurityGroupDescription is that of the new group. A change makes it anew.
	// Default: whose tasks it is for.
	SecurityGroupDescription *string
	// SecurityGroupName is that of the new group. A change makes it anew.
	// Default: made by CloudFormation.
	SecurityGroupName *string
	// ServiceConnect lets the tasks call others by Service Connect, and others
	// call them.
	// Default: none.
	ServiceConnect *ServiceConnectProps
	// Sidecars are the containers of the profile's sidecars: the same names, no
	// more and no fewer.
	// Default: none.
	Sidecars *[]*SidecarProps
	// TargetGroup says more of the target group.
	// Default: what each of its props says.
	TargetGroup *TargetGroupProps
	// TargetGroupPort is the port of the target group. Tasks are registered with
	// the port that takes the requests, so this one only decides whether
	// CloudFormation keeps the target group: a change makes it anew, and requests
	// are lost. Give a service that was made before this prop the port that its
	// target group has, which was that of the container.
	// Default: 80.
	TargetGroupPort *float64
	// TaskPolicyStatements are added to the task role.
	// Default: none.
	TaskPolicyStatements *[]awsiam.PolicyStatement
	// TaskRole is what the containers run as. CDK adds what the service needs to
	// it, unless it is imported as one that does not change.
	// Default: a new role.
	TaskRole awsiam.IRole
	// TaskRoleName is the name of the new task role.
	// Default: made by CloudFormation.
	TaskRoleName *string
	// TestListener gets the test traffic of a deployment with strategy blue_green,
	// linear or canary.
	// Default: no test traffic.
	TestListener *TestListenerProps
	// Volumes are Fargate's own storage or EFS file systems, with transit
	// encryption unless they say otherwise. With IAM authorization the task role
	// may mount and write to the file system, beside what its own policy says.
	// Default: none.
	Volumes *[]*awsecs.Volume
	// Vpc of the tasks.
	// Default: the cluster's.
	Vpc awsec2.IVpc
	// VpcSubnets of the tasks.
	// Default: private subnets, or public ones with AssignPublicIp.
	VpcSubnets *awsec2.SubnetSelection
}

// SidecarProps describe the container of one of the profile's sidecars. Its
// stop timeout comes from the profile.
type SidecarProps struct {
	// Image is what the container runs.
	Image awsecs.ContainerImage
	// Name is the name of the sidecar in the profile.
	Name *string

	// Command is the container's command.
	// Default: the image's.
	Command *[]*string
	// Condition is what the app waits for: START or HEALTHY, which needs a
	// HealthCheck in ContainerOptions.
	// Default: START.
	Condition awsecs.ContainerDependencyCondition
	// ContainerOptions are what the container needs beside the other props. A
	// field that has a prop of its own, that the profile computes or that Fargate
	// does not take is refused.
	// Default: none; Logging goes to the service's log group.
	ContainerOptions *awsecs.ContainerDefinitionOptions
	// ContainerPortRanges are ranges of further TCP ports that the container listens on,
	// like 8000-8010. Neither a load balancer nor Service Connect reaches one of them.
	// Default: none.
	ContainerPortRanges *[]*string
	// Cpu reserves CPU units of the task.
	// Default: none.
	Cpu *float64
	// EntryPoint is the container's entry point.
	// Default: the image's.
	EntryPoint *[]*string
	// Environment has the container's variables.
	// Default: none.
	Environment *map[string]*string
	// Essential stops the task when this container stops.
	// Default: true.
	Essential *bool
	// FirelensConfig makes this container the task's log router, for containers
	// whose ContainerOptions have a FireLens Logging.
	// Default: no log router.
	FirelensConfig *awsecs.FirelensConfig
	// MemoryReservationMiB reserves memory of the task.
	// Default: none.
	MemoryReservationMiB *float64
	// MountPoints of the container.
	// Default: none.
	MountPoints *[]*awsecs.MountPoint
	// Ports are the TCP ports that the container listens on.
	// Default: none.
	Ports *[]*float64
	// Secrets of the container by variable name.
	// Default: none.
	Secrets *map[string]awsecs.Secret
}
