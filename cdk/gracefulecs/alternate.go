package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces/interfacesawselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

// The traffic that a new service gets: all goes to the first target group. ECS
// changes the weights with each deployment.
const allTraffic, noTraffic = 100, 0

// target registers the service's tasks in the target group that it is added to
// and, if a deployment moves traffic, in the one that it moves to. Production is
// the listener, or the rule of one, whose weights ECS then changes.
func (s *built) target(p *plan, w *way, alternate interfacesawselasticloadbalancingv2.ITargetGroupRef, production func() awsecs.ListenerRuleConfiguration) awsecs.IEcsLoadBalancerTarget {
	options := &awsecs.LoadBalancerTargetOptions{ContainerName: &w.reached.container, ContainerPort: jsii.Number(w.reached.port)}
	if p.shifts() {
		options.AlternateTarget = awsecs.NewAlternateTarget(jsii.String("AlternateTarget"), &awsecs.AlternateTargetProps{
			AlternateTargetGroup: alternate, ProductionListener: production(), Role: s.infrastructureRole, TestListener: s.testListener,
		})
	}
	return s.fargateService.LoadBalancerTarget(options)
}

// addInfrastructureRole adds what ECS changes a listener's weights as, if a
// deployment moves traffic, unless one is given.
func (s *built) addInfrastructureRole(p *plan) {
	if !p.shifts() {
		return
	}
	s.infrastructureRole = p.InfrastructureRole
	if s.infrastructureRole == nil {
		s.infrastructureRole = s.newRole(p, "InfrastructureRole", p.InfrastructureRoleName, awsiam.NewServicePrincipal(jsii.String("ecs.amazonaws.com"), nil),
			awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("AmazonECSInfrastructureRolePolicyForLoadBalancers")))
	}
}
