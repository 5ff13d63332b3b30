//go:build drills && linux

package drills_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Every order that was answered has exactly one row and one log line, no session is
// left, and the steps come in order: at a stop under load, and where an order takes
// longer than the drain, which then has neither an answer nor a row. When the database
// answers no more the app is gone before its deadline all the same, and when Redis does
// not, the database's pool is closed. What the naive forms lose is seen.
func TestPools(t *testing.T) {
	t.Parallel()
	database := newPostgres(t)
	for _, a := range pooledApps() {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			bin := t.TempDir()
			a.build(t, bin)
			t.Run("under load", func(t *testing.T) { fairly(t, func(t testing.TB) { a.underLoad(t, database, a.command(bin)) }) })
			t.Run("too long an order", func(t *testing.T) { fairly(t, func(t testing.TB) { a.tooLong(t, database, a.command(bin)) }) })
			t.Run("a database that hangs", func(t *testing.T) { fairly(t, func(t testing.TB) { a.hangs(t, database, a.command(bin)) }) })
			t.Run("a Redis that hangs", func(t *testing.T) { fairly(t, func(t testing.TB) { a.hangsAtRedis(t, database, a.command(bin)) }) })
			t.Run("without a database", func(t *testing.T) { fairly(t, func(t testing.TB) { a.without(t, a.command(bin)) }) })
			for _, n := range a.naive {
				t.Run(n.name, func(t *testing.T) { fairly(t, func(t testing.TB) { a.loseSome(t, database, n.command(bin), n.loses) }) })
			}
		})
	}
}

// settings are those of the app's profile, with time to see each step.
func (a pooled) settings(t testing.TB) shutdown.Settings {
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
func (a pooled) underLoad(t testing.TB, database postgres, command []string) {
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
func (a pooled) tooLong(t testing.TB, database postgres, command []string) {
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
func (a pooled) hangs(t testing.TB, database postgres, command []string) {
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

// One part that hangs does not keep the other from being closed.
func (a pooled) hangsAtRedis(t testing.TB, database postgres, command []string) {
	s := a.start(t, &database, command)
	s.load(t, 300*time.Millisecond, 0.3)
	s.orders.Wait()
	release := freeze(t, []string{strconv.Itoa(s.redis.Process.Pid)})
	defer release()
	s.send("stuck", 0.3)
	time.Sleep(300 * time.Millisecond)
	s.terminate(t)
	o := s.ended(t)
	if !o.inTime {
		t.Errorf("it took %.1f s", o.took.Seconds())
	}
	o.complete(t)
}

// Without DATABASE_URL the app is what it was: there are no orders.
func (a pooled) without(t testing.TB, command []string) {
	s := a.start(t, nil, command)
	if status, err := s.post("none", 0); status != 404 {
		t.Errorf("POST /orders gives %d, %v, want 404", status, err)
	}
	s.terminate(t)
	if s.wait(t); s.status() != 0 {
		t.Errorf("the exit status is %d", s.status())
	}
}

func (a pooled) loseSome(t testing.TB, database postgres, command []string, loses []loss) {
	s := a.start(t, &database, command)
	s.load(t, 700*time.Millisecond, 0.3)
	s.terminate(t)
	s.load(t, 700*time.Millisecond, 0.3)
	o := s.ended(t)
	t.Logf("of %d orders %d were refused or cut; of %d taken %d have no row, %d no log line; %d sessions ended without a word, %d of them in a transaction",
		o.sent, o.refused, o.taken, o.missing, o.unlogged, o.unclosed, o.open)
	for _, l := range loses {
		if l.count(o) == 0 {
			t.Errorf("the naive form shows no %s", l.name)
		}
	}
}
