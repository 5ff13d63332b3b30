package drill

import (
	"context"
	"os"
	"strconv"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// JobRecord is what became of a batch job that was stopped and started again.
type JobRecord struct {
	// Asked is how long the whole job takes.
	Asked Seconds `json:"asked"`
	// First is how long the first run took, Second the one after the stop; nil
	// when there was none, because the first had finished the job.
	First  Seconds  `json:"first_run"`
	Second *Seconds `json:"second_run"`
	// FirstWaited and SecondWaited are how long each of them was ready to run
	// and waited for a processor.
	FirstWaited  Seconds `json:"first_run_waited"`
	SecondWaited Seconds `json:"second_run_waited"`
	// Finished says that the job was finished in the end.
	Finished bool `json:"finished"`
}

// The rules of findings on jobs.
const (
	StartsOver  = "starts-over"
	NotFinished = "not-finished"
)

// doneFile is what a job creates in its state folder once all is done.
const doneFile = "done"

// recordJob plays the drill of a batch job: it is stopped in the middle and
// started again, with the same state folder.
func (p *player) recordJob(ctx context.Context) (Recording, error) {
	state, err := os.MkdirTemp("", "graceful-drill-")
	if err != nil {
		return Recording{}, err
	}
	p.closers = append(p.closers, func() { os.RemoveAll(state) }) //nolint:errcheck // It is a temporary folder.
	plan := p.plan
	plan.Environment = append([]string{"STATE_FOLDER=" + state, "WORK_SECONDS=" + strconv.FormatFloat(p.times.Longest.D().Seconds(), 'f', 3, 64)}, plan.Environment...)
	p.record = Recording{Path: p.plan.Path, Balancer: "none", Times: p.times, Scale: p.plan.Scale, Defaults: p.plan.Defaults, Signal: p.full.StopSignal,
		Guarantees: p.settings.Guarantees, Protected: p.settings.TaskProtectionMinutes != nil, Load: Load{Kept: true},
		Deregistered: never, LastRouted: never, Expired: never, Signalled: never, Killed: never, OnInterrupt: p.full.OnInterrupt}
	if p.old, err = p.launchPlan(plan, p.plan.Plain); err != nil {
		return p.record, err
	}
	p.record.ToldDeadline = p.told
	p.begin, p.counted = time.Now(), func() Count { return Count{} }
	machine := p.watchMachine()
	defer machine()
	p.enter("working")
	if err := wait(ctx, p.plan.Warmup); err != nil {
		return p.record, err
	}
	if !p.old.process.ended() {
		if err := p.signal(ctx); err != nil {
			return p.record, err
		}
	}
	first := machine()
	job := &JobRecord{Asked: p.times.Longest, First: Seconds(p.old.process.at.Sub(p.begin)), FirstWaited: Seconds(first.waited)}
	p.record.Machine = first
	p.record.Job = job
	if !finished(state) {
		if err := p.again(ctx, plan, job); err != nil {
			return p.record, err
		}
		job.Finished = finished(state)
	} else {
		job.Finished = true
	}
	p.record.Ended = p.since()
	p.record.Exit = p.old.process.exit(p.begin)
	p.record.Process.Isolation, p.record.Process.Output = p.old.process.isolation, p.old.process.tail()
	return p.record, nil
}

// again runs the job to its end.
func (p *player) again(ctx context.Context, plan Plan, job *JobRecord) (err error) {
	p.enter("starting again")
	if p.replacement, err = p.launchPlan(plan, true); err != nil {
		return err
	}
	begin := time.Now()
	over := make(chan struct{})
	waited := make(chan time.Duration, 1)
	go func() {
		waited <- watchWaits(p.replacement.process, p.times.Longest.D(), over).all
	}()
	defer func() {
		close(over)
		job.SecondWaited = Seconds(<-waited)
	}()
	select {
	case <-p.replacement.process.gone:
		job.Second = new(Seconds(p.replacement.process.at.Sub(begin)))
	case <-time.After(2*p.times.Longest.D() + 10*time.Second):
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

func finished(state string) bool {
	_, err := os.Stat(state + "/" + doneFile)
	return err == nil
}

// jobBroken says what broke a promise on the job; empty when it held.
func (j judge) jobBroken(kept shutdown.Kept) string {
	switch {
	case j.Job == nil:
		return ""
	case !j.Job.Finished:
		return "the job was not finished in the end"
	case kept == shutdown.KeptAll && j.Job.Second != nil:
		return "the job was broken off and needed a second run"
	case kept == shutdown.KeptCheckpointed && j.Job.startedOver():
		return "the second run started over"
	}
	return ""
}

// startedOver says that the second run took as long as if there had been no
// first. A run that goes on saves at least half of what the first one did. What
// a run waited for a busy machine is no work of either.
func (j JobRecord) startedOver() bool {
	return j.Second != nil && *j.Second-j.SecondWaited > j.Asked-(j.First-j.FirstWaited)/2
}

// job is what the job did about the stop.
func (f *finder) job() {
	if f.Job.startedOver() && f.OnInterrupt == shutdown.Checkpoint {
		f.add(StartsOver, "starts over: the second run took "+f.Job.Second.String()+" of the "+f.Job.Asked.String()+" of the whole job, after a first run of "+f.Job.First.String(),
			"write a checkpoint on the signal, into the folder that $STATE_FOLDER names, and begin with it", true)
	}
	if !f.Job.Finished {
		f.add(NotFinished, "is not finished in the end: no file \""+doneFile+"\" in $STATE_FOLDER after the second run",
			"create the file once all is done, and begin the second run where the first one stopped", true)
	}
}
