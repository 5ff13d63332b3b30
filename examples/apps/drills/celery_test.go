//go:build drills

package drills_test

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// On a graceful signal Celery finishes every task that it has begun, and the
// next worker does the rest, each task once. On a quick one tasks are cut.
func TestCelery(t *testing.T) {
	for _, tool := range []string{"redis-server", "celery"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("this drill needs %s: install Debian's redis-server, celery and python3-redis", tool)
		}
	}
	settings, err := shutdown.Compute(read(t, "celery"))
	if err != nil {
		t.Fatal(err)
	}
	row := row(t, "celery")
	for _, signal := range row.Graceful {
		t.Run(string(signal), func(t *testing.T) {
			r := newRedis(t)
			after, begun, done := r.stopped(t, signal)
			if begun != done || begun == 0 {
				t.Errorf("%d tasks begun and %d done when the worker had gone, want all of them", begun, done)
			}
			if limit := time.Duration(settings.ShutdownDeadline) * time.Second; after > limit {
				t.Errorf("it took %v to stop, more than the deadline of %v", after, limit)
			}
			r.worker(t)
			r.wait(t, "done", tasks)
			time.Sleep(500 * time.Millisecond)
			if n := r.length(t, "started"); n != tasks {
				t.Errorf("%d tasks begun in all, want each of %d once", n, tasks)
			}
		})
	}
	for _, signal := range row.Quick {
		t.Run(string(signal), func(t *testing.T) {
			if _, begun, done := newRedis(t).stopped(t, signal); begun == done {
				t.Errorf("all of %d tasks begun were done: %s is not a quick stop", begun, signal)
			}
		})
	}
}

// tasks is how many are sent, of a second each.
const tasks = 16

// redis is a Redis of this test alone.
type redis struct{ port string }

func newRedis(t *testing.T) redis {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	_ = listener.Close()
	server := exec.Command("redis-server", "--bind", "127.0.0.1", "--port", port, "--save", "", "--dir", t.TempDir())
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = server.Process.Kill(), server.Wait() })
	r := redis{port}
	for range 200 {
		if conn, err := net.Dial("tcp", "127.0.0.1:"+port); err == nil {
			_ = conn.Close()
			return r
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("Redis does not answer after 5 s")
	return r
}

func (r redis) celery(words ...string) *exec.Cmd {
	command := exec.Command("/usr/bin/python3", append([]string{"-m", "celery", "--app", "tasks"}, words...)...)
	command.Dir = "../celery"
	command.Env = append(os.Environ(), "REDIS_URL=redis://127.0.0.1:"+r.port+"/0", "PYTHONDONTWRITEBYTECODE=1",
		// A task that the worker had fetched and not begun may come back only after this.
		"VISIBILITY_TIMEOUT=10")
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return command
}

// worker starts a worker, which is gone when the test ends.
func (r redis) worker(t *testing.T) *exec.Cmd {
	t.Helper()
	w := r.celery("worker", "--concurrency", "4", "--loglevel", "warning", "--without-gossip", "--without-mingle")
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = syscall.Kill(-w.Process.Pid, syscall.SIGKILL), w.Wait() })
	return w
}

// stopped sends tasks, stops the worker in their middle, and says how long that
// took and how many tasks were begun and done by then.
func (r redis) stopped(t *testing.T, signal shutdown.Signal) (after time.Duration, begun, done int) {
	t.Helper()
	w := r.worker(t)
	send := exec.Command("/usr/bin/python3", "-c", fmt.Sprintf("import tasks\nfor n in range(%d): tasks.work.delay(n, 1)", tasks))
	send.Dir, send.Env = "../celery", w.Env
	if out, err := send.CombinedOutput(); err != nil {
		t.Fatalf("send: %v\n%s", err, out)
	}
	r.wait(t, "done", 2)
	r.wait(t, "started", 5)
	number := map[shutdown.Signal]syscall.Signal{shutdown.SIGTERM: syscall.SIGTERM, shutdown.SIGINT: syscall.SIGINT, shutdown.SIGQUIT: syscall.SIGQUIT}[signal]
	begin := time.Now()
	if err := w.Process.Signal(number); err != nil {
		t.Fatal(err)
	}
	limit := time.AfterFunc(20*time.Second, func() { _ = w.Process.Kill() })
	defer limit.Stop()
	_ = w.Wait() // Its status is not the question.
	return time.Since(begin), r.length(t, "started"), r.length(t, "done")
}

// length is how long a list is.
func (r redis) length(t *testing.T, list string) int {
	t.Helper()
	conn, err := net.Dial("tcp", "127.0.0.1:"+r.port)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	fmt.Fprintf(conn, "LLEN %s\r\n", list)
	answer, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(answer, ":")))
	if err != nil {
		t.Fatalf("LLEN %s: %s", list, answer)
	}
	return n
}

// wait waits until a list is so long.
func (r redis) wait(t *testing.T, list string, n int) {
	t.Helper()
	for limit := time.Now().Add(60 * time.Second); r.length(t, list) < n; time.Sleep(25 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatalf("list %s has %d entries after a minute, want %d", list, r.length(t, list), n)
		}
	}
}
