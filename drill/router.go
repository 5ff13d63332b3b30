package drill

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// router picks a node and a task for each request of an embedded load balancer.
type router struct {
	turn atomic.Uint64

	mu           sync.Mutex
	deregistered time.Time
	propagation  time.Duration
}

// Deregister starts the propagation.
func (t *router) Deregister(propagation time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.deregistered, t.propagation = time.Now(), propagation
}

// route picks the task for a request, and the node that brings it there. A
// request that asks for the old task goes through the node that learns last.
func (t *router) route(r *http.Request) (verdict.Task, int) {
	t.mu.Lock()
	since, propagation, gone := time.Since(t.deregistered), t.propagation, !t.deregistered.IsZero()
	t.mu.Unlock()
	node := int(t.turn.Add(1) % nodes)
	if r.Header.Get(routeHeader) != "" {
		node = nodes - 1
	}
	if gone && since >= learns(node, propagation, min(100*time.Millisecond, propagation/10)) {
		return verdict.ReplacementTask, node
	}
	return verdict.OldTask, node
}

// over says that the propagation was over by then, so that no node may have
// used the old task.
func (t *router) over(then time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return !t.deregistered.IsZero() && then.Sub(t.deregistered) >= t.propagation
}
