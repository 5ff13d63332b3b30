package drill

import (
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The clock of a drill, and how often it looks at the app's threads.
const (
	clockTick = 10 * time.Millisecond
	clockLook = 50 * time.Millisecond
)

// lateness is how late the machine was, and the most that a thread of the app
// waited in all.
type lateness struct {
	verdict.Machine
	waited time.Duration
}

// watchMachine measures how late the machine is until its result is asked for.
func (p *player) watchMachine() (ended func() lateness) {
	over := make(chan struct{})
	m := lateness{Machine: verdict.Machine{Bears: p.times.Bears(!p.plan.Defaults), Hides: verdict.Seconds(verdict.Grace)}}
	busy, balancer := crowds{processors: processors()}, 0
	if b, ok := p.balancer.(*haproxy); ok {
		balancer = b.command.Process.Pid
	}
	var both sync.WaitGroup
	both.Go(func() { m.Late = verdict.Seconds(latest(over)) })
	both.Go(func() {
		w := watchWaits(p.old.processes(), p.span(), over, func(now turns) { busy.look(now, ownTime(balancer)) })
		m.Waited, m.Starved, m.waited = w.longest, w.starved, w.all
	})
	return sync.OnceValue(func() lateness {
		close(over)
		both.Wait()
		m.Busy = busy.worst()
		return m
	})
}

// span is the time within which a little lateness each time adds up to a late end:
// that of the longest work. A connection may last much longer than anything that the
// app does for it, which has the drain to end it.
func (p *player) span() time.Duration {
	if p.full.Workload == shutdown.WebSocket {
		return min(p.times.Longest.D(), max(time.Second, p.times.Drain.D()))
	}
	return p.times.Longest.D()
}

// latest is how late a clock was at worst until it is over.
func latest(over <-chan struct{}) (worst time.Duration) {
	every := time.NewTicker(clockTick)
	defer every.Stop()
	for last := time.Now(); ; {
		select {
		case <-every.C:
			now := time.Now()
			worst = max(worst, now.Sub(last)-clockTick)
			last = now
		case <-over:
			return worst
		}
	}
}
