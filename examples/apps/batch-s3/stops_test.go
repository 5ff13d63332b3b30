package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// rounds is how often each kind of end is played.
const rounds = 30

// moment is a random one in the life of a task: so many checkpoints of its own later, and
// a little.
func (w *world) moment(t *testing.T, task string) {
	t.Helper()
	limit := time.After(30 * time.Second)
	for left := 1 + rand.IntN(3); left > 0; {
		select {
		case who := <-w.accepted:
			if who == task {
				left--
			}
		case <-limit:
			t.Fatalf("no checkpoint of %s for 30 s", task)
		}
	}
	time.Sleep(time.Duration(rand.Int64N(int64(2 * stepTime))))
}

// A job that is told to stop, killed, or overtaken by a task that begins while another
// still works, all at random moments. Every step has its result once and in order, no
// checkpoint is ahead of the work or goes back, and no end costs more than one step again.
func TestStops(t *testing.T) {
	w := newWorld(t)
	w.rough = true
	const steps = 400
	stopped, killed, overtaken := 0, 0, 0
	started := 0
	start := func() *task {
		started++
		return w.start(t, fmt.Sprint("task-", started), steps)
	}
	old := start()
	for n := range 3 * rounds {
		w.moment(t, "app/"+old.name)
		switch n % 3 {
		case 0:
			if err := old.end(syscall.SIGTERM); err != nil {
				t.Fatalf("a task that was told to stop: %v\n%s", err, &old.output)
			}
			w.saved(t, "app/"+old.name)
			stopped++
			old = start()
		case 1:
			_ = old.end(syscall.SIGKILL)
			killed++
			old = start()
		case 2:
			next := start()
			if err := old.end(0); err == nil || !bytes.Contains(old.output.Bytes(), []byte(errSuperseded.Error())) {
				t.Fatalf("a task whose job another one has taken over: %v\n%s\nthe other:\n%s", err, &old.output, &next.output)
			}
			overtaken++
			old = next
		}
	}
	if err := old.end(0); err != nil {
		t.Errorf("the last task: %v\n%s", err, &old.output)
	}
	again := w.done(t, steps)
	if most := killed + overtaken; again > most {
		t.Errorf("%d steps were done again, and only %d ends may cost one", again, most)
	}
	t.Logf("%d stops, %d kills, %d tasks overtaken, %d answers lost: %d steps, each result once, %d done again", stopped, killed, overtaken, w.lost, steps, again)
}

// saved wants every step that a task did behind the checkpoint: its stop costs none.
func (w *world) saved(t *testing.T, task string) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for n, by := range w.did {
		if by[task] && n >= w.next {
			t.Errorf("%s was told to stop and did step %d, and the checkpoint is at %d", task, n, w.next)
		}
	}
}

// done wants each step's result, and says how many steps were done again.
func (w *world) done(t *testing.T, steps int) (again int) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, fault := range w.faults {
		t.Error(fault)
	}
	sum := 0
	for n := range steps {
		sum += n * n
		if got := string(w.object(fmt.Sprintf("results/%09d", n))); got != strconv.Itoa(sum) {
			t.Errorf("the result of step %d is %q, want %d", n, got, sum)
		}
		again += len(w.did[n]) - 1
	}
	if w.next != steps || len(w.did) != steps {
		t.Errorf("the checkpoint is at %d, and %d steps are done, want %d", w.next, len(w.did), steps)
	}
	return again
}
