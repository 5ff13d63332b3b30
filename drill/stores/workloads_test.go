//go:build drills && linux

package stores_test

import (
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// workloadPlan is a drill of the shop in a mode, whose orders come another way.
func (b behind) workloadPlan(t *testing.T, workload shutdown.Workload, mode string) drill.Plan {
	t.Helper()
	p := b.plan(t, mode)
	p.Requests = nil
	p.Environment = append(p.Environment, workloadVariable+"="+string(workload))
	one, two := 1, 2
	p.Profile = shutdown.Profile{Workload: workload, LongestWork: &one, Cleanup: &one, Margin: &one}
	switch workload {
	case shutdown.Queue:
		p.Profile.OnInterrupt, p.Rate = shutdown.Finish, 15
	case shutdown.Stream:
		kafka, err := drill.ParseKafka("embedded")
		if err != nil {
			t.Fatal(err)
		}
		p.Profile.OnInterrupt, p.Rate, p.Warmup, p.Kafka = shutdown.Finish, 4, 2*time.Second, &kafka
	case shutdown.Batch:
		p.Profile.LongestWork, p.Profile.OnInterrupt, p.Profile.InterruptTime, p.Rows = new(4), shutdown.Checkpoint, &one, ""
		p.Warmup = 1500 * time.Millisecond
	case shutdown.WebSocket:
		p.Profile.LongestWork, p.Profile.InterruptTime, p.Profile.Propagation, p.Rows = &two, &one, &one, ""
		p.Rate, p.Warmup, p.Message = 20, 500*time.Millisecond, "hello"
	}
	return p
}

// What is behind workers, jobs and apps with WebSockets is looked at as well.
func TestDrill_looksBehindOtherWorkloads(t *testing.T) {
	b := newBehind(t)
	const left, inside = "to end with the process", "1 connection to PostgreSQL inside a transaction"
	for _, tt := range []struct {
		workload          shutdown.Workload
		mode, rule, words string
		warning           bool
	}{
		{workload: shutdown.Queue, mode: goodShop},
		{workload: shutdown.Queue, mode: neverLogs},
		{workload: shutdown.Queue, mode: worksFirst},
		{workload: shutdown.Queue, mode: givesUp, rule: verdict.ClosesPoolEarly, words: "that it had in hand then"},
		{workload: shutdown.Queue, mode: neverCloses, rule: verdict.LeavesConnections, words: left, warning: true},
		{workload: shutdown.Queue, mode: leavesStatement, rule: verdict.LeavesConnections, words: `active in "SELECT pg_sleep(20)"`},
		{workload: shutdown.Queue, mode: leavesOpen, rule: verdict.LeavesTransactions, words: inside},
		{workload: shutdown.Queue, mode: answersFirst, rule: verdict.LosesRows, words: "that were done have no row"},
		{workload: shutdown.Queue, mode: writesTwice, rule: verdict.DoublesRows, words: "have more than one row"},
		{workload: shutdown.Queue, mode: losesLog, rule: verdict.LosesLastLogs, words: "that it was done with"},
		{workload: shutdown.Queue, mode: cutsLog, rule: verdict.LosesLastLogs, words: "in the middle"},
		{workload: shutdown.Stream, mode: goodShop},
		{workload: shutdown.Stream, mode: leavesOpen, rule: verdict.LeavesTransactions, words: inside},
		{workload: shutdown.Stream, mode: answersFirst, rule: verdict.LosesRows, words: "have no row"},
		{workload: shutdown.Batch, mode: goodShop},
		{workload: shutdown.Batch, mode: neverCloses, rule: verdict.LeavesConnections, words: left, warning: true},
		{workload: shutdown.Batch, mode: leavesStatement, rule: verdict.LeavesConnections, words: `active in "SELECT pg_sleep(20)"`},
		{workload: shutdown.Batch, mode: leavesOpen, rule: verdict.LeavesTransactions, words: inside},
		{workload: shutdown.WebSocket, mode: goodShop},
		{workload: shutdown.WebSocket, mode: neverCloses, rule: verdict.LeavesConnections, words: left, warning: true},
		{workload: shutdown.WebSocket, mode: leavesStatement, rule: verdict.LeavesConnections, words: `active in "SELECT pg_sleep(20)"`},
		{workload: shutdown.WebSocket, mode: leavesOpen, rule: verdict.LeavesTransactions, words: inside},
	} {
		t.Run(string(tt.workload)+"/"+tt.mode, func(t *testing.T) {
			t.Parallel()
			plan := func() drill.Plan { return b.workloadPlan(t, tt.workload, tt.mode) }
			shows(t, string(tt.workload)+", "+tt.mode, plan, tt.rule, tt.words, tt.warning)
		})
	}
}
