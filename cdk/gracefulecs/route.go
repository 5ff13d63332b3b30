package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
)

// Route is a further way into a service. Its getters give nil for what its kind of
// load balancer does not have.
type Route interface {
	// ApplicationTargetGroup is set behind an Application Load Balancer.
	ApplicationTargetGroup() awselasticloadbalancingv2.ApplicationTargetGroup
	// ListenerRule is the rule that Priority makes.
	ListenerRule() awselasticloadbalancingv2.ApplicationListenerRule
	// NetworkListener is set behind a Network Load Balancer.
	NetworkListener() awselasticloadbalancingv2.NetworkListener
	// NetworkTargetGroup is set behind a Network Load Balancer.
	NetworkTargetGroup() awselasticloadbalancingv2.NetworkTargetGroup
	// Rule is one of Rules, or nil.
	Rule(name string) awselasticloadbalancingv2.ApplicationListenerRule
}

// route is what stands in one way in; the service itself has such a one too.
type route struct {
	scope constructs.Construct

	applicationTargetGroup awselasticloadbalancingv2.ApplicationTargetGroup
	existing               awselasticloadbalancingv2.ITargetGroup // Nil for one that the service makes.
	networkListener        awselasticloadbalancingv2.NetworkListener
	networkTargetGroup     awselasticloadbalancingv2.NetworkTargetGroup
	rules                  map[string]awselasticloadbalancingv2.ApplicationListenerRule
}

func (r *route) ApplicationTargetGroup() awselasticloadbalancingv2.ApplicationTargetGroup {
	return r.applicationTargetGroup
}

func (r *route) ListenerRule() awselasticloadbalancingv2.ApplicationListenerRule { return r.rules[""] }

func (r *route) NetworkListener() awselasticloadbalancingv2.NetworkListener { return r.networkListener }

func (r *route) NetworkTargetGroup() awselasticloadbalancingv2.NetworkTargetGroup {
	return r.networkTargetGroup
}

func (r *route) Rule(name string) awselasticloadbalancingv2.ApplicationListenerRule {
	if name == "" {
		return nil
	}
	return r.rules[name]
}

// group is the target group that it leads to, or nil.
func (r *route) group() awselasticloadbalancingv2.ITargetGroup {
	switch {
	case r.existing != nil:
		return r.existing
	case r.applicationTargetGroup != nil:
		return r.applicationTargetGroup
	case r.networkTargetGroup != nil:
		return r.networkTargetGroup
	}
	return nil
}

// own is the service's own way in, empty if there is none.
func (s *built) own() *route {
	if r := s.routes[""]; r != nil {
		return r
	}
	return &route{}
}

func (s *built) ApplicationTargetGroup() awselasticloadbalancingv2.ApplicationTargetGroup {
	s.handedOut = true
	return s.own().applicationTargetGroup
}

func (s *built) ListenerRule() awselasticloadbalancingv2.ApplicationListenerRule {
	return s.own().ListenerRule()
}

func (s *built) NetworkListener() awselasticloadbalancingv2.NetworkListener {
	return s.own().networkListener
}

func (s *built) NetworkTargetGroup() awselasticloadbalancingv2.NetworkTargetGroup {
	s.handedOut = true
	return s.own().networkTargetGroup
}

func (s *built) Route(name string) Route {
	s.handedOut = true
	if r := s.routes[name]; r != nil && name != "" {
		return r
	}
	return nil
}

func (s *built) Rule(name string) awselasticloadbalancingv2.ApplicationListenerRule {
	return s.own().Rule(name)
}
