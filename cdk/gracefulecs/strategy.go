package gracefulecs

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// addTestRule adds the rule for test traffic, which leads where the other one does.
func (s *built) addTestRule(p *plan, scope constructs.Construct, forward awselasticloadbalancingv2.ListenerAction) {
	if p.test == nil || !p.shifts() {
		return
	}
	s.testListenerRule = awselasticloadbalancingv2.NewApplicationListenerRule(scope, jsii.String("TestRule"), &awselasticloadbalancingv2.ApplicationListenerRuleProps{
		Listener: p.test.listener, Priority: p.test.priority, Conditions: &p.test.conditions, Action: forward,
	})
	s.testListener = awsecs.ListenerRuleConfiguration_ApplicationListenerRule(s.testListenerRule)
}

// addTestListener adds the listener for test traffic behind a Network Load
// Balancer, like the other in all but its port.
func (s *built) addTestListener(p *plan, w *way, scope constructs.Construct, forward awselasticloadbalancingv2.NetworkListenerAction) {
	if p.TestListener == nil || !p.shifts() {
		return
	}
	s.testNetworkListener = awselasticloadbalancingv2.NewNetworkListener(scope, jsii.String("TestListener"), w.NetworkListener.listener(&awselasticloadbalancingv2.NetworkListenerProps{
		LoadBalancer: w.NetworkLoadBalancer, Port: p.TestListener.ListenerPort, Protocol: awselasticloadbalancingv2.Protocol_TCP,
		DefaultAction: forward, TcpIdleTimeout: s.values.seconds(*p.settings.IdleTimeout),
	}))
	s.testListener = awsecs.ListenerRuleConfiguration_NetworkListener(s.testNetworkListener)
}

// addHooks adds what a deployment calls, in the order of the names.
func (s *built) addHooks(p *plan) {
	hooks := deref(p.LifecycleHooks)
	for i, name := range sortedKeys(hooks) {
		h := hooks[name]
		role := h.Role
		if role == nil {
			role = s.ownHooksRole(p)
			// Not by the function's own grant, which fails for one that is imported by its ARN.
			arn := *h.Function.FunctionArn()
			s.hooksRole.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
				Actions: jsii.Strings("lambda:InvokeFunction"), Resources: jsii.Strings(arn, arn+":*"),
			}))
		}
		s.fargateService.AddLifecycleHook(awsecs.NewDeploymentLifecycleLambdaTarget(h.Function, jsii.String("Hook-"+name), &awsecs.DeploymentLifecycleLambdaTargetProps{
			LifecycleStages: h.LifecycleStages, Role: role,
		}))
		if h.HookDetails == nil {
			continue
		}
		if resource, ok := s.fargateService.Node().DefaultChild().(awsecs.CfnService); ok {
			// The CDK's own hook has no details.
			resource.AddPropertyOverride(jsii.String("DeploymentConfiguration.LifecycleHooks."+strconv.Itoa(i)+".HookDetails"), *h.HookDetails)
		}
	}
}

// ownHooksRole is what ECS calls the functions as that no other role calls.
func (s *built) ownHooksRole(p *plan) awsiam.IRole {
	if s.hooksRole == nil {
		s.hooksRole = s.newRole(p, "HooksRole", nil, awsiam.NewServicePrincipal(jsii.String("ecs.amazonaws.com"), nil))
	}
	return s.hooksRole
}

func (s *built) HooksRole() awsiam.Role { return s.hooksRole }

func (s *built) TestListenerRule() awselasticloadbalancingv2.ApplicationListenerRule {
	return s.testListenerRule
}

func (s *built) TestNetworkListener() awselasticloadbalancingv2.NetworkListener {
	return s.testNetworkListener
}
