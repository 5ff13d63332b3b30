package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2actions"
)

// RuleProps describe a further rule that leads to a target group, on the same
// listener of the load balancer or on another one.
type RuleProps struct {
	// Name tells the rule from the target group's other ones. It is part of the
	// rule's logical id, so that rules may change their order.
	Name *string
	// Priority of the rule, from 1 to 50000.
	Priority *float64

	// AuthenticateCognito lets a request through the rule once its user has logged
	// in at a user pool. The listener must have HTTPS. Next is the service's target
	// group, so it is not set. It needs the strategy rolling: ECS fails a deployment
	// at a rule that does more than forward.
	// Default: nobody must log in.
	AuthenticateCognito *awselasticloadbalancingv2actions.AuthenticateCognitoActionProps
	// AuthenticateOidc is the same at another identity provider.
	// Default: nobody must log in.
	AuthenticateOidc *awselasticloadbalancingv2.AuthenticateOidcOptions
	// Conditions of the rule beside HostHeaders and PathPatterns.
	// Default: none; a rule must hold at least one condition.
	Conditions *[]awselasticloadbalancingv2.ListenerCondition
	// HostHeaders are the hosts whose requests the service gets.
	// Default: any.
	HostHeaders *[]*string
	// Listener that the rule is added to.
	// Default: that of the rule that Priority beside Rules makes.
	Listener awselasticloadbalancingv2.IApplicationListener
	// PathPatterns are the paths whose requests the service gets.
	// Default: any.
	PathPatterns *[]*string
}

// RouteProps describe a further way in with a target group of its own: either
// rules of an Application Load Balancer, or a listener of a Network Load Balancer, or
// a target group that somebody else owns.
// With one of them a service that runs moves to another load balancer, port or
// protocol without losing a request: add the new way, send the traffic there,
// remove the old one.
type RouteProps struct {
	// Name is part of the logical ids of everything that the route adds.
	Name *string

	// AuthenticateCognito lets a request through the rule once its user has logged
	// in at a user pool. The listener must have HTTPS. Next is the service's target
	// group, so it is not set. It needs the strategy rolling: ECS fails a deployment
	// at a rule that does more than forward.
	// Default: nobody must log in; Rules inherit no login.
	AuthenticateCognito *awselasticloadbalancingv2actions.AuthenticateCognitoActionProps
	// AuthenticateOidc is the same at another identity provider.
	// Default: nobody must log in; Rules inherit no login.
	AuthenticateOidc *awselasticloadbalancingv2.AuthenticateOidcOptions
	// ClientCidrs may reach the route's port, behind a Network Load Balancer that
	// has no security group.
	// Default: none.
	ClientCidrs *[]*string
	// Conditions of the rule beside HostHeaders and PathPatterns.
	// Default: none; a rule must hold at least one condition.
	Conditions *[]awselasticloadbalancingv2.ListenerCondition
	// ExistingNetworkListener gets the route's target group in the place of a
	// listener that is added to NetworkLoadBalancer: one of the same stack that leads
	// nowhere yet. Its idle timeout is set.
	// Default: none.
	ExistingNetworkListener awselasticloadbalancingv2.INetworkListener
	// ExistingTargetGroup is one that the service is registered in and does not make;
	// Name, Port and LoadBalancerSecurityGroup are all that is beside it. On a group of
	// the app its stop numbers are set; for one that is imported a warning says what its
	// owner must set. The idle timeout of its load balancer is its owner's too. Strategy
	// rolling only.
	// Default: none.
	ExistingTargetGroup awselasticloadbalancingv2.ITargetGroup
	// HealthCheckPath is what the load balancer asks for.
	// Default: "/healthz" behind an Application Load Balancer; a TCP check
	// behind a Network Load Balancer.
	HealthCheckPath *string
	// HealthCheckPort is the port that the load balancer checks. It must be a
	// port of the app or of Front.
	// Default: Port.
	HealthCheckPort *float64
	// HostHeaders are the hosts whose requests the service gets.
	// Default: any.
	HostHeaders *[]*string
	// Listener of an Application Load Balancer that a rule is added to.
	// Default: none; required with Priority, and with Rules that name none.
	Listener awselasticloadbalancingv2.IApplicationListener
	// ListenerPort is the port of the listener that is added to
	// NetworkLoadBalancer.
	// Default: none; required with NetworkLoadBalancer.
	ListenerPort *float64
	// LoadBalancerSecurityGroup is that of the load balancer before an imported
	// ExistingTargetGroup. It may reach Port.
	// Default: the listeners before a group of the app; for one that is imported the
	// load balancer of the service's own rules, and without such nobody.
	LoadBalancerSecurityGroup awsec2.ISecurityGroup
	// NetworkListener says more of the listener that is added to
	// NetworkLoadBalancer.
	// Default: what each of its props says.
	NetworkListener *NetworkListenerProps
	// NetworkLoadBalancer gets a listener for the service. The profile's
	// load_balancer is nlb then.
	// Default: none; required without Listener and Rules.
	NetworkLoadBalancer awselasticloadbalancingv2.INetworkLoadBalancer
	// PathPatterns are the paths whose requests the service gets.
	// Default: any.
	PathPatterns *[]*string
	// Port of the app or of Front that the load balancer sends requests to.
	// Default: the port that takes the requests.
	Port *float64
	// Priority of the listener rule, from 1 to 50000.
	// Default: none; required with Listener, unless there are Rules.
	Priority *float64
	// ProtocolVersion is how an Application Load Balancer talks to the app.
	// Default: HTTP1.
	ProtocolVersion awselasticloadbalancingv2.ApplicationProtocolVersion
	// Rules are further rules that lead to the route's target group.
	// Default: none.
	Rules *[]*RuleProps
	// TargetGroup says more of the route's target group.
	// Default: what each of its props says.
	TargetGroup *TargetGroupProps
	// TargetGroupPort is the port of the route's target group, which decides
	// nothing but whether CloudFormation keeps it.
	// Default: 80.
	TargetGroupPort *float64
}

// mainRoute is the service's own way in, in the form of the further ones.
func mainRoute(p *ServiceProps) *RouteProps {
	return &RouteProps{AuthenticateCognito: p.AuthenticateCognito, AuthenticateOidc: p.AuthenticateOidc, ClientCidrs: p.ClientCidrs, Conditions: p.Conditions, ExistingNetworkListener: p.ExistingNetworkListener, HealthCheckPath: p.HealthCheckPath, HealthCheckPort: p.HealthCheckPort,
		HostHeaders: p.HostHeaders, Listener: p.Listener, ListenerPort: p.ListenerPort, NetworkListener: p.NetworkListener, NetworkLoadBalancer: p.NetworkLoadBalancer, PathPatterns: p.PathPatterns,
		Priority: p.Priority, ProtocolVersion: p.ProtocolVersion, Rules: p.Rules, TargetGroup: p.TargetGroup, TargetGroupPort: p.TargetGroupPort}
}

// application and network say of which props a way in has any, by name.
func (r *RouteProps) application() map[string]bool {
	return map[string]bool{"AuthenticateCognito": r.AuthenticateCognito != nil, "AuthenticateOidc": r.AuthenticateOidc != nil, "Listener": r.Listener != nil, "Priority": r.Priority != nil, "Conditions": r.Conditions != nil, "HostHeaders": r.HostHeaders != nil,
		"PathPatterns": r.PathPatterns != nil, "ProtocolVersion": r.ProtocolVersion != "", "Rules": r.Rules != nil}
}

func (r *RouteProps) network() map[string]bool {
	return map[string]bool{"ExistingNetworkListener": r.ExistingNetworkListener != nil, "NetworkLoadBalancer": r.NetworkLoadBalancer != nil, "ListenerPort": r.ListenerPort != nil, "NetworkListener": r.NetworkListener != nil, "ClientCidrs": r.ClientCidrs != nil}
}

// checked says it of the props that both kinds have.
func (r *RouteProps) checked() map[string]bool {
	return map[string]bool{"HealthCheckPath": r.HealthCheckPath != nil, "HealthCheckPort": r.HealthCheckPort != nil, "TargetGroup": r.TargetGroup != nil, "TargetGroupPort": r.TargetGroupPort != nil}
}

func some(set map[string]bool) bool {
	for _, v := range set {
		if v {
			return true
		}
	}
	return false
}
