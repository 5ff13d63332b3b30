package drill

import (
	"context"
	"os"
	"strconv"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// recordJob plays the drill of a batch job: it is stopped in the middle and
// started again, with the same state folder.
func (p *player) recordJob(ctx context.Context) (verdict.Recording, error) {
	state, err := os.MkdirTemp("", "graceful-drill-")
	if err != nil {
		return verdict.Recording{}, err
	}
	p.closers = append(p.closers, func() { os.RemoveAll(state) }) //nolint:errcheck // It is a temporary folder.
	if err := p.reachStores(ctx); err != nil {
		return verdict.Recording{}, err
	}
	of := []string{"STATE_FOLDER=" + state, "WORK_SECONDS=" + strconv.FormatFloat(p.times.Longest.D().Seconds(), 'f', 3, 64)}
	p.record = p.recording("none")
	p.record.Rate, p.record.Load = 0, verdict.Load{Kept: true} // It has no load.
	if p.old, err = p.launchJob(verdict.OldTask, of, p.plan.Plain); err != nil {
		return p.record, err
	}
	p.record.ToldDeadline = p.told
	p.begin, p.counted = time.Now(), func() verdict.Count { return verdict.Count{} }
	machine := p.watchMachine()
	defer machine()
	p.enter("working")
	if err := p.pass(ctx, p.plan.Warmup); err != nil {
		return p.record, err
	}
	stop := p.signal
	if p.old.process.ended() {
		stop = p.stopOthers
	} else if err := p.tryStores(ctx); err != nil {
		return p.record, err
	}
	if err := stop(ctx); err != nil {
		return p.record, err
	}
	first := machine()
	job := &verdict.JobRecord{Asked: p.times.Longest, First: verdict.Seconds(p.old.process.at.Sub(p.begin)), FirstWaited: verdict.Seconds(first.waited)}
	p.record.Machine = first.Machine
	p.record.Job = job
	p.record.Exit = p.old.process.exit(p.begin)
	plain := p.old.process.isolation != "pid 1"
	if plain {
		p.record.Process.Leaked = p.leaked(ctx)
	}
	p.collectWhole(ctx)
	if len(p.stores) > 0 {
		if err := wait(ctx, 500*time.Millisecond); err != nil {
			return p.record, err
		}
		if err := p.lookLeft(ctx); err != nil {
			return p.record, err
		}
	}
	if !finished(state) {
		if err := p.again(ctx, of, job); err != nil {
			return p.record, err
		}
		if !plain && job.Second != nil && p.old.mayLeave() && wait(ctx, lingers) == nil {
			p.record.Process.Leaked = p.replacement.left()
		}
		job.Finished = finished(state)
	} else {
		job.Finished = true
	}
	p.record.Ended = p.since()
	p.record.Process.Isolation, p.record.Process.Output = p.old.process.isolation, p.old.process.tail()
	return p.record, ctx.Err()
}

// launchJob starts the job as one of both tasks, with variables of its own.
func (p *player) launchJob(name verdict.Task, own []string, plain bool) (task, error) {
	plan, err := p.withStores(name)
	if err != nil {
		return task{}, err
	}
	plan.Environment = append(own, plan.Environment...)
	return p.launchPlan(plan, plain)
}

// again runs the job to its end.
func (p *player) again(ctx context.Context, own []string, job *verdict.JobRecord) (err error) {
	p.enter("starting again")
	if p.replacement, err = p.launchJob(verdict.ReplacementTask, own, true); err != nil {
		return err
	}
	begin := time.Now()
	over := make(chan struct{})
	waited := make(chan time.Duration, 1)
	go func() {
		waited <- watchWaits(p.replacement.processes(), p.times.Longest.D(), over, func(turns) {}).all
	}()
	defer func() {
		close(over)
		job.SecondWaited = verdict.Seconds(<-waited)
	}()
	select {
	case <-p.replacement.process.gone:
		job.Second = new(verdict.Seconds(p.replacement.process.at.Sub(begin)))
	case <-time.After(2*p.times.Longest.D() + 10*time.Second):
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

func finished(state string) bool {
	_, err := os.Stat(state + "/" + verdict.DoneFile)
	return err == nil
}
