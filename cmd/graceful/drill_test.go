package main

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// drilled turns the test binary into an app that a drill stops: it goes on
// serving for a second after the signal.
const drilled = "GRACEFUL_TEST_DRILLED"

func serveUntilStopped() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	http.HandleFunc("/health", func(http.ResponseWriter, *http.Request) {})
	http.HandleFunc("/work", func(w http.ResponseWriter, r *http.Request) {
		d, _ := time.ParseDuration(r.URL.Query().Get("seconds") + "s")
		time.Sleep(d)
	})
	away := make(chan struct{})
	http.HandleFunc("/ws", func(w http.ResponseWriter, r *http.Request) {
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		reading := conn.CloseRead(context.Background())
		select {
		case <-reading.Done():
		case <-away:
			conn.Close(websocket.StatusGoingAway, "") //nolint:errcheck // The drill sees whether it arrived.
		}
	})
	go http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil) //nolint:errcheck // The drill sees that it does not answer.
	<-signals
	time.Sleep(1100 * time.Millisecond)
	close(away)
	time.Sleep(1400 * time.Millisecond)
	os.Exit(0)
}

const lasting = "workload: websocket\nlongest_work: 4\ninterrupt_time: 1\npropagation: 1\ncleanup: 1\nmargin: 1\n"

const briefly = "workload: http\nlongest_work: 1\npropagation: 1\ncleanup: 1\nmargin: 1\n"

func TestDrill_status(t *testing.T) {
	t.Parallel()
	profile := file(t, "profile.yaml", briefly)
	good := []string{"--env", drilled + "=1", "--", os.Args[0]}
	sockets := file(t, "sockets.yaml", lasting)
	stream := file(t, "stream.yaml", "workload: stream\nlongest_work: 1\n")
	tests := map[string]struct {
		args           []string
		status         int
		stdout, stderr string
	}{
		"good":         {append([]string{"--path", "concurrent"}, good...), exitOK, "HELD  concurrent", "settling"},
		"strict":       {append([]string{"--path", "concurrent", "--strict", "--quiet"}, good...), exitFaults, "warning healthy-while-stopping", ""},
		"dies before":  {[]string{"--quiet", "--", "sh", "-c", "echo sorry"}, exitUsage, "", "sorry"},
		"no command":   {[]string{"--quiet"}, exitUsage, "", "nothing to stop"},
		"no dash":      {[]string{"./app"}, exitUsage, "", `needs -- before the COMMAND "./app"`},
		"request":      {append([]string{"--request", "work"}, good...), exitUsage, "", "must start with a slash"},
		"variable":     {append([]string{"--env", "NAME"}, good...), exitUsage, "", "must be like NAME=VALUE"},
		"rate":         {append([]string{"--rate", "0"}, good...), exitUsage, "", "--rate 0 is too low"},
		"websocket":    {append([]string{sockets, "--path", "concurrent"}, good...), exitOK, "HELD  concurrent: ", " open, "},
		"stream":       {append([]string{stream}, good...), exitUsage, "", "as workload batch"},
		"repeat":       {append([]string{"--repeat", "0"}, good...), exitUsage, "", "--repeat 0 is too low"},
		"protected":    {append([]string{"--path", "protected", "--quiet"}, good...), exitUsage, "", "path protected needs a queue's worker with task protection"},
		"no such work": {append([]string{"--request", "/nothing", "--quiet"}, good...), exitUsage, "", "/nothing answered 404 Not Found"},
		"no health":    {append([]string{"--health", "/nothing", "--ready", "2s", "--quiet"}, good...), exitUsage, "", "/nothing answered 404 Not Found; name the path of its health check with --health PATH"},
		"stop timeout": {append([]string{"--stop-timeout", "-5"}, good...), exitUsage, "", "--stop-timeout -5 is too low"},
		"no time":      {append([]string{"--stop-timeout", "0"}, good...), exitUsage, "", "--stop-timeout 0 is too low"},
		"message":      {append([]string{"--message", "hello"}, good...), exitUsage, "", "the profile has workload http"},
		"confidence":   {append([]string{"--confidence", "100"}, good...), exitUsage, "", "--confidence 100 must be from 1 to 99"},
		"fault rate":   {append([]string{"--fault-rate", "0.5"}, good...), exitUsage, "", "must be like 1/200"},
		"one in one":   {append([]string{"--fault-rate", "1/1"}, good...), exitUsage, "", "must be like 1/200"},
		"rare":         {append([]string{"--path", "concurrent", "--confidence", "50", "--fault-rate", "1/40", "--rate", "50"}, good...), exitOK, "a fault that hits 1 of 40 would show with", "concurrent 1 "},
		"record":       {append([]string{"--record", "/nowhere/drill.jsonl"}, good...), exitUsage, "", "cannot write /nowhere/drill.jsonl"},
		"path":         {append([]string{"--path", "sudden"}, good...), exitUsage, "", `does not know the word "sudden"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := tt.args
			if !strings.HasSuffix(args[0], ".yaml") {
				args = append([]string{profile}, args...)
			}
			got := judged(func() result { return cli(t, "", append([]string{"drill"}, args...)...) })
			if got.status != tt.status || !strings.Contains(got.stdout, tt.stdout) || !strings.Contains(got.stderr, tt.stderr) || (tt.stderr == "") != (got.stderr == "") {
				t.Errorf("status %d, want %d\nstdout: %s\nwant: %s\nstderr: %s\nwant: %s", got.status, tt.status, got.stdout, tt.stdout, got.stderr, tt.stderr)
			}
		})
	}
}

func TestDrill_json(t *testing.T) {
	t.Parallel()
	profile := file(t, "profile.yaml", briefly)
	got := cli(t, "", "drill", profile, "--attempts", "20", "--quiet", "--format", "json", "--path", "concurrent", "--repeat", "2", "--env", drilled+"=1", "--", os.Args[0])
	var out struct {
		Drills []struct {
			OK            bool
			Sent, Refused int
		}
	}
	if err := json.Unmarshal([]byte(got.stdout), &out); err != nil || got.status != exitOK || len(out.Drills) != 2 || !out.Drills[1].OK || out.Drills[1].Sent == 0 {
		t.Errorf("status %d, %v: %+v\n%s", got.status, err, out, got.stderr)
	}
}

// A running process can be stopped only once, and the report says what was not
// played for that; one for machines stays what it is.
func TestDrill_attached(t *testing.T) {
	t.Parallel()
	profile := file(t, "profile.yaml", briefly)
	const left = "Not played: concurrent. Process "
	tests := map[string]struct {
		args           []string
		stdout, stderr bool
	}{
		"text":     {nil, true, false},
		"markdown": {[]string{"--format", "markdown"}, true, false},
		"json":     {[]string{"--format", "json"}, false, true},
		"a path":   {[]string{"--path", "concurrent"}, false, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := judged(func() result {
				url, pid := startDrilled(t)
				return cli(t, "", append([]string{"drill", profile, "--quiet", "--url", url, "--pid", pid}, tt.args...)...)
			})
			if got.status != exitOK || strings.Contains(got.stdout, left) != tt.stdout || strings.Contains(got.stderr, left) != tt.stderr {
				t.Errorf("status %d, want %q in the report: %v, and on standard error: %v\nstdout: %s\nstderr: %s", got.status, left, tt.stdout, tt.stderr, got.stdout, got.stderr)
			}
			if name == "json" && !json.Valid([]byte(got.stdout)) {
				t.Errorf("no JSON: %s", got.stdout)
			}
		})
	}
}

// startDrilled starts the app and waits until it is healthy.
func startDrilled(t *testing.T) (url, pid string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url = "http://" + listener.Addr().String()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	_ = listener.Close()
	app := exec.Command(os.Args[0])
	app.Env = append(os.Environ(), drilled+"=1", "PORT="+port)
	if err := app.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = app.Wait() }()
	t.Cleanup(func() { _ = app.Process.Kill() })
	for range 400 {
		if answer, err := http.Get(url + "/health"); err == nil {
			_ = answer.Body.Close()
			return url, strconv.Itoa(app.Process.Pid)
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("the app is not healthy after 10 s")
	return "", ""
}

func TestDrill_left(t *testing.T) {
	t.Parallel()
	http, alone := shutdown.Profile{Workload: shutdown.HTTP}, shutdown.Profile{Workload: shutdown.HTTP, LoadBalancer: shutdown.NoLoadBalancer}
	for name, tt := range map[string]struct {
		path    string
		pid     int
		profile shutdown.Profile
		want    bool
	}{
		"all":       {"all", 7, http, true},
		"of one":    {"all", 7, alone, false},
		"asked for": {"drained", 7, http, false},
		"a command": {"all", 0, http, false},
	} {
		f := drillFlags{path: &choice{value: tt.path}, plan: drill.Plan{PID: tt.pid}}
		if got := f.left(tt.profile); (got != "") != tt.want || tt.want && !strings.Contains(got, "Process 7 can be stopped only once") {
			t.Errorf("%s: %q, want text: %v", name, got, tt.want)
		}
	}
}

// Which paths are played, where nobody says.
func TestDrill_paths(t *testing.T) {
	t.Parallel()
	worker := shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(900)}
	tests := map[string]struct {
		path    string
		profile shutdown.Profile
		plan    drill.Plan
		want    []shutdown.StopPath
	}{
		"all":                {"all", shutdown.Profile{Workload: shutdown.HTTP}, drill.Plan{}, []shutdown.StopPath{shutdown.Drained, shutdown.Concurrent}},
		"a running process":  {"all", shutdown.Profile{Workload: shutdown.HTTP}, drill.Plan{PID: 1}, []shutdown.StopPath{shutdown.Drained}},
		"one":                {"concurrent", shutdown.Profile{Workload: shutdown.HTTP}, drill.Plan{}, []shutdown.StopPath{shutdown.Concurrent}},
		"protected":          {"all", worker, drill.Plan{}, []shutdown.StopPath{shutdown.Concurrent, verdict.Protected}},
		"with an own agent":  {"all", worker, drill.Plan{Environment: []string{"ECS_AGENT_URI=http://127.0.0.1:1"}}, []shutdown.StopPath{shutdown.Concurrent}},
		"asked for with one": {"protected", worker, drill.Plan{Environment: []string{"ECS_AGENT_URI=http://127.0.0.1:1"}}, []shutdown.StopPath{verdict.Protected}},
		"a variable alike":   {"all", worker, drill.Plan{Environment: []string{"ECS_AGENT_URIS=x"}}, []shutdown.StopPath{shutdown.Concurrent, verdict.Protected}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := drillFlags{path: &choice{value: tt.path}, plan: tt.plan}
			if diff := cmp.Diff(tt.want, f.paths(tt.profile)); diff != "" {
				t.Errorf("paths (-want +got):\n%s", diff)
			}
		})
	}
}
