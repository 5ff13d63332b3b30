package drill_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// briefSockets is a profile with WebSockets whose stop takes seconds.
func briefSockets() shutdown.Profile {
	return shutdown.Profile{Workload: shutdown.WebSocket, LongestWork: new(2), InterruptTime: new(1), Propagation: new(1), Cleanup: new(1), Margin: new(1)}
}

// socketPlan drills the app with WebSockets of this test binary in a mode.
func socketPlan(mode string, path shutdown.StopPath) drill.Plan {
	return drill.Plan{Profile: briefSockets(), Path: path, Command: []string{os.Args[0]}, Environment: []string{modeVariable + "=" + mode},
		Rate: 20, Warmup: 500 * time.Millisecond, Message: "hello"}
}

// finishing declares that connections are finished, not closed.
func finishing(p drill.Plan) drill.Plan {
	p.Profile.OnInterrupt, p.Profile.InterruptTime = shutdown.Finish, nil
	return p
}

func TestRun_goodSocketsLoseNothing(t *testing.T) {
	t.Parallel()
	without := socketPlan(goodSocket, shutdown.Concurrent)
	without.Profile.LoadBalancer = shutdown.NoLoadBalancer
	tests := map[string]drill.Plan{
		"drained":              socketPlan(goodSocket, shutdown.Drained),
		"concurrent":           socketPlan(goodSocket, shutdown.Concurrent),
		"no load balancer":     without,
		"finish, drained":      finishing(socketPlan(finishesSocket, shutdown.Drained)),
		"finish, concurrent":   finishing(socketPlan(finishesSocket, shutdown.Concurrent)),
		"a close without code": socketPlan(sendsNothingSocket, shutdown.Concurrent),
	}
	for name, p := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := play(t, p)
			c := r.Connections
			if !r.OK || r.Lost() > 0 || c == nil || c.Early > 0 || c.Outlived > 0 {
				t.Fatalf("a good app did not hold:\n%s", report.DrillText(r))
			}
			if r.ByReplacement == 0 || r.ByReplacement == r.Answered || c.ByClient == 0 || c.ByApp == 0 || c.Pongs == 0 || c.Messages == 0 {
				t.Errorf("want connections of both tasks, ended from both sides, and signs of life:\n%s", report.DrillText(r))
			}
			if p.Path == shutdown.Drained && (c.AtAge == 0 || c.Stopping > 0) || p.Path == shutdown.Concurrent && (c.AtSignal == 0 || c.Stopping == 0) {
				t.Errorf("want connections that end by their age while draining, and open ones at a signal that comes at once:\n%s", report.DrillText(r))
			}
			if r.LongestSurvived == nil || r.LongestSurvived.Float() < 0.75 {
				t.Errorf("longest survived = %v", r.LongestSurvived)
			}
		})
	}
}

func plantedSocketFaults() map[string]planted {
	concurrent := func(mode string) drill.Plan { return socketPlan(mode, shutdown.Concurrent) }
	// A greatest age above the stop timeout leaves the last word to SIGKILL.
	lasting := func(p drill.Plan) drill.Plan {
		p.Profile.LongestWork, p.Profile.LongestPause = new(6), new(1)
		return p
	}
	// AWS's 300 s are too short for connections of 600 s, all divided by 100.
	defaults := socketPlan(goodSocket, shutdown.Drained)
	defaults.Profile = shutdown.Profile{Workload: shutdown.WebSocket, LongestWork: new(600)}
	defaults.Defaults, defaults.Scale = true, 100
	defaults.Environment = append(defaults.Environment, "SHUTDOWN_DELAY_SECONDS=0", "SHUTDOWN_MAX_CONNECTION_AGE_SECONDS=6")
	return map[string]planted{
		"a delay that is too short":         {defaults, verdict.CutAtDelay, "at the deregistration delay of 3 s", true},
		"drops":                             {concurrent(dropsSocket), verdict.DropsConnections, "without a close frame", true},
		"never closes by age":               {socketPlan(agelessSocket, shutdown.Drained), verdict.OutlivesAge, "cut", true},
		"closes early":                      {socketPlan(impatientSocket, shutdown.Drained), verdict.ClosesEarly, "before their time", true},
		"closes what it promised to finish": {finishing(concurrent(hastySocket)), verdict.ClosesEarly, "lets end by themselves", true},
		"answers 503":                       {concurrent(rejectsSocket), verdict.RefusesWork, "such as 503", true},
		"closes its listener":               {concurrent(refusesSocket), verdict.ClosesListener, "while new connections may arrive", true},
		"hangs in the handshake":            {concurrent(speechlessSocket), verdict.UnansweredHandshake, "without an answer", true},
		"closes with 1011":                  {concurrent(errorSocket), verdict.ClosesWithError, "1011 internal error", true},
		"answers no close":                  {concurrent(deafSocket), verdict.UnansweredClose, "close frames of", true},
		"answers no message":                {concurrent(wordlessSocket), verdict.UnansweredMessage, "without an answer while stopping", true},
		"answers no ping":                   {lasting(concurrent(silentSocket)), verdict.UnansweredPing, "without an answer for 1 s", true},
		"waits for ever":                    {lasting(concurrent(endlessSocket)), verdict.DrainUnbounded, "in flight", true},
		"exits at once":                     {concurrent(exitsSocket), verdict.ExitsAtOnce, "exits at once on the signal", true},
		"ignores the signal":                {concurrent(ignoresSocket), verdict.IgnoresSignal, "killed by SIGKILL", true},
		"health 200":                        {concurrent(healthySocket), verdict.HealthyStopping, "answers health 200 while stopping", false},
	}
}

func TestRun_namesPlantedSocketFaults(t *testing.T) {
	t.Parallel()
	playPlanted(t, plantedSocketFaults(), func(name, text string) {
		if strings.Contains(text, "request") {
			t.Errorf("%s: the report speaks of requests:\n%s", name, text)
		}
	})
}

// A Network Load Balancer leaves connections alone at the end of its delay: one
// that is too old ends by the stop then, with a close frame, and nothing is lost.
func TestRun_nlbCutsNoSocket(t *testing.T) {
	t.Parallel()
	p := socketPlan(agelessSocket, shutdown.Drained)
	p.Profile.LoadBalancer = shutdown.NLB
	r := play(t, p)
	if !r.OK || r.Lost() > 0 || r.CutAtDelay > 0 || r.Connections.Stopping == 0 {
		t.Errorf("want connections that end by the stop:\n%s", report.DrillText(r))
	}
	if len(r.Findings) != 1 || r.Findings[0].Rule != verdict.OutlivesAge || r.Findings[0].Fault {
		t.Errorf("want one warning, %s:\n%s", verdict.OutlivesAge, report.DrillText(r))
	}
}

// A running app and its stand-in are drilled the same, and what a request says
// about time and place counts.
func TestRun_attachedSockets(t *testing.T) {
	t.Parallel()
	r, err := judgedAnew(func() drill.Plan {
		command, address := startApp(t, goodSocket)
		return drill.Plan{Profile: briefSockets(), Path: shutdown.Concurrent, URL: address, PID: command.Process.Pid, Rate: 20,
			Requests: []drill.Request{{Path: "/ws?for={seconds}", Seconds: 0.3, Weight: 3}, {Path: "/ws"}}}
	})
	if err != nil {
		t.Fatal(err)
	}
	c := r.Connections
	if !r.OK || r.Lost() > 0 || r.ByReplacement == 0 || c.ByApp == 0 || c.Messages > 0 {
		t.Errorf("OK = %v, %d by the stand-in, %+v:\n%s", r.OK, r.ByReplacement, c, report.DrillText(r))
	}
}
