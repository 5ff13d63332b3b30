package drill_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// container is the command of a container in a mode of this test binary.
func container(mode string) []string { return []string{"env", modeVariable + "=" + mode, os.Args[0]} }

// wholePlan drills a front before an app and a shipper behind it.
func wholePlan(front, app, shipper string) drill.Plan {
	p := plan(app, shutdown.Concurrent)
	p.Profile.Front = &shutdown.Front{Name: "proxy"}
	p.Profile.Sidecars = []shutdown.Sidecar{{Name: "shipper", Flush: new(1)}}
	p.Front, p.Sidecars = container(front), []drill.Sidecar{{Name: "shipper", Command: container(shipper)}}
	return p
}

// frontTLS has the front of a plan speak TLS, and nobody behind it.
func frontTLS(p drill.Plan) drill.Plan {
	p.TLS, p.Front = true, append([]string{"env", tlsVariable + "=1"}, p.Front...)
	return p
}

// A whole task whose app exits at its signal and writes its last line then loses
// nothing: neither it nor the shipper is told before all that need it have gone.
func TestRun_wholeTaskLosesNothing(t *testing.T) {
	t.Parallel()
	for _, path := range []shutdown.StopPath{shutdown.Drained, shutdown.Concurrent} {
		p := wholePlan(goodFront, shippingApp, goodShipper)
		if p.Path = path; path == shutdown.Concurrent {
			p = frontTLS(p)
		}
		r := play(t, p)
		if r.Verdict != verdict.Held || r.Lost() > 0 || len(r.Findings) > 0 {
			t.Errorf("%s: a good task did not hold:\n%s", path, report.DrillText(r))
		}
		if got := order(r); got != "proxy app shipper" {
			t.Errorf("%s: told in the order %q:\n%s", path, got, report.DrillText(r))
		}
		for i, c := range r.Containers[1:] {
			if before := r.Containers[i]; c.Signalled == nil || before.Ended == nil || *c.Signalled < *before.Ended {
				t.Errorf("%s: %s was told at %v, and %s ended at %v", path, c.Name, c.Signalled, before.Name, before.Ended)
			}
		}
		if r.Task == nil || r.Task.Took == nil || r.Task.Estimate == nil || *r.Task.Took > *r.Task.Estimate {
			t.Errorf("%s: the whole task is %+v", path, r.Task)
		}
	}
}

// order names the containers in the order in which they were told to stop.
func order(r verdict.Result) string {
	list := slices.Clone(r.Containers)
	slices.SortStableFunc(list, func(a, b verdict.ContainerResult) int { return int(*a.Signalled - *b.Signalled) })
	var names []string
	for _, c := range list {
		names = append(names, c.Name)
	}
	return strings.Join(names, " ")
}

// The load waits until the app answers behind a front whose health check is its own.
func TestRun_waitsForTheAppBehindAFront(t *testing.T) {
	t.Parallel()
	p := wholePlan(ownHealth, shippingApp, goodShipper)
	p.Command = []string{"sh", "-c", "sleep 1; exec " + os.Args[0]}
	if r := play(t, p); !r.OK || r.Lost() > 0 {
		t.Errorf("it did not hold:\n%s", report.DrillText(r))
	}
}

// crashingPlan has an app crash before its task is to stop.
func crashingPlan() drill.Plan {
	p := wholePlan(goodFront, crashingApp, goodShipper)
	p.Path = shutdown.Drained
	return p
}

// At the end of an essential container ECS stops the others at once, whatever is
// left of the deregistration delay, and in their order.
func TestRun_essentialContainerEnds(t *testing.T) {
	t.Parallel()
	r := play(t, crashingPlan())
	if len(r.Containers) != 3 {
		t.Fatalf("%d containers", len(r.Containers))
	}
	front, app, shipper := r.Containers[0], r.Containers[1], r.Containers[2]
	if front.Signalled == nil || app.Ended == nil || *front.Signalled-*app.Ended > verdict.Seconds(verdict.Grace) {
		t.Errorf("the front was told at %v, and the app had ended at %v:\n%s", front.Signalled, app.Ended, report.DrillText(r))
	}
	if shipper.Signalled == nil || front.Ended == nil || *shipper.Signalled < *front.Ended {
		t.Errorf("the shipper was told at %v, and the front ended at %v", shipper.Signalled, front.Ended)
	}
}

// Nor does anybody wait for what is left of it when the front itself ends.
func TestRun_frontEndsWhileDraining(t *testing.T) {
	t.Parallel()
	p := wholePlan(crashes, shippingApp, goodShipper)
	p.Path, p.Profile.LongestWork = shutdown.Drained, new(5)
	r := play(t, p)
	if len(r.Containers) != 3 || r.Containers[0].Signalled != nil {
		t.Fatalf("%d containers:\n%s", len(r.Containers), report.DrillText(r))
	}
	front, app, shipper := r.Containers[0], r.Containers[1], r.Containers[2]
	if front.Ended == nil || app.Signalled == nil || *app.Signalled-*front.Ended > verdict.Seconds(verdict.Grace) {
		t.Errorf("the app was told at %v, and the front had ended at %v:\n%s", app.Signalled, front.Ended, report.DrillText(r))
	}
	if app.Ended == nil || shipper.Signalled == nil || shipper.Ended == nil || *shipper.Signalled < *app.Ended {
		t.Errorf("the shipper was told at %v and ended at %v, and the app at %v", shipper.Signalled, shipper.Ended, app.Ended)
	}
	if got := rules(r); !slices.Equal(got, []string{verdict.EndedEarly + "!"}) {
		t.Errorf("findings %v:\n%s", got, report.DrillText(r))
	}
}

// plantedContainers are faults of one container among good ones.
func plantedContainers() map[string]planted {
	dying := wholePlan(crashes, shippingApp, goodShipper)
	dying.Path = shutdown.Drained
	leaking := wholePlan(goodFront, shippingApp, goodShipper)
	leaking.Command = []string{"sh", "-c", "setsid sleep 21 & exec " + os.Args[0]}
	return map[string]planted{
		"a front that closes at once":          {wholePlan(closesFront, shippingApp, goodShipper), verdict.ClosesListener, "the front proxy: closes its listener before the delay", true},
		"a front that ignores the signal":      {wholePlan(stuckFront, shippingApp, goodShipper), verdict.IgnoresSignal, "the front proxy: ignores the signal: killed by SIGKILL at the stop timeout of 3 s", true},
		"an app that ends before its front":    {wholePlan(endsApp, shippingApp, goodShipper), verdict.EndsBeforeTurn, "while the front proxy still ran", true},
		"an app that ignores its signal":       {wholePlan(goodFront, ignoresSignal, goodShipper), verdict.ContainerKilled, "the app is killed by SIGKILL at its stop timeout of 2 s", true},
		"an app that panics in its cleanup":    {wholePlan(goodFront, panics, goodShipper), verdict.Crashes, "the app crashes while stopping: it ends by a panic of Go", true},
		"a front that crashes before the stop": {dying, verdict.EndedEarly, "the front proxy ended before the stop signal: 3", true},
		"an app that crashes before the stop":  {crashingPlan(), verdict.EndsBeforeTurn, "with status 3, while the front proxy still ran", true},
		"an app that leaks a worker":           {leaking, verdict.LeaksWorker, "the app leaks a worker: it exits while sleep 21 still runs", true},
		"a sidecar that ignores its signal":    {wholePlan(goodFront, shippingApp, stuckShipper), verdict.ContainerKilled, "the sidecar shipper is killed by SIGKILL at its stop timeout of 2 s", true},
		"a sidecar that the app still needs":   {wholePlan(endsShipper, shippingApp, goodShipper), verdict.EndsBeforeTurn, "the sidecar shipper ends", true},
	}
}

func TestRun_namesContainerFaults(t *testing.T) {
	t.Parallel()
	playPlanted(t, plantedContainers(), nil)
}

// Sidecars outlive an app without a front too, whatever it works on.
func TestRun_sidecarWithoutFront(t *testing.T) {
	t.Parallel()
	p := wholePlan("", good, goodShipper)
	p.Profile.Front, p.Front = nil, nil
	p.Profile.Sidecars = append(p.Profile.Sidecars, shutdown.Sidecar{Name: "agent", Flush: new(1), After: []string{"shipper"}}, shutdown.Sidecar{Name: "unplayed", Flush: new(1), After: []string{"agent"}})
	p.Sidecars = append(p.Sidecars, drill.Sidecar{Name: "agent", Command: container(goodShipper)})
	r := play(t, p)
	if !r.OK || order(r) != "app shipper agent" || r.Task == nil || !slices.Equal(r.Task.Missing, []string{"unplayed"}) {
		t.Errorf("the task is %+v:\n%s", r.Task, report.DrillText(r))
	}
}

// The sidecar of a worker outlives it, and that of a job, which is told in the middle.
func TestRun_sidecarOfWorkers(t *testing.T) {
	t.Parallel()
	worker := drill.Plan{Profile: briefQueue(shutdown.Finish), Path: shutdown.Concurrent, Command: []string{os.Args[0]}, Environment: []string{modeVariable + "=" + goodWorker}, Rate: 10}
	job := drill.Plan{Profile: shutdown.Profile{Workload: shutdown.Batch, LongestWork: new(4), OnInterrupt: shutdown.Checkpoint, InterruptTime: new(1), Cleanup: new(1), Margin: new(1)},
		Path: shutdown.Concurrent, Command: []string{os.Args[0]}, Environment: []string{modeVariable + "=" + goodJob}, Warmup: 2 * time.Second}
	for name, p := range map[string]drill.Plan{"worker": worker, "job": job} {
		p.Profile.Sidecars = []shutdown.Sidecar{{Name: "shipper", Flush: new(1)}}
		p.Sidecars = []drill.Sidecar{{Name: "shipper", Command: container(goodShipper)}}
		if r := play(t, p); !r.OK || len(r.Containers) != 2 || order(r) != "app shipper" {
			t.Errorf("%s: %+v:\n%s", name, r.Containers, report.DrillText(r))
		}
		p.Sidecars[0].Command = container(stuckShipper)
		if r := play(t, p); r.OK || !slices.Contains(rules(r), verdict.ContainerKilled+"!") {
			t.Errorf("%s with a stuck sidecar: %v", name, rules(r))
		}
	}
}

// What cannot be played says why, and what to do.
func TestRun_wholeTaskThatCannotBePlayed(t *testing.T) {
	t.Parallel()
	with := func(change func(*drill.Plan)) drill.Plan {
		p := wholePlan(goodFront, shippingApp, goodShipper)
		p.Ready = 5 * time.Second
		change(&p)
		return p
	}
	for name, tt := range map[string]struct {
		plan drill.Plan
		want []string
	}{
		"no such sidecar": {with(func(p *drill.Plan) { p.Sidecars[0].Name = "shiper" }), []string{`no sidecar "shiper"; it has shipper`}},
		"twice":           {with(func(p *drill.Plan) { p.Sidecars = append(p.Sidecars, p.Sidecars[0]) }), []string{"the sidecar shipper has two commands"}},
		"no sidecars":     {with(func(p *drill.Plan) { p.Profile.Sidecars = nil }), []string{"the profile has no sidecars", "sidecars: [{name: shipper"}},
		"no front":        {with(func(p *drill.Plan) { p.Profile.Front = nil }), []string{"the profile has no front: add"}},
		"front not given": {with(func(p *drill.Plan) { p.Front = nil }), []string{"the profile has the front proxy", "give the front's command too"}},
		"no app":          {with(func(p *drill.Plan) { p.Command, p.URL, p.PID = nil, "http://127.0.0.1:1", 1 }), []string{"so must be the app: give its command"}},
		"one variable": {with(func(p *drill.Plan) {
			p.Profile.Sidecars = append(p.Profile.Sidecars, shutdown.Sidecar{Name: "app", Flush: new(1)})
			p.Sidecars = append(p.Sidecars, drill.Sidecar{Name: "app", Command: []string{"true"}})
		}), []string{"the sidecar app and the app would both have their port in APP_PORT"}},
		"a front that is not there":     {with(func(p *drill.Plan) { p.Front = []string{"no-such-front"} }), []string{"the front proxy: start no-such-front"}},
		"a front that does not start":   {with(func(p *drill.Plan) { p.Front = []string{"sh", "-c", "echo bad line 7; exit 1"} }), []string{"the front proxy ended before it answered", "bad line 7"}},
		"a dead app":                    {with(func(p *drill.Plan) { p.Environment = []string{modeVariable + "=" + deadApp} }), []string{"the app ended before the front proxy was ready: 3", "no database"}},
		"a dead sidecar":                {with(func(p *drill.Plan) { p.Sidecars[0].Command = []string{"sh", "-c", "echo no key; exit 2"} }), []string{"the sidecar shipper ended before the front proxy was ready: 2", "no key"}},
		"an app that listens elsewhere": {with(func(p *drill.Plan) { p.Ready, p.Environment = time.Second, []string{modeVariable + "=" + elsewhere} }), []string{"the front proxy does not reach the app after 1 s", "502 Bad Gateway", "the app must listen on $HOST:$PORT"}},
	} {
		_, err := drill.Record(context.Background(), tt.plan)
		for _, want := range tt.want {
			if !strings.Contains(fmt.Sprint(err), want) {
				t.Errorf("%s: %v, want %q", name, err, want)
			}
		}
	}
}
