package verdict_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// flawlessSockets is the recording of a stop in which all went well: a
// connection every 100 ms, which lasts as long and is ended by the client; and
// one of the longest kind, with a greatest age of 2 s.
func flawlessSockets(path shutdown.StopPath, interrupt shutdown.Interrupt, change func(*shutdown.Profile)) verdict.Recording {
	p := briefSockets()
	if p.OnInterrupt = interrupt; interrupt == shutdown.Finish {
		p.InterruptTime = nil
	}
	if change != nil {
		change(&p)
	}
	settings, err := shutdown.Compute(p)
	if err != nil {
		panic(err)
	}
	r := flawless()
	r.Path, r.Guarantees, r.OnInterrupt, r.Workload, r.Prefix, r.Pause = path, settings.Guarantees, interrupt, shutdown.WebSocket, "SHUTDOWN_", second
	r.Times.Longest, r.Times.Deregistration, r.Expired = s(2*second), new(s(3*second)), 4*second
	if path == shutdown.Drained {
		// The signal comes with the end of the delay, and all later than above.
		r.Signalled, r.Exit.At, r.Ended = 4*second, 6*second, 7*second
		for i := range r.Probes {
			r.Probes[i] = verdict.Probe{At: r.Probes[i].At, Code: 200}
		}
		for at := 3 * second; at < 6*second; at += 50 * time.Millisecond {
			r.Probes = append(r.Probes, verdict.Probe{At: at, Code: map[bool]int{true: 503, false: 200}[at >= 4*second]})
		}
	}
	for i := range r.Exchanges {
		r.Exchanges[i].Code = 101
		r.Exchanges[i].Socket = &verdict.Socket{Opened: true, By: verdict.ClosedByClient, Code: 1000, Pongs: 1}
	}
	return r
}

// connection is one at the old task that the app closed or broke.
func connection(start, end, asked time.Duration, outcome verdict.Outcome, socket verdict.Socket) verdict.Exchange {
	socket.Opened = true
	return verdict.Exchange{Start: start, End: end, Asked: asked, Task: verdict.OldTask, Outcome: outcome, Code: 101, Socket: &socket}
}

// add puts connections into a recording.
func add(connections ...verdict.Exchange) func(*verdict.Recording) {
	return func(r *verdict.Recording) { r.Exchanges = append(r.Exchanges, connections...) }
}

func TestJudge_sockets(t *testing.T) {
	t.Parallel()
	goingAway := verdict.Socket{By: verdict.ClosedByApp, Code: 1001}
	const ms = time.Millisecond
	kill := func(r *verdict.Recording) {
		r.Killed, r.Exit = 5*second, verdict.Exit{At: 5*second + 20*ms, Known: true, Code: 137, Signal: "SIGKILL"}
	}
	cutAt := func(start, end time.Duration) func(*verdict.Recording) {
		return func(r *verdict.Recording) {
			r.CutAtDelay = 1
			add(connection(start, end, 2*second, verdict.Cut, verdict.Socket{}))(r)
		}
	}
	tests := map[string]struct {
		path      shutdown.StopPath
		interrupt shutdown.Interrupt
		change    func(r *verdict.Recording)
		want      []string // a fault has an exclamation mark
		broken    string   // of the guarantees; empty when all held
	}{
		"flawless, concurrent": {shutdown.Concurrent, shutdown.Close, add(), nil, ""},
		"flawless, drained":    {shutdown.Drained, shutdown.Close, add(), nil, ""},

		"closed after the delay":       {shutdown.Concurrent, shutdown.Close, add(connection(900*ms, 2*second, 2*second, verdict.Answered, goingAway)), nil, ""},
		"closed as the signal comes":   {shutdown.Concurrent, shutdown.Close, add(connection(900*ms, second, 2*second, verdict.Answered, goingAway)), nil, ""},
		"closed before the signal":     {shutdown.Concurrent, shutdown.Close, add(connection(200*ms, second-ms, 2*second, verdict.Answered, goingAway)), []string{verdict.ClosesEarly + "!"}, ""},
		"closed though it was to last": {shutdown.Concurrent, shutdown.Finish, add(connection(900*ms, 2*second, 2*second, verdict.Answered, goingAway)), []string{verdict.ClosesEarly + "!"}, "1 connection closed by the app before their time"},
		"closed near its age":          {shutdown.Concurrent, shutdown.Finish, add(connection(900*ms, 2400*ms, 2*second, verdict.Answered, goingAway)), nil, ""},
		"closed not so near its age":   {shutdown.Concurrent, shutdown.Finish, add(connection(900*ms, 2399*ms, 2*second, verdict.Answered, goingAway)), []string{verdict.ClosesEarly + "!"}, "before their time"},
		"closed in its own time":       {shutdown.Concurrent, shutdown.Finish, add(connection(900*ms, 1400*ms, 800*ms, verdict.Answered, goingAway)), nil, ""},
		"closed before its own time":   {shutdown.Concurrent, shutdown.Finish, add(connection(900*ms, 1399*ms, 800*ms, verdict.Answered, goingAway)), []string{verdict.ClosesEarly + "!"}, "before their time"},
		"closed by the replacement": {shutdown.Concurrent, shutdown.Finish, func(r *verdict.Recording) {
			x := connection(2*second, 2100*ms, second, verdict.Answered, goingAway)
			x.Task = verdict.ReplacementTask
			add(x)(r)
		}, nil, ""},
		"closed while draining":        {shutdown.Drained, shutdown.Close, add(connection(second, 1100*ms, 2*second, verdict.Answered, goingAway)), []string{verdict.ClosesEarly + "!"}, "1 connection closed by the app before their time"},
		"closed by age while draining": {shutdown.Drained, shutdown.Close, add(connection(second, 2500*ms, 2*second, verdict.Answered, goingAway)), nil, ""},
		"closed early after the drain": {shutdown.Drained, shutdown.Close, add(connection(3900*ms, 4100*ms, 2*second, verdict.Answered, goingAway)), []string{verdict.ClosesEarly + "!"}, "before their time"},
		"dropped while draining":       {shutdown.Drained, shutdown.Close, add(connection(second, 2500*ms, 2*second, verdict.Cut, verdict.Socket{})), []string{verdict.DropsConnections + "!"}, "1 connection cut"},
		"too old":                      {shutdown.Drained, shutdown.Close, add(connection(1500*ms, 3801*ms, 2*second, verdict.Answered, goingAway)), []string{verdict.OutlivesAge}, ""},
		"almost too old":               {shutdown.Drained, shutdown.Close, add(connection(1500*ms, 3800*ms, 2*second, verdict.Answered, goingAway)), nil, ""},
		"too old and cut":              {shutdown.Drained, shutdown.Close, cutAt(1500*ms, 4*second), []string{verdict.OutlivesAge + "!"}, "1 connection cut"},
		"cut though young":             {shutdown.Drained, shutdown.Close, cutAt(1900*ms, 4100*ms), []string{verdict.CutAtDelay + "!"}, "1 connection cut"},
		"dropped long after the delay": {shutdown.Drained, shutdown.Close, cutAt(3*second, 4500*ms), []string{verdict.DropsConnections + "!"}, "1 connection cut"},
		"exits at once, lost before": {shutdown.Concurrent, shutdown.Close, func(r *verdict.Recording) {
			r.Exit.At = second + 10*ms
			add(connection(200*ms, 900*ms, 2*second, verdict.Cut, verdict.Socket{}))(r)
		}, []string{verdict.ExitsAtOnce + "!", verdict.LostBefore + "!"}, "1 connection cut"},
		"exits at once": {shutdown.Concurrent, shutdown.Close, func(r *verdict.Recording) {
			r.Exit.At = second + 10*ms
			probes(r, 200, time.Hour)
			add(connection(900*ms, second+10*ms, 2*second, verdict.Cut, verdict.Socket{}))(r)
		}, []string{verdict.ExitsAtOnce + "!"}, "1 connection cut"},
		"dropped":                   {shutdown.Concurrent, shutdown.Close, add(connection(900*ms, 2*second, 2*second, verdict.Cut, verdict.Socket{})), []string{verdict.DropsConnections + "!"}, "1 connection cut"},
		"dropped before the stop":   {shutdown.Concurrent, shutdown.Close, add(connection(200*ms, second-ms, 2*second, verdict.Cut, verdict.Socket{})), []string{verdict.LostBefore + "!"}, "1 connection cut"},
		"code 1011":                 {shutdown.Concurrent, shutdown.Close, add(connection(900*ms, 2*second, 2*second, verdict.Failed, verdict.Socket{By: verdict.ClosedByApp, Code: 1011})), []string{verdict.ClosesWithError + "!"}, "1 connection failed by the app"},
		"no answer to a close":      {shutdown.Concurrent, shutdown.Close, add(connection(900*ms, 2*second, 800*ms, verdict.Cut, verdict.Socket{By: verdict.ClosedByClient})), []string{verdict.UnansweredClose + "!"}, "1 connection cut"},
		"no answer as the app ends": {shutdown.Concurrent, shutdown.Close, add(connection(900*ms, 3*second, 800*ms, verdict.Cut, verdict.Socket{By: verdict.ClosedByClient})), []string{verdict.DropsConnections + "!"}, "1 connection cut"},
		"no answer to a ping":       {shutdown.Concurrent, shutdown.Close, add(connection(900*ms, 2*second, 2*second, verdict.Cut, verdict.Socket{Silent: true})), []string{verdict.UnansweredPing + "!"}, "1 connection cut"},
		"no answer to a handshake":  {shutdown.Concurrent, shutdown.Close, add(verdict.Exchange{Start: 1500 * ms, End: 3 * second, Task: verdict.OldTask, Outcome: verdict.Cut, Socket: &verdict.Socket{}}), []string{verdict.UnansweredHandshake + "!"}, "1 connection cut"},
		"503":                       {shutdown.Concurrent, shutdown.Close, add(verdict.Exchange{Start: 1500 * ms, End: 1500 * ms, Task: verdict.OldTask, Outcome: verdict.Failed, Code: 503, Socket: &verdict.Socket{}}), []string{verdict.RefusesWork + "!"}, "1 connection failed by the app"},
		"nobody listens":            {shutdown.Concurrent, shutdown.Close, add(verdict.Exchange{Start: 1500 * ms, End: 1500 * ms, Task: verdict.OldTask, Outcome: verdict.Refused, Socket: &verdict.Socket{}}), []string{verdict.ClosesListener + "!"}, "1 connection refused"},
		"killed with connections open": {shutdown.Concurrent, shutdown.Close, func(r *verdict.Recording) {
			kill(r)
			add(connection(4*second, 5*second, 2*second, verdict.Cut, verdict.Socket{}))(r)
		}, []string{verdict.DrainUnbounded + "!"}, "1 connection cut; the app was killed"},
		"killed with no connection open": {shutdown.Concurrent, shutdown.Close, kill, []string{verdict.HangsInCleanup + "!"}, "the app was killed"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := flawlessSockets(tt.path, tt.interrupt, nil)
			tt.change(&r)
			got := judge(r)
			if diff := cmp.Diff(tt.want, rules(got)); diff != "" {
				t.Errorf("findings (-want +got):\n%s\n%s", diff, report.DrillText(got))
			}
			for _, h := range got.Guarantees {
				if h.Held != (tt.broken == "") || !strings.Contains(h.Because, tt.broken) {
					t.Errorf("%s: held = %v because %q, want %q", h.Cause, h.Held, h.Because, tt.broken)
				}
			}
			fault := slices.ContainsFunc(tt.want, func(w string) bool { return strings.HasSuffix(w, "!") })
			if len(got.Guarantees) == 0 || got.OK == fault {
				t.Errorf("%d guarantees, OK = %v, want %v", len(got.Guarantees), got.OK, !fault)
			}
		})
	}
}

// Where the drain is too short to finish all, those that are promised must
// finish, and the others may be told to go.
func TestJudge_socketsUpTo(t *testing.T) {
	t.Parallel()
	goingAway := verdict.Socket{By: verdict.ClosedByApp, Code: 1001}
	tests := map[string]struct {
		asked time.Duration
		want  []string
	}{"longer than promised": {1100 * time.Millisecond, nil}, "as long as promised": {second, []string{verdict.ClosesEarly + "!"}}}
	for name, tt := range tests {
		r := flawlessSockets(shutdown.Concurrent, shutdown.Finish, nil)
		r.Guarantees = shutdown.Table[shutdown.Guarantee]{{Key: string(shutdown.StopTask), Value: shutdown.Guarantee{Path: shutdown.Concurrent, Kept: shutdown.KeptUpTo, UpTo: new(1)}}}
		add(connection(1500*time.Millisecond, 2*second, tt.asked, verdict.Answered, goingAway))(&r)
		got := judge(r)
		if diff := cmp.Diff(tt.want, rules(got)); diff != "" || got.OK != (tt.want == nil) {
			t.Errorf("%s: OK = %v, findings (-want +got):\n%s", name, got.OK, diff)
		}
	}
}

// Behind a Network Load Balancer the delay is shorter than the propagation, and
// what comes after it is nobody's fault.
func TestJudge_socketsBestEffort(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		at   time.Duration
		want []string
	}{"within the delay": {2 * second, []string{verdict.ClosesListener + "!"}}, "after the delay": {2*second + time.Millisecond, []string{verdict.DelayTooShort}}} {
		r := flawlessSockets(shutdown.Concurrent, shutdown.Close, func(p *shutdown.Profile) { p.LoadBalancer, p.Propagation = shutdown.NLB, nil })
		r.Times.Propagation, r.Expired, r.Times.Deregistration = s(3*second), -1, nil
		add(verdict.Exchange{Start: tt.at, End: tt.at, Task: verdict.OldTask, Outcome: verdict.Refused, Socket: &verdict.Socket{}})(&r)
		got := judge(r)
		if diff := cmp.Diff(tt.want, rules(got)); diff != "" || got.Guarantees[0].Kept != shutdown.KeptBestEffort || !got.Guarantees[0].Held {
			t.Errorf("%s: %+v, findings (-want +got):\n%s", name, got.Guarantees, diff)
		}
	}
}

// Whatever is lost, no guarantee holds, and the counts add up.
func TestJudge_lostSocketIsNeverOK(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		path := rapid.SampledFrom([]shutdown.StopPath{shutdown.Drained, shutdown.Concurrent}).Draw(t, "path")
		r := flawlessSockets(path, rapid.SampledFrom([]shutdown.Interrupt{shutdown.Close, shutdown.Finish}).Draw(t, "interrupt"), nil)
		lost := rapid.SliceOfNDistinct(rapid.IntRange(0, len(r.Exchanges)-1), 0, 10, rapid.ID).Draw(t, "lost")
		for _, i := range lost {
			r.Exchanges[i].Outcome = rapid.SampledFrom([]verdict.Outcome{verdict.Cut, verdict.Refused, verdict.Failed}).Draw(t, "outcome")
			r.Exchanges[i].Socket = &verdict.Socket{Opened: rapid.Bool().Draw(t, "opened")}
		}
		got := judge(r)
		if got.OK != (len(lost) == 0) || got.Lost() != len(lost) || got.Answered+got.Lost() != got.Sent {
			t.Fatalf("OK = %v, %d lost of %d, want %d: %s", got.OK, got.Lost(), got.Sent, len(lost), report.DrillText(got))
		}
		if c := got.Connections; c.ByClient+c.ByApp+c.StillOpen != got.Answered {
			t.Fatalf("%+v do not add up to %d whole ones", c, got.Answered)
		}
		seconds := 0
		for _, s := range got.PerSecond {
			seconds += s.Sent
		}
		if seconds != got.Sent {
			t.Fatalf("the seconds have %d connections of %d", seconds, got.Sent)
		}
	})
}

// Every format speaks of connections.
func TestReports_sockets(t *testing.T) {
	t.Parallel()
	r := flawlessSockets(shutdown.Concurrent, shutdown.Close, nil)
	add(connection(900*time.Millisecond, 2*second, 2*second, verdict.Answered, verdict.Socket{By: verdict.ClosedByApp, Code: 1001}),
		connection(900*time.Millisecond, 2*second, 2*second, verdict.Answered, verdict.Socket{By: verdict.ClosedByApp, Code: 4999}),
		connection(900*time.Millisecond, 2*second, 2*second, verdict.Cut, verdict.Socket{}),
		connection(3*second, 4*second, 2*second, verdict.Answered, verdict.Socket{By: verdict.ClosedByEnd, Code: 1000}))(&r)
	results := []verdict.Result{judge(r)}
	text, err := report.DrillJSON(results)
	if err != nil {
		t.Fatal(err)
	}
	var back struct {
		Drills []struct{ Connections verdict.ConnectionCount }
	}
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	want := verdict.ConnectionCount{Opened: 44, ByClient: 40, StillOpen: 1, ByApp: 2, Codes: []verdict.CloseCode{{Code: 1001, Count: 1}, {Code: 4999, Count: 1}},
		Stopping: 2, AtSignal: 3, Pongs: 40}
	if diff := cmp.Diff(want, back.Drills[0].Connections); diff != "" {
		t.Errorf("connections (-want +got):\n%s", diff)
	}
	formats := map[string]struct {
		text  string
		words []string
	}{
		"text": {report.DrillText(results[0]), []string{"44 connections, 43 whole, 1 cut, 0 refused", "closed by the app   2 connections", "ended by the client 40 connections, and 1 still open", "1 with 1001 going away, 1 with 4999",
			"3 connections\n", "1.1 s, with a greatest age of 2 s", "Connections by the second in which they ended"}},
		"markdown": {report.DrillMarkdown(results), []string{"| connections | whole | cut |", "| 44 | 43 | 1 |", "Open at the signal: 3 connections."}},
		"svg":      {report.DrillSVG(results), []string{"ends of connections a second", "whole by the old task", "open at the old task, at most 4", `class="open"`, "the last new connection may arrive"}},
		"JSON":     {string(text), []string{`"connections": {`}},
	}
	for name, f := range formats {
		for _, words := range f.words {
			if !strings.Contains(f.text, words) {
				t.Errorf("%s lacks %q:\n%s", name, words, f.text)
			}
		}
		if strings.Contains(f.text, "request") {
			t.Errorf("%s speaks of requests:\n%s", name, f.text)
		}
	}
}
