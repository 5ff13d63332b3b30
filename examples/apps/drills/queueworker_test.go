//go:build drills

package drills_test

import (
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The queue worker keeps every message: of short ones at the signal, and of long
// ones by task protection, which holds a deployment off. Those that take longer than
// they are hidden are done once, by heartbeats.
func TestQueueWorker(t *testing.T) {
	t.Parallel()
	bin := filepath.Join(t.TempDir(), "queue-worker")
	if err := run(filepath.Join("..", "queue-worker"), "go", "build", "-o", bin, "."); err != nil {
		t.Fatal(err)
	}
	keepsMessages(t, "queue-worker", map[string]int{"profile.yaml": 1, "long-messages.yaml": 40, "heartbeat.yaml": 5}, bin)
}

// So does the one in Python, on Debian's boto3.
func TestSQSPython(t *testing.T) {
	t.Parallel()
	needBoto(t)
	keepsMessages(t, "sqs-python", map[string]int{"profile.yaml": 1, "heartbeat.yaml": 5}, "/usr/bin/python3", "worker.py")
}

// Its naive form deletes a message before the work, and is caught by name.
func TestSQSPython_naive(t *testing.T) {
	t.Parallel()
	needBoto(t)
	p := workerPlan(t, "sqs-python", "profile.yaml", 1, "/usr/bin/python3", "naive.py")
	p.Path = shutdown.Concurrent
	r, err := drill.Run(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if r.Verdict != verdict.NotHeld || !slices.ContainsFunc(r.Findings, func(f verdict.Finding) bool { return f.Rule == verdict.DeletesEarly && f.Fault }) {
		t.Errorf("%s", report.DrillText(r))
	}
}

func needBoto(t testing.TB) {
	t.Helper()
	if out, err := exec.Command("/usr/bin/python3", "-c", "import boto3").CombinedOutput(); err != nil {
		t.Fatalf("these drills need boto3: install Debian's python3-boto3: %v\n%s", err, out)
	}
}

// keepsMessages drills a worker on every path of its profiles, each of which is played
// at a part of its times.
func keepsMessages(t *testing.T, folder string, scales map[string]int, command ...string) {
	t.Helper()
	times := 5 * *repeat
	if testing.Short() {
		times = 1
	}
	for _, file := range slices.Sorted(maps.Keys(scales)) {
		plan := workerPlan(t, folder, file, scales[file], command...)
		if protected := len(drill.Paths(plan.Profile)) == 2; protected != (file == "long-messages.yaml") {
			t.Errorf("%s has the paths %v", file, drill.Paths(plan.Profile))
		}
		for _, path := range drill.Paths(plan.Profile) {
			plan.Path = path
			t.Run(file+" "+string(path), func(t *testing.T) {
				for range times {
					ctx, cancel := context.WithTimeout(context.Background(), time.Duration(*attempts)*2*time.Minute)
					r, err := drill.Run(ctx, plan)
					cancel()
					if err != nil {
						t.Fatal(err)
					}
					if !r.OK || r.Messages.Lost+r.Messages.Expired > 0 || path == verdict.Protected && (r.Protection.Taken == 0 || r.Protection.Unprotected > 0) {
						t.Errorf("%s", report.DrillText(r))
					}
				}
			})
		}
	}
}

// workerPlan is a drill of a worker in its own folder.
func workerPlan(t testing.TB, folder, file string, scale int, command ...string) drill.Plan {
	t.Helper()
	name := filepath.Join("..", folder, file)
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Read(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return drill.Plan{Profile: p, Scale: scale, Command: command, Folder: filepath.Join("..", folder), Environment: []string{"PYTHONDONTWRITEBYTECODE=1"}, Rate: 20, Attempts: *attempts}
}
