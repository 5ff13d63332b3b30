package verdict_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// stocked is a worker that did twenty messages, ten of them before the stop signal and
// each with a row and a line, and a replacement that did two.
func stocked() verdict.Recording {
	r := worked(shutdown.KeptAll)
	r.Exit.At = 2 * second
	r.Rows, r.Logs = &verdict.RowsRecord{Query: "SELECT id FROM orders", Of: map[string]int{}}, &verdict.LogsRecord{IDs: map[string]bool{}}
	for i := range 22 {
		id, at := fmt.Sprintf("id-%d", i), time.Duration(i)*90*ms
		m := verdict.MessageRecord{ID: id, Sent: at, Deleted: at + 100*ms, Receipts: []verdict.ReceiptRecord{receipt(verdict.OldTask, min(at, second))}}
		if i >= 20 {
			m.Receipts[0] = receipt(verdict.ReplacementTask, at)
		} else {
			r.Logs.IDs[id] = true
		}
		r.Messages, r.Rows.Of[id] = append(r.Messages, m), 1
	}
	r.Stores = []verdict.StoreRecord{{Kind: verdict.PostgreSQL, Looked: 3 * second, Connections: []verdict.StoreConnection{{Closed: 1900 * ms, Goodbye: true}}}}
	return r
}

// What is behind a worker is judged by its messages as that of an app by its requests.
func TestJudge_behindWorker(t *testing.T) {
	t.Parallel()
	message := func(change func(m *verdict.MessageRecord)) func(r *verdict.Recording) {
		return func(r *verdict.Recording) {
			i := slices.IndexFunc(r.Messages, func(m verdict.MessageRecord) bool { return m.ID == "id-15" })
			delete(r.Rows.Of, "id-15")
			change(&r.Messages[i])
		}
	}
	for name, tt := range map[string]struct {
		change func(r *verdict.Recording)
		want   []string
		words  string
	}{
		"flawless":             {func(*verdict.Recording) {}, nil, ""},
		"a row is missing":     {message(func(*verdict.MessageRecord) {}), []string{"loses-rows!"}, "1 message of 22 that were done have no row: the first of the stopping task was done 0.45 s after the signal"},
		"it was never done":    {message(func(m *verdict.MessageRecord) { m.Deleted = -1 }), nil, ""},
		"it has no id":         {message(func(m *verdict.MessageRecord) { m.ID = "" }), nil, ""},
		"the replacement's":    {message(func(m *verdict.MessageRecord) { m.Receipts[0].Worker = verdict.ReplacementTask }), []string{"loses-rows!"}, "none of them met the stop"},
		"a row is there twice": {func(r *verdict.Recording) { r.Rows.Of["id-15"] = 2 }, []string{"doubles-rows!"}, "1 message have more than one row"},
		"twice, never done": {func(r *verdict.Recording) {
			message(func(m *verdict.MessageRecord) { m.Deleted = -1 })(r)
			r.Rows.Of["id-15"] = 2
		}, []string{"doubles-rows!"}, ""},
		"no row at all": {func(r *verdict.Recording) { clear(r.Rows.Of) }, []string{"loses-rows!"}, ""},

		"the last line is missing":         {func(r *verdict.Recording) { unlog(r, "id-19") }, nil, ""},
		"the last two are missing":         {func(r *verdict.Recording) { unlog(r, "id-19", "id-18") }, []string{"loses-last-logs!"}, "of 20 messages that it was done with 2 of the last have none"},
		"the replacement writes elsewhere": {func(r *verdict.Recording) { unlog(r, "id-20", "id-21") }, nil, ""},
		"a line breaks off":                {func(r *verdict.Recording) { r.Logs.Broken = true }, []string{"loses-last-logs!"}, ""},
		"logs nothing":                     {func(r *verdict.Recording) { clear(r.Logs.IDs) }, nil, ""},

		"inside a transaction": {func(r *verdict.Recording) { r.Stores[0].Connections[0].Inside = true }, []string{"leaves-transactions!"}, ""},
		"not closed":           {func(r *verdict.Recording) { r.Stores[0].Connections[0].Goodbye = false }, []string{"leaves-connections"}, ""},
		"closes its pool before a message is done": {func(r *verdict.Recording) { r.Stores[0].Connections[0].Closed = 1100 * ms }, nil, ""},
	} {
		r := stocked()
		tt.change(&r)
		out := judge(r)
		if diff := cmp.Diff(tt.want, behindRules(out)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if tt.words != "" && !slices.ContainsFunc(out.Findings, func(f verdict.Finding) bool { return strings.Contains(f.Message, tt.words) }) {
			t.Errorf("%s: nothing says %q:\n%+v", name, tt.words, out.Findings)
		}
	}
}

// A job has connections behind it, and nothing with an id.
func TestJudge_behindJob(t *testing.T) {
	t.Parallel()
	for name, inside := range map[string]bool{"closes them": false, "ends inside a transaction": true} {
		r := worked(shutdown.KeptAll)
		r.Workload, r.Messages = shutdown.Batch, nil
		r.Job = &verdict.JobRecord{Finished: true}
		r.Stores = []verdict.StoreRecord{{Kind: verdict.PostgreSQL, Connections: []verdict.StoreConnection{{Closed: 1900 * ms, Goodbye: true, Inside: inside}}}}
		if got := slices.Contains(behindRules(judge(r)), "leaves-transactions!"); got != inside {
			t.Errorf("%s: named: %t", name, got)
		}
	}
}
