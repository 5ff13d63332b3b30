//go:build drills && linux

package drills_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// pooled is an app with a database and Redis behind it.
type pooled struct {
	name, folder string
	// build makes its programs in a folder.
	build func(t *testing.T, bin string)
	// command and naive run it there.
	command, naive func(bin string) []string
	// steps are parts of the lines that its stop must log, in this order.
	steps []string
	// receipts says that a worker sends one for each order.
	receipts bool
	// loses says what its naive form must be seen to do.
	loses func(o outcome) string
}

func pooledApps() []pooled {
	return []pooled{
		{name: "go", folder: "go-pools", build: buildGoPools, receipts: true,
			command: func(bin string) []string { return []string{filepath.Join(bin, "go-pools")} },
			naive:   func(bin string) []string { return []string{filepath.Join(bin, "naive")} },
			steps: []string{`"msg":"stopping"`, `"msg":"delay over"`, `"msg":"draining: nothing new is accepted"`, `"msg":"closing"`,
				`"msg":"closer done","name":"receipts"`, `"msg":"closer done","name":"database"`, `"msg":"closer done","name":"redis"`,
				`"msg":"flusher done","name":"logs"`, `"msg":"stopped"`},
			loses: func(o outcome) string {
				if o.refused == 0 || o.unlogged == 0 || o.unclosed == 0 {
					return "requests refused or cut, log lines lost and sessions left without a word"
				}
				return ""
			}},
		{name: "fastapi", folder: "fastapi-uvicorn", build: needPython,
			command: always("/usr/bin/python3", "app.py"),
			naive:   always("uvicorn", "--no-access-log", "--host", "{HOST}", "--port", "{PORT}", "naive:app"),
			steps:   steps,
			// uvicorn finishes what has begun, and Python writes what is kept when it ends.
			loses: func(o outcome) string {
				if o.refused == 0 || o.unclosed == 0 {
					return "requests refused and sessions left without a word"
				}
				return ""
			}},
	}
}

// steps are those of the apps that keep the contract by code of their own.
var steps = []string{`"msg":"stopping"`, `"step":"delay"`, `"step":"listener"`, `"step":"workers"`, `"step":"database"`, `"step":"redis"`, `"step":"logs"`}

// always is a command that is not built.
func always(command ...string) func(string) []string {
	return func(string) []string { return command }
}

func needPython(t *testing.T, _ string) {
	if out, err := exec.Command("/usr/bin/python3", "-c", "import asyncpg, fastapi, redis, uvicorn").CombinedOutput(); err != nil {
		t.Fatalf("these drills need Debian's python3-asyncpg, python3-fastapi, python3-redis and uvicorn: %v\n%s", err, out)
	}
}

func buildGoPools(t *testing.T, bin string) {
	for _, name := range []string{".", "./naive"} {
		if err := run("../go-pools", "go", "build", "-o", bin, name); err != nil {
			t.Fatal(err)
		}
	}
}

// Every order that was answered has exactly one row and one log line, no session is
// left, and the steps come in order: at a stop under load, and where an order takes
// longer than the drain, which then has neither an answer nor a row. When the database
// answers no more the app is gone before its deadline all the same. What the naive form
// loses is seen.
func TestPools(t *testing.T) {
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Fatal("these drills need redis-server: install Debian's redis-server")
	}
	database := newPostgres(t)
	for _, a := range pooledApps() {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			bin := t.TempDir()
			a.build(t, bin)
			t.Run("under load", func(t *testing.T) { a.underLoad(t, database, a.command(bin)) })
			t.Run("too long an order", func(t *testing.T) { a.tooLong(t, database, a.command(bin)) })
			t.Run("a database that hangs", func(t *testing.T) { a.hangs(t, database, a.command(bin)) })
			t.Run("without a database", func(t *testing.T) { a.without(t, a.command(bin)) })
			t.Run("naive", func(t *testing.T) { a.loseSome(t, database, a.naive(bin)) })
		})
	}
}

// settings are those of the app's profile, with time to see each step.
func (a pooled) settings(t *testing.T) shutdown.Settings {
	t.Helper()
	p := read(t, a.folder)
	p.LongestWork, p.Propagation, p.Cleanup = new(3), new(2), new(3)
	s, err := shutdown.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The last orders are sent in the delay and are still worked on when the listener
// has been closed.
func (a pooled) underLoad(t *testing.T, database postgres, command []string) {
	s := a.start(t, &database, command)
	s.load(t, 400*time.Millisecond, 0.3)
	s.terminate(t)
	s.load(t, 500*time.Millisecond, 0.3)
	s.load(t, 200*time.Millisecond, 2)
	o := s.ended(t)
	if o.refused > 0 || o.status != 0 || !o.inTime {
		t.Errorf("%d of %d orders were not taken, the exit status is %d, in time: %v", o.refused, o.sent, o.status, o.inTime)
	}
	o.complete(t)
	o.steps(t)
	if n := s.redis.count(t, "orders"); n != o.taken {
		t.Errorf("%d orders are counted in Redis, want %d", n, o.taken)
	}
	if n := s.redis.length(t, "receipts"); a.receipts && n != o.taken {
		t.Errorf("%d receipts were sent, want %d", n, o.taken)
	}
	t.Logf("%d orders, all taken; gone %.1f s after the signal", o.sent, o.took.Seconds())
}

// An order that is cut leaves neither a row nor an open transaction behind.
func (a pooled) tooLong(t *testing.T, database postgres, command []string) {
	s := a.start(t, &database, command)
	s.load(t, 200*time.Millisecond, 0.3)
	s.send("too-long", 30)
	time.Sleep(300 * time.Millisecond)
	s.terminate(t)
	o := s.ended(t)
	if o.refused != 1 || o.rows["too-long"] != 0 || !o.inTime {
		t.Errorf("%d orders were not taken, want the one of 30 s alone; it has %d rows; in time: %v", o.refused, o.rows["too-long"], o.inTime)
	}
	o.complete(t)
	o.steps(t)
}

// Whatever a closer waits for, the process is gone before it is killed.
func (a pooled) hangs(t *testing.T, database postgres, command []string) {
	s := a.start(t, &database, command)
	s.load(t, 300*time.Millisecond, 0.3)
	s.orders.Wait()
	s.send("stuck", 1)
	time.Sleep(500 * time.Millisecond)
	release := freeze(t, database.sessions(t, s.name))
	defer release()
	s.terminate(t)
	s.wait(t)
	release()
	o := s.ended(t)
	if !o.inTime || !strings.Contains(string(o.log), `"msg":"stopping"`) {
		t.Errorf("in time: %v, after %.1f s", o.inTime, o.took.Seconds())
	}
	if o.unlogged > 0 || o.missing > 0 || o.twice > 0 {
		t.Errorf("of %d orders taken %d have no row, %d more than one, %d no log line", o.taken, o.missing, o.twice, o.unlogged)
	}
}

// Without DATABASE_URL the app is what it was: there are no orders.
func (a pooled) without(t *testing.T, command []string) {
	s := a.start(t, nil, command)
	if status, err := s.post("none", 0); status != 404 {
		t.Errorf("POST /orders gives %d, %v, want 404", status, err)
	}
	s.terminate(t)
	if s.wait(t); s.status() != 0 {
		t.Errorf("the exit status is %d", s.status())
	}
}

func (a pooled) loseSome(t *testing.T, database postgres, command []string) {
	s := a.start(t, &database, command)
	s.load(t, 700*time.Millisecond, 0.3)
	s.terminate(t)
	s.load(t, 700*time.Millisecond, 0.3)
	o := s.ended(t)
	t.Logf("of %d orders %d were refused or cut; of %d taken %d have no row, %d no log line; %d sessions ended without a word, %d of them in a transaction",
		o.sent, o.refused, o.taken, o.missing, o.unlogged, o.unclosed, o.open)
	if want := a.loses(o); want != "" {
		t.Errorf("the naive form does not show what it loses: want %s", want)
	}
}
