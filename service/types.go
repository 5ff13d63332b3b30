package service

// The types of resources that make a picture.
const (
	TypeService       = "AWS::ECS::Service"
	TypeExpress       = "AWS::ECS::ExpressGatewayService"
	TypeTask          = "AWS::ECS::TaskDefinition"
	TypeTargetGroup   = "AWS::ElasticLoadBalancingV2::TargetGroup"
	TypeListener      = "AWS::ElasticLoadBalancingV2::Listener"
	TypeRule          = "AWS::ElasticLoadBalancingV2::ListenerRule"
	TypeBalancer      = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	TypeScalingTarget = "AWS::ApplicationAutoScaling::ScalableTarget"
	TypeScalingPolicy = "AWS::ApplicationAutoScaling::ScalingPolicy"
	// TypeScheduledAction is none of CloudFormation's, where such actions stand in
	// their target; elsewhere they are resources of their own.
	TypeScheduledAction = "AWS::ApplicationAutoScaling::ScheduledAction"
	TypeQueue           = "AWS::SQS::Queue"
	TypeDiscovery       = "AWS::ServiceDiscovery::Service"
	TypeDeploymentGroup = "AWS::CodeDeploy::DeploymentGroup"
)

// pictured are the types of resources that make a picture.
var pictured = map[string]bool{TypeService: true, TypeExpress: true, TypeTask: true, TypeTargetGroup: true, TypeListener: true, TypeRule: true, TypeBalancer: true,
	TypeScalingTarget: true, TypeScalingPolicy: true, TypeScheduledAction: true, TypeQueue: true, TypeDiscovery: true, TypeDeploymentGroup: true}

// Pictured says that resources of that type make a picture.
func Pictured(kind string) bool { return pictured[kind] }

// The attributes of load balancing that a picture has, by their keys.
const (
	AttributeDelay       = "deregistration_delay.timeout_seconds"
	AttributeTermination = "deregistration_delay.connection_termination.enabled"
	AttributeALBIdle     = "idle_timeout.timeout_seconds"
	AttributeNLBIdle     = "tcp.idle_timeout.seconds"
)
