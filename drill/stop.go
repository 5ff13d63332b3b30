package drill

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// stop lets requests flow for a while and then stops the old task by the path.
func (p *player) stop(ctx context.Context) error {
	p.enter("warming up")
	if err := wait(ctx, p.plan.Warmup); err != nil {
		return err
	}
	if p.old.process.ended() {
		return nil // The verdict says so.
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
		if err := wait(ctx, p.times.Deregistration.D()); err != nil {
			return err
		}
		p.health.expire()
		expire() // ECS waits until the target is gone, and only then signals.
	}
	if p.old.process.ended() {
		return nil
	}
	return p.signal(ctx)
}

// signal sends the stop signal and, at the stop timeout, SIGKILL.
func (p *player) signal(ctx context.Context) error {
	p.enter("stopping")
	name, child, alone := behind(p.old.process.pid)
	if p.record.Process.Init = name; alone {
		p.record.Process.Shell, p.record.Process.Child = shell(child)
	}
	p.old.watch()
	p.record.Signalled = p.since()
	if err := p.old.process.signal(p.full.StopSignal); err != nil && !p.old.process.ended() {
		return fmt.Errorf("send %s to process %d: %w", p.full.StopSignal, p.old.process.pid, err)
	}
	timeout := time.NewTimer(p.times.StopTimeout.D())
	defer timeout.Stop()
	watch := time.NewTicker(20 * time.Millisecond)
	defer watch.Stop()
	for {
		select {
		case <-p.old.process.gone:
			return nil
		case <-watch.C:
			p.old.watch()
		case <-timeout.C:
			p.record.Killed = p.since()
			p.old.process.destroy()
			<-p.old.process.gone
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
