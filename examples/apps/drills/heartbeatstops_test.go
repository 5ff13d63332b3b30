//go:build drills && linux

package drills_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	// hidden is for how long a message is hidden, and it takes three times as long. The
	// contract has whole seconds, and a machine that is busy needs some of them.
	hidden, beats, takes = 3 * time.Second, time.Second, 9 * time.Second
	// lanes are services side by side, each with one worker and its successor.
	lanes = 10
	// inHand is how many messages each worker works on at the same time in the Python form.
	inHand = 2
	// longestLife is when a worker is told to stop at the latest, from its first message on.
	longestLife = 4 * time.Second
)

// Two hundred stops at random moments, some with time for the message in hand and some
// without: each message is done once, by one worker at a time, and given back within a
// second when the worker must go.
func TestHeartbeatStops(t *testing.T) {
	t.Parallel()
	stops := 200
	if testing.Short() {
		stops = 20
	}
	t.Run("Go", func(t *testing.T) {
		bin := goWorker(t)
		fairly(t, func(t testing.TB) { playStops(t, stops, workerForm{command: []string{bin}}).sound(t) })
	})
	t.Run("Python", func(t *testing.T) {
		needBoto(t)
		fairly(t, func(t testing.TB) {
			playStops(t, stops, pythonWorker(t, nil), pythonWorker(t, blocking)).sound(t)
		})
	})
}

// A worker that does not do one of these things is found, and told what it does not do;
// with -short one of them.
func TestHeartbeatStops_broken(t *testing.T) {
	t.Parallel()
	needBoto(t)
	for name, tt := range map[string]struct {
		change edits
		fault  string
	}{
		"deletes first":          {edits{"worker.py": {`say("begun", message)`, `say("begun", message); delete(message)`}}, neverDone},
		"hides nothing anew":     {edits{"hiding.py": {"if HEARTBEAT is not None:", "if False:"}}, ranOut},
		"gives nothing back":     {edits{"worker.py": {"sqs.hide(message, 0)", "pass"}}, notGivenBack},
		"goes on until killed":   {edits{"worker.py": {"os._exit(0)", "threading.Event().wait()"}, "stop.py": {"bound.start()", "pass"}}, goneLate},
		"hides it after its end": {edits{"hiding.py": {"self._rest.set()\n        if self._over:", "if self._over:"}}, usedAgain},
	} {
		if testing.Short() && name != "deletes first" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			faults := playStops(t, lanes, pythonWorker(t, tt.change)).faults()
			if !slices.ContainsFunc(faults, func(fault string) bool { return strings.Contains(fault, tt.fault) }) {
				t.Errorf("want a fault that says %q, and got:\n%s", tt.fault, strings.Join(faults, "\n"))
			}
			t.Logf("%d faults, such as: %s", len(faults), faults[0])
		})
	}
}

// goWorker builds the queue worker of lifecycle.
func goWorker(t testing.TB) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "queue-worker")
	if err := run(filepath.Join("..", "queue-worker"), "go", "build", "-o", bin, "."); err != nil {
		t.Fatal(err)
	}
	return bin
}

// edits are changes of files: of a text, which must be there, to another.
type edits map[string][2]string

// blocking has work that does not look whether it is cut, as most has not.
var blocking = edits{"work.py": {"if cut.wait(json.loads(body)[\"seconds\"]):\n        raise Cut()", "__import__(\"time\").sleep(json.loads(body)[\"seconds\"])"}}

// pythonWorker is a copy of the one in Python with changes.
func pythonWorker(t testing.TB, change edits) workerForm {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(filepath.Join("..", "sqs-python"))); err != nil {
		t.Fatal(err)
	}
	for file, texts := range change {
		name := filepath.Join(folder, file)
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(data), texts[0]) {
			t.Fatalf("%s has no %q", file, texts[0])
		}
		if err := os.WriteFile(name, []byte(strings.ReplaceAll(string(data), texts[0], texts[1])), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return workerForm{folder: folder, command: []string{"/usr/bin/python3", "worker.py"}}
}
