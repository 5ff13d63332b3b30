//go:build drills && linux

package drills_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A worker with an HTTP side loses neither a request nor a message: as a task behind a load
// balancer while it works on messages, and as a worker with the environment of that task.
// One context for all loses both.
func TestWorkerHTTP(t *testing.T) {
	bin := t.TempDir()
	if err := run("../worker-http", "go", "build", "-o", bin, ".", "./naive"); err != nil {
		t.Fatal(err)
	}
	task, queue := read(t, "worker-http"), readFile(t, "../worker-http/queue.yaml")
	settings, err := shutdown.Compute(task)
	if err != nil {
		t.Fatal(err)
	}
	if most := settings.ShutdownDelay + settings.DrainTimeout; *queue.LongestWork > most {
		t.Fatalf("a message may take %d s, and the delay and the drain are %d s", *queue.LongestWork, most)
	}
	good, naive := filepath.Join(bin, "worker-http"), filepath.Join(bin, "naive")
	for _, path := range []shutdown.StopPath{shutdown.Drained, shutdown.Concurrent} {
		t.Run("task "+string(path), func(t *testing.T) {
			played(t, func(t *testing.T) {
				r, lies := asTask(t, task, path, good)
				if !r.OK || lies != 0 {
					t.Errorf("%d messages lie with a task that has gone\n%s", lies, report.DrillText(r))
				}
			})
		})
	}
	t.Run("queue", func(t *testing.T) {
		played(t, func(t *testing.T) {
			r := asWorker(t, queue, settings, good)
			if !r.OK || r.Messages.Lost+r.Messages.Expired > 0 || r.Messages.DoneByOld == 0 {
				t.Errorf("%s", report.DrillText(r))
			}
		})
	})
	t.Run("naive task", func(t *testing.T) {
		t.Parallel()
		r, lies := asTask(t, task, shutdown.Concurrent, naive)
		if r.Verdict != verdict.NotHeld || !named(r, verdict.ClosesListener) || lies == 0 {
			t.Errorf("%d messages lie with it\n%s", lies, report.DrillText(r))
		}
		t.Logf("%d of %d requests lost, %d messages lie with it", r.Lost(), r.Sent, lies)
	})
	t.Run("naive queue", func(t *testing.T) {
		t.Parallel()
		r := asWorker(t, queue, settings, naive)
		if r.Verdict != verdict.NotHeld || !named(r, verdict.DropsMessage) {
			t.Errorf("%s", report.DrillText(r))
		}
		t.Logf("%d messages came back only after their visibility timeout", r.Messages.Expired)
	})
}

// played plays a drill as often as is asked for.
func played(t *testing.T, once func(t *testing.T)) {
	t.Helper()
	t.Parallel()
	times := 20 * *repeat
	if testing.Short() {
		times = 1
	}
	for range times {
		once(t)
	}
}

func named(r verdict.Result, rule string) bool {
	for _, f := range r.Findings {
		if f.Rule == rule {
			return true
		}
	}
	return false
}

func readFile(t testing.TB, name string) shutdown.Profile {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Read(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// asTask drills it behind a load balancer, while messages come that take almost all of the
// delay and the drain, and says how many still lie with the task that has gone.
func asTask(t testing.TB, p shutdown.Profile, path shutdown.StopPath, app string) (verdict.Result, int) {
	t.Helper()
	q := newSQS(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		for ; ctx.Err() == nil; time.Sleep(100 * time.Millisecond) {
			q.add(`{"Seconds": 1.6}`)
		}
	}()
	r, err := drill.Run(ctx, drill.Plan{Profile: p, Path: path, Command: []string{"env", "AWS_SDK_UA_APP_ID={PORT}", app}, Environment: q.environment(), Attempts: *attempts,
		Requests: append(drill.DefaultRequests(), drill.Request{Method: http.MethodPost, Path: "/jobs?seconds=0", Weight: 2}),
		Again:    func(verdict.Result) { q.forget() }})
	if err != nil {
		t.Fatal(err)
	}
	done, lies, twice := q.left()
	old := q.first()
	if len(done) != 2 || twice > 0 {
		t.Errorf("the task did %d messages, and %d were done twice", done[old], twice)
	}
	return r, lies[old]
}

// asWorker drills it at a queue, with the environment and the stop timeout of its task.
func asWorker(t testing.TB, p shutdown.Profile, task shutdown.Settings, app string) verdict.Result {
	t.Helper()
	own := []string{}
	for _, e := range task.Environment {
		own = append(own, e.Key+"="+e.Value)
	}
	r, err := drill.Run(context.Background(), drill.Plan{Profile: p, Path: shutdown.Concurrent, Command: []string{app}, Environment: own, StopTimeout: &task.StopTimeout, Rate: 10, Attempts: *attempts})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
