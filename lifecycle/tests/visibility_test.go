package lifecycle_test

import (
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

// heartbeatOf is a contract as a profile makes it: a message is hidden for three
// heartbeats.
func heartbeatOf(every time.Duration) contract.Contract {
	c := budgets(0, time.Minute, 5*time.Second)
	c.Heartbeat, c.Visibility = every, 3*every
	return c
}

// A change of the profile sets the queue's attribute before it changes the service, so
// tasks of the old revision fetch under the new one until they are stopped. A message
// is done once all the same, from any heartbeat to any other.
func TestConsume_heartbeatChanges(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		from := time.Duration(rapid.IntRange(5, 30).Draw(rt, "from")) * time.Second
		to := time.Duration(rapid.IntRange(5, 30).Draw(rt, "to")) * time.Second
		comes := time.Duration(rapid.IntRange(0, 20_000).Draw(rt, "the message comes after")) * time.Millisecond
		synctest.Test(t, func(t *testing.T) {
			q := newHider(1)
			q.hidden[0] = time.Now().Add(comes)
			q.deploy(rt, t, []contract.Contract{heartbeatOf(from), heartbeatOf(to)}, 3*from, 3*to)
		})
	})
}

// A heartbeat that is new begins with one that hides a message for no less than the
// attribute does that the queue has: tasks without any then fetch as before, and those
// of the second change have a heartbeat already.
func TestConsume_heartbeatIsNew(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		comes := time.Duration(rapid.IntRange(0, 50_000).Draw(rt, "the message comes after")) * time.Millisecond
		synctest.Test(t, func(t *testing.T) {
			q := newHider(1)
			q.hidden[0] = time.Now().Add(comes)
			none := budgets(0, time.Minute, 5*time.Second)
			q.deploy(rt, t, []contract.Contract{none, heartbeatOf(40 * time.Second), heartbeatOf(5 * time.Second)}, 2*time.Minute, 2*time.Minute, 15*time.Second)
		})
	})
}

// deploy replaces a task by the next while it works for 45 s on what it gets. The
// queue has the attribute of the next for a while before that is there.
func (h *hider) deploy(rt *rapid.T, t *testing.T, tasks []contract.Contract, attributes ...time.Duration) {
	var runs []*program
	for i, c := range tasks {
		h.mu.Lock()
		h.hides = attributes[i]
		h.mu.Unlock()
		time.Sleep(8 * time.Second)
		p := newProgram(t, c)
		lifecycle.Consume(p.App, "jobs", h.consumer(45*time.Second))
		p.start()
		runs = append(runs, p)
		time.Sleep(8 * time.Second)
		if i > 0 {
			runs[i-1].stop()
			if err := runs[i-1].wait(); err != nil {
				rt.Errorf("Run() error = %v", err)
			}
		}
	}
	time.Sleep(3 * time.Minute)
	runs[len(runs)-1].stop()
	if err := runs[len(runs)-1].wait(); err != nil {
		rt.Errorf("Run() error = %v", err)
	}
	if h.fetched[0] != 1 || len(h.done) != 1 {
		rt.Errorf("one message, fetched %d times and done %d times", h.fetched[0], len(h.done))
	}
}
