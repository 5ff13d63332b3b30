package drill_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func TestParseRequest(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want drill.Request
		err  string
	}{
		{"/", drill.Request{Path: "/", Weight: 1}, ""},
		{"/a?seconds={seconds}", drill.Request{Path: "/a?seconds={seconds}", Weight: 1}, ""},
		{"/a;weight=3;seconds=0.5", drill.Request{Path: "/a", Weight: 3, Seconds: 0.5}, ""},
		{"/a;seconds=0", drill.Request{Path: "/a", Weight: 1}, ""},
		{"a", drill.Request{}, "must start with a slash"},
		{"", drill.Request{}, "must start with a slash"},
		{"/a;weight=0", drill.Request{}, `got "weight=0"`},
		{"/a;weight=1.5", drill.Request{}, `got "weight=1.5"`},
		{"/a;weight", drill.Request{}, `got "weight"`},
		{"/a;seconds=-1", drill.Request{}, `got "seconds=-1"`},
		{"/a;second=1", drill.Request{}, `got "second=1"`},
		{"/a;seconds=172800", drill.Request{Path: "/a", Weight: 1, Seconds: 172800}, ""},
		{"/a;seconds=172801", drill.Request{}, `got "seconds=172801"`},
		{"/a;seconds=NaN", drill.Request{}, `got "seconds=NaN"`},
		{"/a;weight=1000000", drill.Request{Path: "/a", Weight: 1000000}, ""},
		{"/a;weight=1000001", drill.Request{}, `got "weight=1000001"`},
		{"POST /a", drill.Request{Method: "POST", Path: "/a", Weight: 1}, ""},
		{"DELETE  /a;weight=2", drill.Request{Method: "DELETE", Path: "/a", Weight: 2}, ""},
		{"post /a", drill.Request{}, `the method "post" must be a word of capital letters`},
		{"PO(ST /a", drill.Request{}, `the method "PO(ST"`},
		{"CONNECT /a", drill.Request{}, "CONNECT opens a tunnel"},
		{"POST", drill.Request{}, "must start with a slash"},
		{"POST a", drill.Request{}, "must start with a slash"},
		{"/a b", drill.Request{}, `the path "/a b" must have no space`},
		{"/a#b", drill.Request{}, "write %20 and %23"},
		{"/a.B/C;messages=1", drill.Request{Path: "/a.B/C", Weight: 1, Messages: 1}, ""},
		{"/a.B/C;body=x;messages=1000;seconds=2", drill.Request{Path: "/a.B/C", Weight: 1, Body: []byte("x"), Messages: 1000, Seconds: 2}, ""},
		{"/a.B/C;messages=0", drill.Request{}, `got "messages=0"`},
		{"/a.B/C;messages=1001", drill.Request{}, `got "messages=1001"`},
		{"/a.B/C;messages=1.5", drill.Request{}, `got "messages=1.5"`},
		{"/a;stream", drill.Request{Path: "/a", Weight: 1, Stream: true}, ""},
		{"/a;stream=1", drill.Request{}, `got "stream=1"`},
		{"/a;body=", drill.Request{Path: "/a", Weight: 1, Body: []byte{}}, ""},
		{"/a;body", drill.Request{}, `got "body"`},
		{"PUT /a;body=x;y=1;z;seconds=2", drill.Request{Method: "PUT", Path: "/a", Weight: 1, Body: []byte("x;y=1;z"), Seconds: 2}, ""},
		{"/a;header=A: b; c=d;header=A: e", drill.Request{Path: "/a", Weight: 1, Header: http.Header{"A": {"b; c=d", "e"}}}, ""},
		{"/a;header=A", drill.Request{}, `a header must be like Name: value, got "A"`},
		{"/a;header=A b: c", drill.Request{}, `got "A b: c"`},
		{"/a;header=A: b\nC: d", drill.Request{}, "a header must be like"},
		{"/a;header=content-length: 3", drill.Request{}, "the header content-length is that of one connection"},
		{"/a;weight=2;y=1", drill.Request{}, `got "y=1"`},
		{"/a;body=@testdata/none", drill.Request{}, "no such file"},
		{"/a;body=@testdata", drill.Request{}, "testdata is not a file"},
		{"/a;body=@testdata/lifecycleworker/go.mod", drill.Request{Path: "/a", Weight: 1, Body: mustRead("testdata/lifecycleworker/go.mod")}, ""},
	}
	for _, tt := range tests {
		got, err := drill.ParseRequest(tt.in)
		if tt.err != "" {
			if err == nil || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("ParseRequest(%q): %v, want an error with %q", tt.in, err, tt.err)
			}
			continue
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("ParseRequest(%q): %v (-want +got):\n%s", tt.in, err, diff)
		}
	}
}

func mustRead(name string) []byte {
	text, err := os.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return text
}

func TestRun_refusesWhatCannotBePlayed(t *testing.T) {
	t.Parallel()
	profile := func(change func(p *shutdown.Profile)) func(*drill.Plan) {
		return func(p *drill.Plan) { change(&p.Profile) }
	}
	tests := map[string]struct {
		change func(p *drill.Plan)
		want   string
	}{
		"no path":         {func(p *drill.Plan) { p.Path = "" }, `path "" cannot be played`},
		"sudden":          {func(p *drill.Plan) { p.Path = shutdown.Sudden }, `path "sudden" cannot be played`},
		"no command":      {func(p *drill.Plan) { p.Command = nil }, "nothing to stop"},
		"URL without PID": {func(p *drill.Plan) { p.Command, p.URL = nil, "http://127.0.0.1:1" }, "nothing to stop"},
		"both":            {func(p *drill.Plan) { p.PID = 1 }, "a command is started by the drill"},
		"bad URL":         {func(p *drill.Plan) { p.Command, p.URL, p.PID = nil, "127.0.0.1:1", 1 }, "must be like http://127.0.0.1:8080"},
		"no process":      {func(p *drill.Plan) { p.Command, p.URL, p.PID = nil, "http://127.0.0.1:1", 1<<30 }, "no process has the id"},
		"rate":            {func(p *drill.Plan) { p.Rate = -1 }, "rate -1 is too low"},
		"scale":           {func(p *drill.Plan) { p.Scale = -1 }, "scale -1 is too low"},
		"uneven scale":    {func(p *drill.Plan) { p.Scale = 2 }, "scale 2 does not divide SHUTDOWN_DEADLINE_SECONDS=3"},
		"balancer":        {func(p *drill.Plan) { p.Balancer = "nginx" }, `load balancer "nginx" is unknown`},
		"health":          {func(p *drill.Plan) { p.Health = "health" }, "must start with a slash"},
		"drained without a load balancer": {func(p *drill.Plan) {
			p.Path, p.Profile.LoadBalancer = shutdown.Drained, shutdown.NoLoadBalancer
		}, "path drained needs a load balancer"},
		"protected without a queue": {func(p *drill.Plan) { p.Path = verdict.Protected }, "path protected needs a queue's worker with task protection"},
		"protected without protection": {func(p *drill.Plan) {
			p.Path, p.Profile = verdict.Protected, briefQueue(shutdown.Finish)
		}, "path protected needs a queue's worker with task protection"},
		"stream": {profile(func(p *shutdown.Profile) {
			p.Workload, p.Propagation, p.OnInterrupt = shutdown.Stream, nil, shutdown.Checkpoint
		}), "as workload batch"},
		"no WebSocket": {profile(func(p *shutdown.Profile) { p.Workload = shutdown.WebSocket }), "/ws answered 404 Not Found; name the path"},
		"a WebSocket of another path": {func(p *drill.Plan) {
			*p = socketPlan(goodSocket, shutdown.Concurrent)
			p.Requests = []drill.Request{{Path: "/socket?for={seconds}"}}
		}, "/socket?for=2.000 answered 404 Not Found"},
		"a WebSocket that answers no ping": {func(p *drill.Plan) {
			*p = socketPlan(mutedSocket, shutdown.Concurrent)
			p.Profile.LongestPause = new(1)
		}, "answers no ping"},
		"uneven age": {func(p *drill.Plan) {
			*p = socketPlan(goodSocket, shutdown.Concurrent)
			p.Profile.LongestWork, p.Profile.InterruptTime, p.Profile.Propagation, p.Profile.Cleanup, p.Profile.Margin = new(3), new(2), new(2), new(2), new(2)
			p.Scale = 2
		}, "scale 2 does not divide SHUTDOWN_MAX_CONNECTION_AGE_SECONDS=3"},
		"faulty":       {profile(func(p *shutdown.Profile) { p.LongestWork = new(0) }), "longest_work"},
		"not found":    {func(p *drill.Plan) { p.Command = []string{"/nowhere/app"} }, "start /nowhere/app"},
		"ends at once": {func(p *drill.Plan) { p.Command = []string{"sh", "-c", "echo sorry; exit 7"} }, "ended before it answered"},
		"no such path": {func(p *drill.Plan) { p.Requests = []drill.Request{{Path: "/"}} }, "/ answered 404 Not Found; name a path of work that it does with --request PATH"},
		"one of several paths": {func(p *drill.Plan) {
			p.Requests = []drill.Request{{Path: "/work?seconds={seconds}", Weight: 9}, {Path: "/nothing?for={seconds}"}}
		}, "/nothing?for=0.050 answered 404 Not Found"},
		"a path that fails": {func(p *drill.Plan) { p.Requests = []drill.Request{{Path: "/broken"}} }, "no database"},
		"a replacement without the path": {func(p *drill.Plan) {
			command, address := startApp(t, good)
			p.Command, p.URL, p.PID = nil, address, command.Process.Pid
			p.Replacement = nothing(t)
		}, "/work?seconds=0.050 answered 404 Not Found"},
		"stop timeout": {func(p *drill.Plan) { p.StopTimeout = new(0) }, "stop timeout 0 is too low"},
		"message":      {func(p *drill.Plan) { p.Message = "hello" }, "the profile has workload http"},
		"listens elsewhere": {func(p *drill.Plan) {
			p.Environment, p.Ready = []string{modeVariable + "=" + elsewhere, "PORT=20000"}, 500*time.Millisecond // It never answers, however late the machine is.
		}, "did not answer; it must listen on $HOST:$PORT, which is 127.0.0.1:2"},
		"never healthy": {func(p *drill.Plan) { p.Health, p.Ready = "/nothing", 10*time.Second }, "answered 404 Not Found"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := plan(good, shutdown.Concurrent)
			tt.change(&p)
			_, err := once(p)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("err = %v, want %q", err, tt.want)
			}
		})
	}
}

// nothing is the URL of a server that is healthy and knows no other path.
func nothing(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/health" {
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// A path that takes longer by itself than anybody waits for the first answer
// can be played, and is waited for once, however often it is asked for.
func TestRun_longRequest(t *testing.T) {
	t.Parallel()
	p := plan(good, shutdown.Concurrent)
	p.Profile.LongestWork = new(8)
	p.Requests = []drill.Request{{Path: "/report", Seconds: 7}, {Path: "/report", Seconds: 6}, {Path: "/work?seconds={seconds}", Weight: 50}}
	r := play(t, p)
	if !r.OK || len(r.Findings) > 0 {
		t.Errorf("a good app did not hold:\n%s", report.DrillText(r))
	}
}

// A drill that is broken off leaves nothing running.
func TestRun_brokenOff(t *testing.T) {
	t.Parallel()
	mark := t.TempDir() + "/pids"
	p := plan(good, shutdown.Concurrent)
	p.Command = []string{"sh", "-c", "echo $PPID >> " + mark + "; exec " + os.Args[0]}
	ctx, cancel := context.WithTimeout(context.Background(), 1500*time.Millisecond)
	defer cancel()
	p.Warmup = time.Hour
	if _, err := drill.Run(ctx, p); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("err = %v, want the end of the context", err)
	}
}

func TestPaths(t *testing.T) {
	t.Parallel()
	p := brief()
	if diff := cmp.Diff([]shutdown.StopPath{shutdown.Drained, shutdown.Concurrent}, drill.Paths(p)); diff != "" {
		t.Error(diff)
	}
	p.LoadBalancer = shutdown.NoLoadBalancer
	if diff := cmp.Diff([]shutdown.StopPath{shutdown.Concurrent}, drill.Paths(p)); diff != "" {
		t.Error(diff)
	}
	// A message of 110 s fits into the stop timeout, one of 111 s does not.
	for longest, want := range map[int][]shutdown.StopPath{110: {shutdown.Concurrent}, 111: {shutdown.Concurrent, verdict.Protected}} {
		q := shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(longest)}
		if diff := cmp.Diff(want, drill.Paths(q)); diff != "" {
			t.Errorf("messages of %d s: %s", longest, diff)
		}
		q.Workload = shutdown.Batch // Of which a drill plays the signal alone.
		if diff := cmp.Diff([]shutdown.StopPath{shutdown.Concurrent}, drill.Paths(q)); diff != "" {
			t.Errorf("a job of %d s: %s", longest, diff)
		}
	}
}

// A running app, found by its address and process id, is drilled the same.
func TestRun_attached(t *testing.T) {
	t.Parallel()
	r, err := judgedAnew(func() drill.Plan {
		command, address := startApp(t, good)
		return drill.Plan{Profile: brief(), Path: shutdown.Concurrent, URL: address, PID: command.Process.Pid, Rate: 50}
	})
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK || r.Exit.After == nil || r.Exit.Code != nil || r.ByReplacement == 0 {
		t.Errorf("OK = %v, exit %+v, %d by the stand-in:\n%s", r.OK, r.Exit, r.ByReplacement, report.DrillText(r))
	}
}

// AWS's defaults, scaled down, reach the app as no contract at all.
func TestRun_awsDefaults(t *testing.T) {
	t.Parallel()
	p := plan(exitsAtOnce, shutdown.Drained)
	p.Profile = shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(80)}
	p.Defaults, p.Scale = true, 100
	r := play(t, p)
	if got := r.Times.Deregistration.Float(); got != 3 {
		t.Errorf("deregistration delay = %v, want 300 s divided by 100", got)
	}
	if r.Times.StopTimeout.Float() != 0.3 || r.Settings != "aws_defaults" || r.Scale != 100 {
		t.Errorf("stop timeout %v, settings %s, scale %d", r.Times.StopTimeout, r.Settings, r.Scale)
	}
	if r.Cut+r.Refused > 0 {
		t.Errorf("a drained stop lost requests:\n%s", report.DrillText(r))
	}
}
