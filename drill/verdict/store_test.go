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

// shopped is flawless with two connections to PostgreSQL, one to Redis, a row and a
// line for each request.
func shopped() verdict.Recording {
	r := flawless()
	r.Workload = shutdown.HTTP
	r.Rows, r.Logs = &verdict.RowsRecord{Query: "SELECT id FROM orders", Of: map[string]int{}}, &verdict.LogsRecord{IDs: map[string]bool{}}
	for i := range r.Exchanges {
		id := fmt.Sprintf("id-%d", i)
		r.Exchanges[i].ID, r.Rows.Of[id], r.Logs.IDs[id] = id, 1, true
	}
	ends := verdict.StoreConnection{Closed: 2900 * ms, Goodbye: true}
	r.Stores = []verdict.StoreRecord{
		{Kind: verdict.PostgreSQL, Looked: 4 * second, Connections: []verdict.StoreConnection{ends, ends}},
		{Kind: verdict.Redis, Looked: 4 * second, Connections: []verdict.StoreConnection{{Closed: 2950 * ms}}},
	}
	return r
}

// unlog takes lines out of the log.
func unlog(r *verdict.Recording, ids ...string) {
	for _, id := range ids {
		delete(r.Logs.IDs, id)
	}
}

// few leaves the first lines of the log alone.
func few(r *verdict.Recording, n int) {
	for i := n; i < len(r.Exchanges); i++ {
		unlog(r, fmt.Sprintf("id-%d", i))
	}
}

// behindRules are the rules of findings on what is behind the app.
func behindRules(r verdict.Result) (out []string) {
	for _, name := range rules(r) {
		if slices.Contains([]string{verdict.LeavesConnections, verdict.LeavesTransactions, verdict.ClosesPoolEarly, verdict.LosesRows, verdict.DoublesRows, verdict.LosesLastLogs}, strings.TrimSuffix(name, "!")) {
			out = append(out, name)
		}
	}
	return out
}

func TestJudge_stores(t *testing.T) {
	t.Parallel()
	connection := func(change func(c *verdict.StoreConnection)) func(r *verdict.Recording) {
		return func(r *verdict.Recording) { change(&r.Stores[0].Connections[0]) }
	}
	// fail is a request of the old task that fails at a time.
	fail := func(r *verdict.Recording, at time.Duration) {
		r.Exchanges = append(r.Exchanges, verdict.Exchange{Start: at - 50*ms, End: at, Task: verdict.OldTask, Outcome: verdict.Failed, Code: 500})
	}
	// early has all connections closed from a time on.
	early := func(r *verdict.Recording, at time.Duration) {
		for i := range r.Stores[0].Connections {
			r.Stores[0].Connections[i].Closed = at + time.Duration(i)*10*ms
		}
	}
	for name, tt := range map[string]struct {
		change func(r *verdict.Recording)
		want   []string
	}{
		"flawless":               {func(*verdict.Recording) {}, nil},
		"not closed by the app":  {connection(func(c *verdict.StoreConnection) { c.Goodbye, c.Closed = false, 3*second }), []string{"leaves-connections"}},
		"open at the end":        {connection(func(c *verdict.StoreConnection) { c.Goodbye, c.Closed = false, -1 }), []string{"leaves-connections"}},
		"closed by the database": {connection(func(c *verdict.StoreConnection) { c.Goodbye, c.ByStore = false, true }), nil},
		"dropped before":         {connection(func(c *verdict.StoreConnection) { c.Goodbye, c.Closed, c.Inside = false, second-1, true }), nil},
		"dropped at the signal":  {connection(func(c *verdict.StoreConnection) { c.Goodbye, c.Closed, c.Inside = false, second, true }), []string{"leaves-transactions!", "leaves-connections"}},
		"inside, with a goodbye": {connection(func(c *verdict.StoreConnection) { c.Inside = true }), []string{"leaves-transactions!"}},
		"waiting":                {connection(func(c *verdict.StoreConnection) { c.Goodbye, c.Waiting = false, true }), []string{"leaves-connections", "leaves-transactions!"}},
		"left": {func(r *verdict.Recording) {
			r.Stores[0].Left = []verdict.StoreSession{{State: "active"}}
			r.Stores[0].Connections[0] = verdict.StoreConnection{Closed: 3 * second, Waiting: true}
		}, []string{"leaves-connections!"}},
		"left in Redis": {func(r *verdict.Recording) {
			r.Stores[1].Left = []verdict.StoreSession{{State: "idle"}}
		}, []string{"leaves-connections!"}},
		"killed with a pool": {func(r *verdict.Recording) {
			r.Killed, r.Exit = 5*second, verdict.Exit{At: 5 * second, Known: true, Code: 137, Signal: "SIGKILL"}
			r.Stores[0].Connections[0] = verdict.StoreConnection{Closed: 5 * second}
		}, nil},

		"fails once the pool is closed":   {func(r *verdict.Recording) { early(r, 1500*ms); fail(r, 1500*ms) }, []string{"closes-pool-early!"}},
		"fails before the pool is closed": {func(r *verdict.Recording) { early(r, 1500*ms); fail(r, 1500*ms-1) }, nil},
		"fails and the pool is not closed": {func(r *verdict.Recording) {
			early(r, 1500*ms)
			fail(r, 1600*ms)
			r.Stores[0].Connections[1] = verdict.StoreConnection{Closed: -1}
		}, []string{"leaves-connections"}},
		"fails before the stop too": {func(r *verdict.Recording) { early(r, 1500*ms); fail(r, 1600*ms); fail(r, 900*ms) }, nil},
		"recycles one and fails": {func(r *verdict.Recording) {
			early(r, 1500*ms)
			fail(r, 1600*ms)
			r.Stores[0].Connections = append(r.Stores[0].Connections, verdict.StoreConnection{Opened: 1700 * ms, Closed: 2900 * ms, Goodbye: true})
		}, nil},
		"the replacement fails": {func(r *verdict.Recording) {
			early(r, 1500*ms)
			fail(r, 1600*ms)
			r.Exchanges[len(r.Exchanges)-1].Task = verdict.ReplacementTask
		}, nil},

		"a row is missing":              {func(r *verdict.Recording) { delete(r.Rows.Of, "id-15") }, []string{"loses-rows!"}},
		"a row is there twice":          {func(r *verdict.Recording) { r.Rows.Of["id-15"] = 2 }, []string{"doubles-rows!"}},
		"of a request that failed":      {func(r *verdict.Recording) { delete(r.Rows.Of, "id-15"); lose(r, verdict.Failed, 1600*ms, 1600*ms) }, nil},
		"done, though it was cut":       {func(r *verdict.Recording) { lose(r, verdict.Cut, 1600*ms, 1600*ms) }, nil},
		"twice, though it was cut":      {func(r *verdict.Recording) { r.Rows.Of["id-15"] = 2; lose(r, verdict.Cut, 1600*ms, 1600*ms) }, []string{"doubles-rows!"}},
		"answered with a redirect":      {func(r *verdict.Recording) { delete(r.Rows.Of, "id-15"); r.Exchanges[15].Code = 303 }, []string{"loses-rows!"}},
		"answered with another success": {func(r *verdict.Recording) { delete(r.Rows.Of, "id-15"); r.Exchanges[15].Code = 399 }, []string{"loses-rows!"}},
		"not found":                     {func(r *verdict.Recording) { delete(r.Rows.Of, "id-15"); r.Exchanges[15].Code = 400 }, nil},
		"of a kind that has no rows": {func(r *verdict.Recording) {
			for i := range r.Exchanges {
				if i%2 == 0 {
					r.Exchanges[i].Kind = "/orders"
					delete(r.Rows.Of, fmt.Sprintf("id-%d", i))
				}
			}
		}, nil},
		"of a kind that has one": {func(r *verdict.Recording) {
			for i := range r.Exchanges {
				if i%2 == 0 {
					r.Exchanges[i].Kind = "/orders"
					delete(r.Rows.Of, fmt.Sprintf("id-%d", i))
				}
			}
			r.Rows.Of["id-0"] = 1
		}, []string{"loses-rows!"}},
		"no row at all": {func(r *verdict.Recording) { clear(r.Rows.Of) }, []string{"loses-rows!"}},
		"without an id": {func(r *verdict.Recording) { delete(r.Rows.Of, "id-15"); r.Exchanges[15].ID = "" }, nil},

		"the last line is missing":           {func(r *verdict.Recording) { unlog(r, "id-19") }, nil},
		"the last two are missing":           {func(r *verdict.Recording) { unlog(r, "id-19", "id-18") }, []string{"loses-last-logs!"}},
		"a line in the middle":               {func(r *verdict.Recording) { unlog(r, "id-3", "id-15") }, nil},
		"three of them and the last two":     {func(r *verdict.Recording) { unlog(r, "id-3", "id-5", "id-9", "id-19", "id-18") }, nil},
		"three of them and the last three":   {func(r *verdict.Recording) { unlog(r, "id-3", "id-5", "id-9", "id-19", "id-18", "id-17") }, []string{"loses-last-logs!"}},
		"every second line since the signal": {func(r *verdict.Recording) { unlog(r, "id-10", "id-11", "id-12", "id-14", "id-15", "id-16", "id-18") }, []string{"loses-last-logs!"}},
		"all since the signal but the last": {func(r *verdict.Recording) {
			for i := 9; i < 19; i++ {
				unlog(r, fmt.Sprintf("id-%d", i))
			}
		}, []string{"loses-last-logs!"}},
		"as many before as since":   {func(r *verdict.Recording) { unlog(r, "id-1", "id-3", "id-5", "id-11", "id-13", "id-15", "id-17") }, nil},
		"a line breaks off":         {func(r *verdict.Recording) { r.Logs.Broken = true }, []string{"loses-last-logs!"}},
		"logs nothing":              {func(r *verdict.Recording) { clear(r.Logs.IDs); r.Logs.Broken = true }, nil},
		"logs four":                 {func(r *verdict.Recording) { few(r, 4) }, nil},
		"logs five":                 {func(r *verdict.Recording) { few(r, 5) }, []string{"loses-last-logs!"}},
		"a line of the replacement": {func(r *verdict.Recording) { delete(r.Logs.IDs, "id-25") }, nil},
	} {
		r := shopped()
		tt.change(&r)
		if diff := cmp.Diff(tt.want, behindRules(judge(r))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// The numbers of what was found are those of the recording, and it survives a file.
func TestJudge_storeCounts(t *testing.T) {
	t.Parallel()
	r := shopped()
	delete(r.Rows.Of, "id-15")
	delete(r.Rows.Of, "id-25") // Of the replacement.
	r.Rows.Of["id-3"] = 3
	unlog(&r, "id-18", "id-19")
	r.Stores[0].Connections = append(r.Stores[0].Connections,
		verdict.StoreConnection{Opened: second, Closed: 3 * second, Inside: true}, verdict.StoreConnection{Opened: second + 1, Closed: -1, Waiting: true})
	r.Machine.Bears = s(second)
	text, err := verdict.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	read, err := verdict.Unmarshal(text)
	if err != nil {
		t.Fatal(err)
	}
	out := judge(read[0])
	want := []verdict.StoreResult{{Kind: verdict.PostgreSQL, Left: new(0), AtSignal: 3, Opened: 4, Unclosed: 2, Inside: 1, Waiting: 1}, {Kind: verdict.Redis, Left: new(0), AtSignal: 1, Opened: 1}}
	if diff := cmp.Diff(want, out.Stores); diff != "" {
		t.Errorf("stores (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(&verdict.RowsResult{Answered: 40, Stopping: 11, Missing: 2, Twice: 1}, out.Rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(&verdict.LogsResult{Answered: 20, Missing: 2, Lost: 2}, out.Logs); diff != "" {
		t.Errorf("logs (-want +got):\n%s", diff)
	}
}
