package drill

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// container is one of a task beside the one that takes the work.
type container struct {
	part
	task
	record verdict.ContainerRecord
}

// launchWhole starts a task of several containers, each with an address of its
// own, which all of them are told: in ECS they share one host.
func (p *player) launchWhole(plan Plan, plain bool) (task, error) {
	ports, own := make([]string, len(p.parts)), []string{}
	for i, c := range p.parts {
		port, err := freePort()
		if err != nil {
			return task{}, err
		}
		if ports[i] = port; c.role != verdict.FrontRole {
			own = append(own, portVariable(c.name)+"="+port)
		}
	}
	var started []*container
	for i, c := range p.parts {
		c := &container{part: c, record: verdict.ContainerRecord{Name: c.name, Role: c.role, Needs: c.needs, Signal: c.full.StopSignal, StopTimeout: c.stopTimeout,
			Signalled: verdict.Never, Killed: verdict.Never, Exit: verdict.Exit{At: verdict.Never}}}
		variables := plan
		variables.Environment = slices.Clone(own)
		if c.role == verdict.AppRole {
			variables.Environment = append(variables.Environment, plan.Environment...)
		}
		environment, err := variables.environment(c.settings, c.full, ports[i])
		if err != nil {
			return task{}, err
		}
		c.record.ToldDeadline = told(environment, c.full.EnvironmentPrefix)
		if c.process, err = start(expand(c.words, environment), environment, plan.Folder, plain); err != nil {
			return task{}, fmt.Errorf("%s: %w", c.title(), err)
		}
		p.closers = append(p.closers, c.process.forget)
		c.url = &url.URL{Scheme: plan.scheme(), Host: "127.0.0.1:" + ports[i]}
		started = append(started, c)
	}
	slices.Reverse(started) // In the order in which they stop.
	first := started[0]
	p.told = first.record.ToldDeadline
	t := task{url: first.url, process: first.process, first: first, others: started[1:]}
	t.watchEnds()
	return t, nil
}

func (c *container) title() string { return c.part.title() }

// title is what a message calls a container.
func (c part) title() string {
	if c.role == verdict.AppRole {
		return "the app"
	}
	return "the " + string(c.role) + " " + c.name
}

// watchEnds closes broken when one of the containers ends.
func (t *task) watchEnds() {
	broken, once := make(chan struct{}), sync.Once{}
	for _, p := range t.processes() {
		go func() {
			<-p.gone
			once.Do(func() { close(broken) })
		}()
	}
	t.broken = broken
}

// fallen says that one of the containers of a whole task has ended.
func (t task) fallen() bool {
	select {
	case <-t.broken:
		return true
	default:
		return false
	}
}

// fell names the first of the other containers that has ended; nil when none has.
func (t task) fell() *container {
	for i := len(t.others) - 1; i >= 0; i-- {
		if t.others[i].process.ended() {
			return t.others[i]
		}
	}
	return nil
}

// processes are those of all containers of the task.
func (t task) processes() []*process {
	out := []*process{t.process}
	for _, c := range t.others {
		out = append(out, c.process)
	}
	return out
}

// pass lets time go by, but no longer than all containers of the old task run: at
// the end of an essential one ECS stops the others at once, and all are taken for
// essential.
func (p *player) pass(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-p.old.broken:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// stopOthers tells the other containers to stop, each when all that depend on it
// have gone, and those that nothing lies between at the same time.
func (p *player) stopOthers(ctx context.Context) error {
	faults := make([]error, len(p.old.others))
	var all sync.WaitGroup
	for i, c := range p.old.others {
		all.Go(func() {
			for _, d := range p.old.dependents(c) {
				select {
				case <-d.gone:
				case <-ctx.Done():
					faults[i] = ctx.Err()
					return
				}
			}
			faults[i] = p.tellContainer(ctx, c)
		})
	}
	all.Wait()
	for _, err := range faults {
		if err != nil {
			return err
		}
	}
	return nil
}

// dependents are the processes of those that depend on a container.
func (t task) dependents(c *container) (out []*process) {
	for _, other := range append([]*container{t.first}, t.others...) {
		if slices.Contains(other.needs, c.name) {
			out = append(out, other.process)
		}
	}
	return out
}

// tellContainer sends a container its stop signal and, at its stop timeout, SIGKILL.
func (p *player) tellContainer(ctx context.Context, c *container) error {
	r := &c.record
	if r.Signalled = p.since(); c.process.ended() {
		return nil
	}
	return p.end(ctx, &c.task, ending{c.full.StopSignal, c.stopTimeout, &r.Process, &r.Signalled, &r.Killed})
}

// collectWhole writes down how every container of the old task went, where the
// command was not all of it.
func (p *player) collectWhole(ctx context.Context) {
	if p.old.first == nil {
		return
	}
	first := p.old.first.record
	first.Signalled, first.Killed, first.Exit, first.Process = p.record.Signalled, p.record.Killed, p.record.Exit, p.record.Process
	p.record.Containers = append(p.record.Containers, first)
	for i, c := range p.old.others {
		r := &c.record
		if r.Signalled >= 0 { // Else its turn never came.
			r.Exit = c.process.exit(p.begin)
		}
		r.Process.Isolation, r.Process.Output = c.process.isolation, c.process.tail()
		if i < len(p.replacement.others) {
			r.Process.Leaked = p.leftBy(ctx, &c.task, &p.replacement.others[i].task, ending{c.full.StopSignal, c.stopTimeout, &r.Process, &r.Signalled, &r.Killed}, r.Exit)
		}
		p.record.Containers = append(p.record.Containers, *r)
	}
	p.record.Missing = p.plan.missing(p.full)
	if !p.plan.Defaults {
		whole := p.settings.Estimates.StopSeconds - value(p.settings.DeregistrationDelay, 0)
		p.record.StopEstimate = new(p.plan.scaled(whole))
	}
}
