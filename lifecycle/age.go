package lifecycle

import (
	"math/rand/v2"
	"time"
)

// begin starts the connection's age. The caller holds home.mu, or the
// connection is nobody else's yet.
func (k *connection) begin() {
	if age := k.home.age; age > 0 {
		now := time.Now()
		k.old = now.Add(age*8/10 + time.Duration(rand.Int64N(int64(age)/10+1)))
		k.last = now.Add(age)
	}
}

// renew starts the age again. A load balancer may have used the connection for
// requests before it carries a WebSocket, whose age is its own; [keep] takes it
// back when the request did not become one.
func (c *connections) renew(k *connection) {
	if k == nil || c.age == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left {
		return
	}
	k.before = &[2]time.Time{k.old, k.last}
	k.begin()
	if k.goAway != nil && isClosed(k.goAway) {
		k.goAway, k.aged = nil, nil
		delete(c.watched, k)
	}
	k.rearm()
}

// keep gives a connection that was not taken over its age back.
func (c *connections) keep(k *connection) {
	if k == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if k.before != nil && !k.hijacked {
		k.old, k.last = k.before[0], k.before[1]
		k.rearm()
	}
	k.before = nil
}

// isOld says that the connection should not be used again.
func (k *connection) isOld() bool {
	if k == nil {
		return false
	}
	w := k.home.window.Load()
	if k.home.age == 0 && w == nil {
		return false
	}
	k.home.mu.Lock()
	defer k.home.mu.Unlock()
	now := time.Now()
	return !k.old.IsZero() && now.After(k.old) || w != nil && !now.Before(k.leaving(w))
}

// watch returns the channels that are closed when the connection should end,
// and when that is because of its age.
func (c *connections) watch(k *connection) (goAway, aged <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if k.goAway != nil {
		return k.goAway, k.aged
	}
	k.goAway, k.aged = make(chan struct{}), make(chan struct{})
	if c.watched == nil {
		c.watched = make(map[*connection]struct{})
	}
	c.watched[k] = struct{}{}
	w := c.window.Load()
	late := w != nil && k.late == w
	if late {
		k.window, k.leaves = w, time.Now()
	}
	k.rearm()
	if c.left || late {
		k.tell()
	}
	return k.goAway, k.aged
}

// rearm tells those who wait when the connection is old, or should end for a
// drain notice. The caller holds home.mu.
func (k *connection) rearm() {
	for _, t := range k.timers {
		t.Stop()
	}
	k.timers = nil
	if k.goAway == nil {
		return
	}
	goAway, aged := k.goAway, k.aged
	if !k.old.IsZero() {
		k.after(k.old, func() { closeOnce(goAway); closeOnce(aged) })
	}
	if w := k.home.window.Load(); w != nil {
		k.after(k.leaving(w), func() { closeOnce(goAway) })
	}
}

// after does something at a moment, under home.mu, which the caller holds.
func (k *connection) after(moment time.Time, do func()) {
	k.timers = append(k.timers, time.AfterFunc(time.Until(moment), func() {
		k.home.mu.Lock()
		defer k.home.mu.Unlock()
		do()
	}))
}

// tell closes the channel of those who wait. The caller holds home.mu.
func (k *connection) tell() { closeOnce(k.goAway) }

// notice gives each connection that waits a moment of its own in the window, and
// says how many do.
func (c *connections) notice(w *window) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.window.Store(w)
	i := 0
	for k := range c.watched {
		k.window, k.leaves = w, w.moment(i, len(c.watched))
		k.rearm()
		i++
	}
	return i
}

// begins notes a request. What begins after a drain notice has no moment of its
// own: it is told at once, if it waits to be told. Requests of one HTTP/2
// connection go together, and keep the connection's.
func (c *connections) begins(k *connection, major int) {
	w := c.window.Load()
	if k == nil || w == nil || major > 1 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if k.late = w; k.goAway != nil {
		k.tell()
	}
}

// leaving is the connection's moment in a window. The caller holds home.mu.
func (k *connection) leaving(w *window) time.Time {
	if k.window != w {
		k.window, k.leaves = w, w.rest()
	}
	return k.leaves
}
