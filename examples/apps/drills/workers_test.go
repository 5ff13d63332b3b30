//go:build drills && linux

package drills_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// worker is a framework that works off a queue in Redis, and how it is run.
type worker struct {
	name shutdown.FrameworkName
	// folder is its example app.
	folder  string
	version []string
	// command runs it with its own settings, in a copy of its folder.
	command func(t testing.TB, folder string, own *shutdown.FrameworkSettings) []string
	// bare runs it without them.
	bare func(t testing.TB, folder string, own *shutdown.FrameworkSettings) []string
	// send is a command that sends so many tasks, of so many seconds each.
	send string
	// boundedFrom is the first version whose drain has a bound.
	boundedFrom string
	// bounding is what the environment needs for it.
	bounding []string
	// endsFrom is the first version that always ends once its tasks are done.
	// Celery 5.2 goes on until SIGKILL in about one of fifteen drills.
	endsFrom string
	// once says that each task is done once and none is late. On Redis Celery
	// may lose track of one at the stop: it comes again, or after a long time.
	once bool
	// late is how long it takes beyond its bound to give tasks back, in seconds.
	late float64
}

func workers() []worker {
	return []worker{
		{name: "celery", folder: "celery", version: []string{"/usr/bin/python3", "-m", "celery", "--version"}, command: celery, bare: bareCelery,
			send:        `exec /usr/bin/python3 -c 'import tasks; [tasks.work.delay(n, %[2]d) for n in range(%[1]d)]'`,
			boundedFrom: "5.5", bounding: []string{"REMAP_SIGTERM=SIGQUIT"}, late: 3, endsFrom: "5.5"},
		{name: "sidekiq", folder: "sidekiq", version: []string{"sidekiq", "--version"}, command: sidekiq, bare: sidekiq,
			send: `exec ruby -r ./worker.rb -e '%[1]d.times { |n| Work.perform_async(n, %[2]d) }'`, late: 3.5, once: true},
	}
}

func celery(t testing.TB, folder string, own *shutdown.FrameworkSettings) []string {
	tasks, err := os.OpenFile(filepath.Join(folder, "tasks.py"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range own.Configuration {
		fmt.Fprintln(tasks, "app.conf."+line)
	}
	if err := tasks.Close(); err != nil {
		t.Fatal(err)
	}
	return bareCelery(t, folder, own)
}

func bareCelery(testing.TB, string, *shutdown.FrameworkSettings) []string {
	return []string{"/usr/bin/python3", "-m", "celery", "--app", "tasks", "worker", "--concurrency", "4", "--loglevel", "warning", "--without-gossip", "--without-mingle"}
}

func sidekiq(_ testing.TB, _ string, own *shutdown.FrameworkSettings) []string {
	return append([]string{"./start.sh"}, own.Arguments...)
}

// On a graceful signal a worker finishes every task that it has begun, and the
// next one does the rest. On a quick one tasks are cut. What takes longer than
// the drain is given back when that is over.
func TestWorkers(t *testing.T) {
	t.Parallel()
	for tool, how := range map[string]string{"ruby": "Debian's ruby-sidekiq", "sidekiq": "Debian's ruby-sidekiq"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("these drills need %s: install %s", tool, how)
		}
	}
	for _, w := range workers() {
		row := row(t, w.name)
		t.Run(string(w.name), func(t *testing.T) {
			t.Parallel()
			server{name: w.name, version: w.version}.listed(t, row)
			for _, signal := range row.Graceful {
				t.Run("graceful "+string(signal), func(t *testing.T) { fairly(t, func(t testing.TB) { w.drains(t, signal) }) })
			}
			for _, signal := range row.Quick {
				t.Run("quick "+string(signal), func(t *testing.T) { fairly(t, func(t testing.TB) { w.cuts(t, signal) }) })
			}
			for _, signal := range everySignal {
				if !slices.Contains(row.Graceful, signal) && !slices.Contains(row.Quick, signal) {
					t.Run("other "+string(signal), func(t *testing.T) { fairly(t, func(t testing.TB) { w.goesOn(t, signal) }) })
				}
			}
			t.Run("drain bound", func(t *testing.T) { fairly(t, func(t testing.TB) { w.gives(t, row.Graceful[0]) }) })
		})
	}
}

// tasks is how many are sent: three for each of a worker's slots, and more.
const tasks = 16

// long is the drain of a worker that has to finish its tasks of a second.
const long = 10

func (w worker) drains(t testing.TB, signal shutdown.Signal) {
	q := w.start(t, long)
	q.send(t, 1)
	q.wait(t, "done", 2)
	q.wait(t, "started", 5)
	after := q.stop(t, signal)
	begun, done := q.length(t, "started"), q.length(t, "done")
	if begun != done || begun == tasks {
		t.Errorf("%d tasks begun and %d done when the worker had gone, want all of them, and not every task", begun, done)
	}
	if after > long*time.Second {
		if w.endsFrom == "" || after < mostStop || atLeast(version(t, w.version), w.endsFrom) {
			t.Errorf("it took %v to finish tasks of a second", after)
		}
		t.Logf("its tasks were done and it did not end, as versions before %s do at times", w.endsFrom)
	}
	t.Logf("%s: %d tasks begun, all done within %.1f s", signal, begun, after.Seconds())
	q.again(t)
	if !w.once {
		q.wait(t, "done", done+1)
		return
	}
	q.wait(t, "done", tasks)
	time.Sleep(500 * time.Millisecond)
	if n := q.length(t, "started"); n != tasks {
		t.Errorf("%d tasks begun in all, want each of %d once", n, tasks)
	}
}

func (w worker) cuts(t testing.TB, signal shutdown.Signal) {
	// Without settings of its own: with its soft shutdown Celery waits a while
	// on a quick signal too.
	w.command = w.bare
	var begun, done int
	for range 3 {
		q := w.start(t, long)
		q.send(t, 1)
		q.wait(t, "done", 2)
		q.wait(t, "started", 5)
		after := q.stop(t, signal)
		begun, done = q.length(t, "started"), q.length(t, "done")
		if w.endsFrom == "" || after < mostStop || atLeast(version(t, w.version), w.endsFrom) {
			break
		}
		t.Logf("its parent did not end, as versions before %s do at times, and its tasks went on: once more", w.endsFrom)
	}
	if begun == done {
		t.Errorf("all of %d tasks begun were done: %s is not a quick stop", begun, signal)
	}
	t.Logf("%s: %d tasks begun, %d of them cut", signal, begun, begun-done)
}

func (w worker) goesOn(t testing.TB, signal shutdown.Signal) {
	if os.Geteuid() != 0 {
		t.Skip("only root can make the worker PID 1, which ignores what it does not handle")
	}
	q := w.start(t, long)
	q.send(t, 1)
	q.wait(t, "started", 4)
	q.signal(t, signal)
	q.wait(t, "done", tasks)
	if n := q.length(t, "started"); n != tasks {
		t.Errorf("%d tasks begun in all, want each of %d once: %s stops the worker", n, tasks, signal)
	}
}

func (w worker) gives(t testing.TB, signal shutdown.Signal) {
	if w.boundedFrom != "" && !atLeast(version(t, w.version), w.boundedFrom) {
		t.Skipf("this version has no bound on its drain, which came with %s", w.boundedFrom)
	}
	const drain, each = 2, 8
	q := w.start(t, drain, w.bounding...)
	q.send(t, each)
	q.wait(t, "started", 4)
	after := q.stop(t, signal)
	if least, most := drain*900*time.Millisecond, time.Duration((drain+w.late+1.5)*float64(time.Second)); after < least || after > most {
		t.Errorf("it took %v to stop, want from %v to %v", after, least, most)
	}
	if n := q.length(t, "done"); n != 0 {
		t.Errorf("%d tasks of %d s were done within a drain of %d s", n, each, drain)
	}
	// Celery's tasks come back with the visibility timeout of 10 s.
	q.again(t)
	q.wait(t, "started", 8)
	q.wait(t, "done", 4)
}

// queue is a worker at its queue.
type queue struct {
	redis
	worker
	folder      string // by its name here
	inside      string // by its name in the root
	words       []string
	environment []string
	process     *exec.Cmd
}

// start starts a worker that has so many seconds for its drain.
func (w worker) start(t testing.TB, drain int, environment ...string) *queue {
	t.Helper()
	settings, err := shutdown.Compute(shutdown.Profile{Workload: shutdown.Queue, LongestWork: &drain, Cleanup: new(10), Framework: w.name})
	if err != nil {
		t.Fatal(err)
	}
	outside, inside := scratch(t)
	if err := os.CopyFS(outside, os.DirFS(filepath.Join("..", w.folder))); err != nil {
		t.Fatal(err)
	}
	q := &queue{redis: newRedis(t), worker: w}
	q.environment = append(append(os.Environ(), "REDIS_URL="+q.URL(), "PYTHONDONTWRITEBYTECODE=1",
		// A task that the worker had fetched and not begun may come back only after this.
		"VISIBILITY_TIMEOUT=10"), environment...)
	q.words, q.folder, q.inside = rooted(inside, w.command(t, outside, settings.FrameworkSettings)), outside, inside
	q.again(t)
	return q
}

// again starts the worker, which is gone when the test ends.
func (q *queue) again(t testing.TB) {
	t.Helper()
	q.process = exec.Command(q.words[0], q.words[1:]...)
	q.process.Dir, q.process.Env = q.folder, q.environment
	q.process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() == 0 { // PID 1 of a namespace of its own, as in a container.
		q.process.SysProcAttr.Cloneflags = syscall.CLONE_NEWPID
	}
	output := &strings.Builder{}
	q.process.Stdout, q.process.Stderr = output, output
	process := q.process
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = syscall.Kill(-process.Process.Pid, syscall.SIGKILL), process.Wait()
		if t.Failed() {
			t.Logf("%v:\n%s", q.words, output)
		}
	})
}

// send sends the tasks.
func (q *queue) send(t testing.TB, seconds int) {
	t.Helper()
	words := rooted(q.inside, []string{"/bin/sh", "-c", fmt.Sprintf(q.worker.send, tasks, seconds)})
	send := exec.Command(words[0], words[1:]...)
	send.Dir, send.Env = q.folder, q.environment
	if out, err := send.CombinedOutput(); err != nil {
		t.Fatalf("send: %v\n%s", err, out)
	}
}

func (q *queue) signal(t testing.TB, signal shutdown.Signal) {
	t.Helper()
	number := map[shutdown.Signal]syscall.Signal{shutdown.SIGTERM: syscall.SIGTERM, shutdown.SIGINT: syscall.SIGINT, shutdown.SIGQUIT: syscall.SIGQUIT,
		shutdown.SIGUSR1: syscall.SIGUSR1, shutdown.SIGWINCH: syscall.SIGWINCH}[signal]
	if err := q.process.Process.Signal(number); err != nil {
		t.Fatal(err)
	}
}

// mostStop is how long a worker may take to go.
const mostStop = 20 * time.Second

// stop sends the signal and says how long the worker took to go, or to be killed.
func (q *queue) stop(t testing.TB, signal shutdown.Signal) time.Duration {
	t.Helper()
	begin := time.Now()
	q.signal(t, signal)
	limit := time.AfterFunc(mostStop, func() { _ = q.process.Process.Kill() })
	defer limit.Stop()
	_ = q.process.Wait() // Its status is not the question.
	return time.Since(begin)
}
