package verdict_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// judge judges a recording and writes the result in every form: what a verdict is
// given for can also be told.
func judge(r verdict.Recording) verdict.Result {
	got := verdict.Judge(r)
	report.DrillText(got)
	report.DrillMarkdown([]verdict.Result{got})
	report.DrillSVG([]verdict.Result{got})
	if _, err := report.DrillJSON([]verdict.Result{got}); err != nil {
		panic(err)
	}
	return got
}

// Containers may have ended, been told and been killed or not, in every combination,
// also when one of them makes the whole task end before its stop.
func TestReport_everyEndOfAContainer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.SampledFrom([]time.Duration{verdict.Never, 500 * time.Millisecond, second, 3 * second})
		r := wholeTask()
		r.Deregistered = at.Draw(t, "deregistered")
		for i := range r.Containers {
			c := &r.Containers[i]
			c.Signalled, c.Killed = at.Draw(t, "signalled"), at.Draw(t, "killed")
			c.Exit = verdict.Exit{At: at.Draw(t, "ended"), Known: rapid.Bool().Draw(t, "known"), Code: rapid.SampledFrom([]int{0, 1, 137}).Draw(t, "code")}
		}
		first := r.Containers[0]
		r.Signalled, r.Killed, r.Exit = first.Signalled, first.Killed, first.Exit
		judge(r) // It must not panic.
	})
}

// The same of a drill in which next to nothing happened.
func TestReport_nothingHappened(t *testing.T) {
	t.Parallel()
	for _, workload := range []shutdown.Workload{shutdown.HTTP, shutdown.WebSocket, shutdown.Queue, shutdown.Batch} {
		for _, ended := range []time.Duration{verdict.Never, 0, second} {
			for _, containers := range [][]verdict.ContainerRecord{nil, {{Name: "app", Role: verdict.AppRole, Signalled: verdict.Never, Killed: verdict.Never, Exit: verdict.Exit{At: ended}}}} {
				r := verdict.Recording{Workload: workload, Path: shutdown.Concurrent, Balancer: verdict.Embedded, Scale: 1, Containers: containers,
					Deregistered: verdict.Never, LastRouted: verdict.Never, Expired: verdict.Never, Signalled: verdict.Never, Killed: verdict.Never, Exit: verdict.Exit{At: ended}}
				if workload == shutdown.Batch {
					r.Job = &verdict.JobRecord{}
				}
				judge(r)
			}
		}
	}
}
