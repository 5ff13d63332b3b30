//go:build drills && linux

package drills_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// every is how often the singleton's report is due, and working how long one takes, in seconds.
const (
	every   = 100 * time.Millisecond
	working = 0.04
)

// singletons are the tasks of a service that must never work at once, and their database.
type singletons struct {
	bin, name string
	// more stands behind the URL of their database.
	more     string
	database postgres
	tasks    map[string]*singleton
}

// singleton is one task, and until when it may have worked: its end, or its kill.
type singleton struct {
	name    string
	process *exec.Cmd
	output  bytes.Buffer
	ended   chan error
	until   time.Time
}

// Tasks of one service never work at once, and what one has begun the next ends.
func TestSingleton(t *testing.T) {
	bin, database := filepath.Join(t.TempDir(), "singleton"), newPostgres(t)
	if err := run("../singleton", "go", "build", "-o", bin, "."); err != nil {
		t.Fatal(err)
	}
	for name, play := range map[string]func(t testing.TB, s *singletons){"deployments": deployments, "handover": handover, "patient": patient} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fairly(t, func(t testing.TB) {
				own := name + t.Name()[strings.LastIndexByte(t.Name(), '_'):]
				database.ask(t, "postgres", "CREATE DATABASE "+own)
				play(t, &singletons{bin: bin, name: own, database: database, tasks: map[string]*singleton{}})
			})
		})
	}
}

// start starts a task whose drain is so many seconds.
func (s *singletons) start(t testing.TB, seconds float64, drain int) *singleton {
	t.Helper()
	one := &singleton{name: fmt.Sprint(s.name, "-", len(s.tasks)+1), process: exec.Command(s.bin), ended: make(chan error, 1)}
	url := strings.Replace(s.database.url(s.name), "application_name="+s.name, "application_name="+one.name, 1) + s.more
	one.process.Env = append(os.Environ(), "DATABASE_URL="+url, "EVERY="+every.String(), fmt.Sprint("WORK_SECONDS=", seconds),
		"SHUTDOWN_DELAY_SECONDS=0", fmt.Sprint("SHUTDOWN_DRAIN_SECONDS=", drain), "SHUTDOWN_CLEANUP_SECONDS=1", fmt.Sprint("SHUTDOWN_DEADLINE_SECONDS=", drain+1))
	one.process.Stdout, one.process.Stderr = &one.output, &one.output
	if err := one.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = one.process.Process.Kill() })
	go func() { one.ended <- one.process.Wait() }()
	s.tasks[one.name] = one
	return one
}

// end sends a signal, if any, and waits for the end.
func (one *singleton) end(t testing.TB, signal syscall.Signal) error {
	t.Helper()
	one.until = time.Now()
	if signal != 0 {
		_ = one.process.Process.Signal(signal)
	}
	select {
	case err := <-one.ended:
		if signal != syscall.SIGKILL {
			one.until = time.Now()
		}
		return err
	case <-time.After(20 * time.Second):
		t.Fatalf("%s went on for 20 s\n%s", one.name, &one.output)
		return nil
	}
}

// ran is a run as the database has it; ended is when it can have worked no more.
type ran struct {
	due, token           int64
	task                 string
	began, ended, leased time.Time
	whole                bool
}

// history is what was run, in order.
func (s *singletons) history(t testing.TB) (all []ran) {
	t.Helper()
	micros := func(column string) string {
		return "coalesce((extract(epoch FROM " + column + ") * 1000000)::bigint, 0)"
	}
	rows := s.database.ask(t, s.name, "SELECT "+strings.Join([]string{micros("due"), "token", "task", micros("began"), micros("ended"), micros("taken")}, ", ")+
		" FROM runs JOIN leases USING (token) ORDER BY began")
	for row := range strings.SplitSeq(rows, "\n") {
		var numbers [6]int64
		columns := strings.Split(row, "|")
		for i, column := range columns {
			numbers[i], _ = strconv.ParseInt(column, 10, 64)
		}
		one := ran{due: numbers[0], token: numbers[1], task: columns[2], began: time.UnixMicro(numbers[3]), ended: time.UnixMicro(numbers[4]), leased: time.UnixMicro(numbers[5]), whole: numbers[4] != 0}
		if !one.whole {
			one.ended = s.tasks[one.task].until
		}
		all = append(all, one)
	}
	return all
}

// judge wants that no two runs overlap, that none was made twice and none is missing, and
// that each begins when it is due, the lease is there and the one before it has ended.
func judge(t testing.TB, all []ran) (cut int, latest time.Duration) {
	t.Helper()
	next, before := all[0].due, time.Time{}
	for _, r := range all {
		if r.began.Before(before) {
			t.Errorf("the run of %s that was due at %d began %s before the one before it had ended", r.task, r.due, before.Sub(r.began))
		}
		if r.due != next {
			t.Errorf("the run of %s was due at %d, and %d is next", r.task, r.due, next)
		}
		due := time.UnixMicro(r.due)
		for _, after := range []time.Time{before, r.leased} {
			if after.After(due) {
				due = after
			}
		}
		latest = max(latest, r.began.Sub(due))
		if next = r.due; r.whole {
			next += every.Microseconds()
		} else {
			cut++
		}
		before = r.ended
	}
	if latest > 2*time.Second {
		t.Errorf("a run began %s after it could", latest)
	}
	return cut, latest
}

// Fifty deployments at random moments, each with a task that waits beside the one that
// works; a third of those that work are killed.
func deployments(t testing.TB, s *singletons) {
	stopped, killed := 0, 0
	old := s.start(t, working, 2)
	for stopped+killed < 50 {
		next := s.start(t, working, 2)
		time.Sleep(time.Duration(rand.IntN(200)) * time.Millisecond)
		if (stopped+killed)%3 == 2 {
			_ = old.end(t, syscall.SIGKILL)
			killed++
		} else if err := old.end(t, syscall.SIGTERM); err != nil && old.output.Len() > 0 { // Without a word it had not begun to listen.
			t.Fatalf("a task that was told to stop: %v\n%s", err, &old.output)
		} else {
			stopped++
		}
		old = next
	}
	s.begins(t, old)
	if err := old.end(t, syscall.SIGTERM); err != nil {
		t.Errorf("the last task: %v\n%s", err, &old.output)
	}
	all := s.history(t)
	cut, latest := judge(t, all)
	if left := s.database.ask(t, "postgres", "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database WHERE locktype = 'advisory' AND datname = '"+s.name+"'"); left != "0" {
		t.Errorf("%s locks are left", left)
	}
	t.Logf("%d stops and %d kills: %d runs, none twice, %d cut and made by the next task; the latest began %s after it could", stopped, killed, len(all), cut, latest)
}

// A task that loses its connection ends, and its run is the next task's. So is one that
// takes longer than the drain.
func handover(t testing.TB, s *singletons) {
	for name, over := range map[string]func(old *singleton){
		"lost": func(old *singleton) {
			s.database.ask(t, "postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"+old.name+"'")
		},
		"cut": func(old *singleton) { _ = old.process.Process.Signal(syscall.SIGTERM) },
	} {
		old := s.start(t, 30, 1)
		s.begins(t, old)
		next := s.start(t, working, 1)
		began := time.Now()
		over(old)
		if err := old.end(t, 0); err == nil || name == "lost" && !strings.Contains(old.output.String(), "another task may work already") {
			t.Errorf("%s: it ends with %v\n%s", name, err, &old.output)
		}
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("%s: the task went on for %s", name, took)
		}
		if name == "lost" {
			old.until = began // It hears of it in the moment in which the next has the lease.
		}
		s.begins(t, next)
		if err := next.end(t, syscall.SIGTERM); err != nil {
			t.Errorf("%s: the next task: %v\n%s", name, err, &next.output)
		}
	}
	if cut, _ := judge(t, s.history(t)); cut != 2 {
		t.Errorf("%d runs were handed over, want 2", cut)
	}
}

// begins waits for a task's first run.
func (s *singletons) begins(t testing.TB, one *singleton) {
	t.Helper()
	for limit := time.Now().Add(20 * time.Second); time.Now().Before(limit); time.Sleep(20 * time.Millisecond) {
		// The tables are the first task's work.
		if n, err := s.database.run(s.name, "SELECT count(*) FROM runs JOIN leases USING (token) WHERE task = '"+one.name+"'"); err == nil && n != "0" {
			return
		}
	}
	t.Fatalf("%s begins nothing:\n%s", one.name, &one.output)
}
