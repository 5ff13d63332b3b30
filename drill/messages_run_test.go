package drill_test

import (
	"flag"
	"log"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// times is how often each drill of a false pass or a false alarm is played at each
// rate; make test plays each once, at one rate.
var times = flag.Int("times", 0, "play each drill of a worker `N` times at each of the rates 5, 50 and 300")

// each plays something once at a rate or, with -times, so often at all of them.
func each(once int, play func(rate, n int)) {
	if *times == 0 {
		play(once, 0)
		return
	}
	for _, rate := range []int{5, 50, 300} {
		for n := range *times {
			play(rate, n)
		}
	}
}

// told writes a line of the table that -times makes.
func told(name string, rate, n int, r verdict.Result) {
	if *times > 0 {
		log.Printf("%s at %d, %d: %s", name, rate, n, r.Verdict.Words())
	}
}

// tenPlan drills a worker of ten messages at a time.
func tenPlan(mode string, rate int) drill.Plan {
	p := drill.Plan{Profile: briefQueue(shutdown.Finish), Path: shutdown.Concurrent, Command: []string{os.Args[0]},
		Environment: []string{modeVariable + "=" + mode}, Rate: rate}
	if mode == tenAndRequeue || mode == oneByOne || mode == handsOnRest {
		p.Profile.OnInterrupt = shutdown.Requeue
	}
	return p
}

// A worker that deletes messages before their work loses it in a stop, and a
// drill says so; however a worker fetches and deletes that does the work first,
// nothing is found.
func TestRun_deletesBeforeWork(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		bad  bool
		says string
	}{
		deletesFirst:     {true, "had time left when the worker ended"},
		deletesFirstWait: {true, "before the work can be done: one that takes "},
		deletesBatch:     {true, "had time left when the worker ended"},
		ignoresSeconds:   {true, "before the work can be done: one that takes "},
		skipsStopping:    {true, "and before the signal none of "},
		tenAtOnce:        {},
		oneByOne:         {},
		handsOnRest:      {},
		tenAndRequeue:    {},
	}
	var all sync.WaitGroup
	for mode, tt := range tests {
		all.Go(func() {
			each(20, func(rate, n int) {
				if mode == oneByOne && rate > 5 {
					rate = 5 // It does not get more done.
				}
				r, err := judged(tenPlan(mode, rate))
				if err != nil {
					t.Errorf("%s at %d, %d: %v", mode, rate, n, err)
					return
				}
				told(mode, rate, n, r)
				found := slices.ContainsFunc(r.Findings, func(f verdict.Finding) bool {
					return f.Rule == verdict.DeletesEarly && f.Fault && strings.Contains(f.Message, tt.says)
				})
				if r.OK == tt.bad || found != tt.bad || r.Messages.Early > 0 != tt.bad {
					t.Errorf("%s at %d, %d: OK = %v, found %v, want bad %v:\n%s", mode, rate, n, r.OK, found, tt.bad, report.DrillText(r))
				}
			})
		})
	}
	all.Wait()
}

// A worker that lets an open receive end by itself and gives back what it brings
// holds at any rate: it is what a drill advises. One that works it off although
// the profile leaves no time for it does not.
func TestRun_openReceives(t *testing.T) {
	t.Parallel()
	for mode, ok := range map[string]bool{patientWorker: true, eagerWorker: false} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			each(2, func(rate, n int) {
				p := tenPlan(mode, rate)
				p.Profile.LongestWork = new(2)
				r, err := judged(p)
				if err != nil {
					t.Fatal(err)
				}
				if found := slices.Contains(rules(r), verdict.FetchesStopping+"!"); ok && !r.OK || !ok && !found && r.Messages.Fetched > 0 {
					t.Errorf("at %d, %d: OK = %v, fetched %d:\n%s", rate, n, r.OK, r.Messages.Fetched, report.DrillText(r))
				}
			})
		})
	}
}

// A worker that at the stop deletes messages that only waited in its hand had all of
// them for longer than their work takes, and is found all the same. It is played
// until the signal comes while much is left of a batch; it says when that was so.
func TestRun_deletesBatchAtTheStop(t *testing.T) {
	t.Parallel()
	for mode, bad := range map[string]bool{deletesRest: true, givesRestBack: false} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			each(5, func(_, n int) { // At a higher rate it gets no more done.
				p := tenPlan(mode, 5)
				p.Profile.OnInterrupt, p.Warmup = shutdown.Requeue, 5*time.Second
				for range 20 {
					r, err := judged(p)
					if err != nil {
						t.Fatal(err)
					}
					text := report.DrillText(r)
					if bad && !strings.Contains(text, leftOut) {
						continue
					}
					told(mode, 5, n, r)
					if found := slices.Contains(rules(r), verdict.DeletesEarly+"!"); found != bad || r.OK == bad {
						t.Errorf("%d: OK = %v, found %v, want bad %v:\n%s", n, r.OK, found, bad, text)
					}
					return
				}
				t.Errorf("%d: no signal came while much was left of a batch", n)
			})
		})
	}
}

// A worker that goes on working on what it gave back has it done twice.
func TestRun_worksOnReturnedMessages(t *testing.T) {
	t.Parallel()
	each(20, func(rate, n int) {
		p := tenPlan(worksOnReturned, rate)
		p.Profile.OnInterrupt = shutdown.Requeue
		r, err := judged(p)
		if err != nil {
			t.Fatal(err)
		}
		told(worksOnReturned, rate, n, r)
		if !slices.Contains(rules(r), verdict.WorksOn+"!") || r.OK || r.Messages.WorkedOn == 0 {
			t.Errorf("at %d, %d: OK = %v, worked on %d:\n%s", rate, n, r.OK, r.Messages.WorkedOn, report.DrillText(r))
		}
	})
}
