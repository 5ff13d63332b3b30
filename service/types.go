package service

// The types of resources that make a picture.
const (
	TypeService       = "AWS::ECS::Service"
	TypeTask          = "AWS::ECS::TaskDefinition"
	TypeTargetGroup   = "AWS::ElasticLoadBalancingV2::TargetGroup"
	TypeListener      = "AWS::ElasticLoadBalancingV2::Listener"
	TypeRule          = "AWS::ElasticLoadBalancingV2::ListenerRule"
	TypeBalancer      = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	TypeScalingTarget = "AWS::ApplicationAutoScaling::ScalableTarget"
	TypeScalingPolicy = "AWS::ApplicationAutoScaling::ScalingPolicy"
)

// Pictured says that resources of that type make a picture.
func Pictured(kind string) bool {
	switch kind {
	case TypeService, TypeTask, TypeTargetGroup, TypeListener, TypeRule, TypeBalancer, TypeScalingTarget, TypeScalingPolicy:
		return true
	}
	return false
}

// The attributes of load balancing that a picture has, by their keys.
const (
	attributeDelay       = "deregistration_delay.timeout_seconds"
	attributeTermination = "deregistration_delay.connection_termination.enabled"
	attributeALBIdle     = "idle_timeout.timeout_seconds"
	attributeNLBIdle     = "tcp.idle_timeout.seconds"
)
