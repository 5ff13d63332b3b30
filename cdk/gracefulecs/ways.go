package gracefulecs

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
)

// way is one way in, without faults: a target group, and the rules or the
// listener that lead to it.
type way struct {
	*RouteProps

	name       string // Of the route; empty for the service's own way.
	at         string // What stands before the names of its props in faults.
	network    bool   // Behind a Network Load Balancer.
	existing   bool   // A target group that somebody else makes.
	rules      []rule // Behind an Application Load Balancer, the one of Priority first.
	reached    target
	healthPort int // 0 for the port that takes the requests.
	groupPort  int

	listener awselasticloadbalancingv2.NetworkListener // That of ExistingNetworkListener, or nil.
}

// rule is one rule of an Application Load Balancer's listener.
type rule struct {
	name       string // Empty for that of Priority.
	at         string // As in way.
	listener   awselasticloadbalancingv2.IApplicationListener
	priority   *float64
	conditions []awselasticloadbalancingv2.ListenerCondition
	login      login
}

func (w *way) alb() bool { return !w.network }

// balancer is the Network Load Balancer of the way.
func (w *way) balancer() awselasticloadbalancingv2.INetworkLoadBalancer {
	if w.listener != nil {
		return w.listener.LoadBalancer()
	}
	return w.NetworkLoadBalancer
}

// ports are those that the load balancer of the way connects to.
func (w *way) ports() []int {
	if w.healthPort == 0 || w.healthPort == w.reached.port {
		return []int{w.reached.port}
	}
	return []int{w.reached.port, w.healthPort}
}

// main is the service's own way in, nil if all are routes or there is none.
func (p *plan) main() *way {
	if len(p.ways) > 0 && p.ways[0].name == "" {
		return p.ways[0]
	}
	return nil
}

// reachedAt is the container that a route reaches at that port of the app or
// the front; without one it is what takes the requests.
func (p *plan) reachedAt(port int) target {
	switch {
	case port == 0:
		return p.reached
	case p.settings.FrontSettings != nil && slices.Contains(p.frontPorts, port):
		return target{container: p.settings.FrontSettings.Name, port: port}
	default:
		return target{container: p.appName(), port: port}
	}
}
