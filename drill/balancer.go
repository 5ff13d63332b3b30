package drill

import (
	"context"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// balancer routes requests to the two tasks of a drill.
type balancer interface {
	// URL is where requests go.
	URL() string
	// Deregister takes the old task out. The news takes the propagation to
	// reach every node of the load balancer.
	Deregister(propagation time.Duration)
	// Expire ends the deregistration delay: what is in flight is cut.
	Expire()
	// Report says how many requests were cut by Expire, and how many reached
	// the old task only after the propagation and were given to the other.
	Report() (cut, rerouted int)
	// Close stops it.
	Close()
}

// Headers between the load and the load balancers.
const (
	taskHeader    = "Graceful-Drill-Task"    // on an answer: the task that gave it
	outcomeHeader = "Graceful-Drill-Outcome" // on an answer of the load balancer itself
	framingHeader = "Graceful-Drill-Framing" // on an answer: the end of the connection is that of the body
	routeHeader   = "Graceful-Drill-Route"   // on a request: to the old task as long as any node may
)

// nodes is how many nodes a load balancer has. Each learns of a
// deregistration in its own time.
const nodes = 16

// learns is when a node learns of a deregistration: evenly spread, the last
// one early by so much, so that a request that it still sends to the old task
// arrives within the propagation.
func learns(node int, propagation, early time.Duration) time.Duration {
	return min(propagation*time.Duration(node+1)/nodes, propagation-early)
}

// balance starts the plan's load balancer before the tasks.
func (p *player) balance(ctx context.Context) (err error) {
	switch {
	case p.plan.Balancer == verdict.HAProxy:
		p.balancer, err = newHAProxy(ctx, p.old.url, p.replacement.url, p.plan.multiplexed())
	case p.plan.multiplexed():
		p.balancer, err = newMultiplexed(p.old.url, p.replacement.url)
	default:
		p.balancer, err = newEmbedded(p.old.url, p.replacement.url)
	}
	return err
}
