package drill

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// stop lets requests flow for a while and then stops the old task by the path.
func (p *player) stop(ctx context.Context) error {
	p.enter("warming up")
	if err := p.pass(ctx, p.plan.Warmup); err != nil {
		return err
	}
	if p.old.process.ended() {
		return p.stopOthers(ctx) // The verdict says so.
	}
	p.record.Deregistered = p.since()
	// The path says when the load balancer and the app are told; the load
	// balancer first, so that its last request is never later than the
	// propagation after the signal.
	p.balancer.Deregister(p.times.Propagation.D())
	p.health.deregister()
	p.record.LastRouted = p.record.Deregistered + p.times.Propagation.D()
	// A Network Load Balancer leaves flows alone when the delay is over.
	expire := func() {}
	if cuts := p.settings.ConnectionTermination; p.times.Deregistration != nil && (cuts == nil || *cuts) {
		expire = sync.OnceFunc(p.balancer.Expire)
		timer := time.AfterFunc(p.times.Deregistration.D(), expire)
		defer timer.Stop()
		p.record.Expired = p.record.Deregistered + p.times.Deregistration.D()
	}
	if p.plan.Path == shutdown.Drained {
		p.enter("draining")
		if err := p.pass(ctx, p.times.Deregistration.D()); err != nil {
			return err
		}
		if !p.old.fallen() {
			p.health.expire()
			expire() // ECS waits until the target is gone, and only then signals.
		}
	}
	if p.old.process.ended() {
		return p.stopOthers(ctx)
	}
	return p.signal(ctx)
}

// signal ends the process that takes the work, and then those behind it.
func (p *player) signal(ctx context.Context) error {
	p.enter("stopping")
	r := &p.record
	if p.stopping != nil {
		close(p.stopping)
	}
	if err := p.end(ctx, &p.old, ending{p.full.StopSignal, p.times.StopTimeout, &r.Process, &r.Signalled, &r.Killed}); err != nil {
		return err
	}
	return p.stopOthers(ctx)
}

// ending is how a process is told to stop, and where that is written down.
type ending struct {
	signal            shutdown.Signal
	timeout           verdict.Seconds
	facts             *verdict.ProcessFacts
	signalled, killed *time.Duration
}

// end sends the stop signal and, at the stop timeout, SIGKILL.
func (p *player) end(ctx context.Context, t *task, e ending) error {
	name, child, alone := behind(t.process.pid)
	if e.facts.Init = name; alone {
		e.facts.Shell, e.facts.Child = shell(child)
	}
	t.watch()
	*e.signalled = p.since()
	if err := t.process.signal(e.signal); err != nil && !t.process.ended() {
		return fmt.Errorf("send %s to process %d: %w", e.signal, t.process.pid, err)
	}
	timeout := time.NewTimer(e.timeout.D())
	defer timeout.Stop()
	watch := time.NewTicker(20 * time.Millisecond)
	defer watch.Stop()
	for {
		select {
		case <-t.process.gone:
			t.atEnd = forked()
			return nil
		case <-watch.C:
			t.watch()
		case <-timeout.C:
			*e.killed = p.since()
			t.process.destroy()
			<-t.process.gone
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// settle goes on until the last request that a node of the load balancer could
// bring to the old task, and a little longer.
func (p *player) settle(ctx context.Context) error {
	p.enter("settling")
	return wait(ctx, max(0, p.record.LastRouted-p.since())+500*time.Millisecond)
}
