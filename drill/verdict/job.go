package verdict

import (
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

// job is the work of the workload batch.
type job struct{ judge }

func (job) unit() string         { return "job" }
func (job) failed() string       { return "failed" }
func (job) lastEvent() string    { return EventLastRouted }
func (job) harmed(lost int) bool { return lost > 0 }
func (j job) count(out *Result)  { out.Job = j.Job }
func (j job) bound() string      { return requests(j).bound() }
func (job) find(f *finder)       { f.job() }

// units: a job is one, and neither plotted nor counted by the second.
func (job) units() []Exchange { return nil }

// met: the job itself, if the stop found it at work.
func (j job) met() []stay {
	if j.Job == nil || j.Signalled < 0 {
		return nil
	}
	return []stay{{0, j.Job.First.D()}}
}

// noticed: a job shows nothing until it ends.
func (job) noticed(Result) bool { return false }

func (j job) broken(kept shutdown.Kept, _ time.Duration, _ Result) []string {
	if text := j.jobBroken(kept); text != "" {
		return []string{text}
	}
	return nil
}

// jobBroken says what broke a promise on the job; empty when it held.
func (j judge) jobBroken(kept shutdown.Kept) string {
	switch {
	case j.Job == nil:
		return ""
	case !j.Job.Finished:
		return "the job was not finished in the end"
	case j.Job.skipped():
		return "the job was called finished without all of its work"
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

// skipped says that the job was called finished after less time than its work
// takes. No run does more work than the time that it has, so what a run took to
// start, or waited for a processor, only hides what was left out.
func (j JobRecord) skipped() bool {
	return j.Finished && j.worked() < j.Asked*4/5-Seconds(Grace)
}

// worked is how long both runs were there.
func (j JobRecord) worked() Seconds {
	if j.Second == nil {
		return j.First
	}
	return j.First + *j.Second
}

// job is what the job did about the stop.
func (f *finder) job() {
	if f.Job == nil {
		return
	}
	if f.Job.startedOver() && f.OnInterrupt == shutdown.Checkpoint {
		f.add(StartsOver, "starts over: the second run took "+f.Job.Second.String()+" of the "+f.Job.Asked.String()+" of the whole job, after a first run of "+f.Job.First.String(),
			"write a checkpoint on the signal, into the folder that $STATE_FOLDER names, and begin with it", true)
	}
	if f.Job.skipped() {
		in := "in one run"
		if f.Job.Second != nil {
			in = "in both runs together"
		}
		f.add(SkipsWork, "skips work: the job of "+f.Job.Asked.String()+" is called finished after "+f.Job.worked().String()+" "+in,
			"create the file \""+DoneFile+"\" once all is done, not whenever the loop ends, and let the checkpoint say what is done; "+
				"where the job does that, have it work for the seconds that $WORK_SECONDS names", true)
	}
	if !f.Job.Finished {
		f.add(NotFinished, "is not finished in the end: no file \""+DoneFile+"\" in $STATE_FOLDER after the second run",
			"create the file once all is done, and begin the second run where the first one stopped", true)
	}
}
