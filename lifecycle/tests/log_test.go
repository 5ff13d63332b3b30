package lifecycle_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// fullPipe is the writing end of a pipe that nobody empties, as a log driver
// that blocks leaves it.
func fullPipe(t *testing.T) *os.File {
	t.Helper()
	var ends [2]int
	if err := syscall.Pipe2(ends[:], syscall.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Close(ends[0]) })
	if err := syscall.SetNonblock(ends[1], true); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{4096, 1} {
		for err := error(nil); err == nil; {
			_, err = syscall.Write(ends[1], make([]byte, size))
		}
	}
	if err := syscall.SetNonblock(ends[1], false); err != nil {
		t.Fatal(err)
	}
	f := os.NewFile(uintptr(ends[1]), "full pipe")
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// A log that blocks holds up neither the stop, nor the deadline, nor a second
// signal, nor the start.
func TestMain_stderrIsAFullPipe(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const contract = "SHUTDOWN_DEADLINE_SECONDS=3 SHUTDOWN_DELAY_SECONDS=0 SHUTDOWN_DRAIN_SECONDS=2 SHUTDOWN_CLEANUP_SECONDS=1"
	// What must not wait for its deadline has one that is longer than the test.
	const patient = "SHUTDOWN_DEADLINE_SECONDS=1002 SHUTDOWN_DELAY_SECONDS=0 SHUTDOWN_DRAIN_SECONDS=1000 SHUTDOWN_CLEANUP_SECONDS=1"
	tests := map[string]struct {
		env     string
		signals int
		status  int
		least   time.Duration // from the last signal to the exit
		says    string
	}{
		"in order":         {patient, 1, 0, 0, "started\nflushed\n"},
		"without contract": {"A=1", 1, 0, 0, "started\nflushed\n"},
		"hangs":            {contract + " BEHAVIOUR=hangs", 1, 1, 2 * time.Second, "started\nflushed\n"},
		"deadline":         {contract + " BEHAVIOUR=logs", 1, 1, 2 * time.Second, "started\n"},
		"second signal":    {patient + " BEHAVIOUR=hangs", 2, 1, 0, "started\n"},
		"fails":            {patient + " BEHAVIOUR=fails", 0, 1, 0, "started\nflushed\n"},
		"wrong contract":   {"SHUTDOWN_DRAIN_SECONDS=ten", 0, 2, 0, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			cmd := exec.CommandContext(ctx, self)
			cmd.Env = append(append(os.Environ(), "LIFECYCLE_TEST_ROLE=main"), strings.Split(tt.env, " ")...)
			out := &lockedBuffer{}
			cmd.Stdout, cmd.Stderr = out, fullPipe(t)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			for i := range tt.signals {
				if i > 0 {
					time.Sleep(500 * time.Millisecond)
				}
				for !strings.Contains(out.String(), "started") && ctx.Err() == nil {
					time.Sleep(5 * time.Millisecond)
				}
				if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
					t.Fatal(err)
				}
			}
			began := time.Now()
			_ = cmd.Wait()
			took := time.Since(began)
			if got := cmd.ProcessState.ExitCode(); got != tt.status || took < tt.least {
				t.Errorf("exit status %d after %v, want %d after %v or more", got, took, tt.status, tt.least)
			}
			if diff := cmp.Diff(tt.says, out.String()); diff != "" {
				t.Errorf("what it did (-want +got):\n%s", diff)
			}
		})
	}
}

// gate is a slog.Handler that blocks in every way until it is opened.
type gate struct {
	slog.Handler
	open chan struct{}
}

func (g gate) Enabled(ctx context.Context, level slog.Level) bool {
	<-g.open
	return g.Handler.Enabled(ctx, level)
}

func TestRun_logThatIsStuckKeepsTheDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 5*time.Second, 5*time.Second))
		g := gate{p.Logger.Handler(), make(chan struct{})}
		p.Logger = slog.New(g)
		logs := p.Logger
		p.Go("worker", func(ctx context.Context) error {
			<-ctx.Done()
			logs.Info("my own line")
			return nil
		})
		p.Close("pool", func(context.Context) error { logs.Info("closing the pool"); return nil })
		p.Flush("logs", func(context.Context) error { logs.Info("flushing"); return nil })
		p.start()
		synctest.Wait()
		began := time.Now()
		p.stop()
		err := p.wait()
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("ended after %v, want no more than the deadline of 10s", took)
		}
		if diff := cmp.Diff([]string{"worker", "closer pool", "flusher logs"}, running(err)); diff != "" {
			t.Errorf("Run() error = %v; still running (-want +got):\n%s", err, diff)
		}
		close(g.open)
		synctest.Wait()
		p.wantLog("msg=stopping", `msg="draining: nothing new is accepted"`, "cutting what still runs", "msg=closing", "name=pool", "name=logs", "leaving behind what still runs")
	})
}

// A drain of 0 leaves a moment to return, however long the lines before it take.
func TestRun_stuckLogCutsNothingThatIsIdle(t *testing.T) {
	t.Parallel()
	for range 20 {
		synctest.Test(t, func(t *testing.T) {
			p := newProgram(t, budgets(0, 0, 5*time.Second))
			g := gate{p.Logger.Handler(), make(chan struct{})}
			p.Logger = slog.New(g)
			p.Go("worker", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
			p.start()
			synctest.Wait()
			p.stop()
			if err := p.wait(); err != nil {
				t.Errorf("Run() error = %v", err)
			}
			close(g.open)
		})
	}
}

// A log that is only slow loses nothing, and what was logged before a flusher
// is there when it runs.
func TestRun_slowLogKeepsItsOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 5*time.Second, 5*time.Second))
		p.Logger = slog.New(slow{p.Logger.Handler(), 150 * time.Millisecond})
		p.Go("worker", func(ctx context.Context) error { <-ctx.Done(); return nil })
		p.Close("pool", func(context.Context) error { return nil })
		p.Flush("logs", func(context.Context) error {
			p.wantLog("msg=stopping", "msg=closing", `msg="closer done" name=pool`)
			return nil
		})
		p.start()
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
		p.wantLog(`msg="closer done" name=pool`, `msg="flusher done" name=logs`, "msg=stopped")
	})
}

// slow takes its time for every line.
type slow struct {
	slog.Handler
	takes time.Duration
}

func (s slow) Handle(ctx context.Context, r slog.Record) error {
	time.Sleep(s.takes)
	return s.Handler.Handle(ctx, r)
}

// What is lost while the log is stuck is counted, and a slow end is waited for.
func TestRun_stuckLogDropsTheRest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 5*time.Second, 5*time.Second))
		g := gate{p.Logger.Handler(), make(chan struct{})}
		p.Logger = slog.New(g)
		n := 0
		p.Every("noise", time.Second, func(context.Context) error { n++; return errors.New("line " + fmt.Sprint(n)) })
		p.start()
		time.Sleep(300*time.Second + time.Millisecond)
		close(g.open)
		synctest.Wait()
		p.stop()
		if err := p.wait(); err != nil || n < 299 {
			t.Errorf("Run() error = %v, %d ticks", err, n)
		}
		p.wantLog(`error="line 1"`, `error="line 256"`, `msg="the log was stuck: lines dropped" lines=`+fmt.Sprint(n-256), "msg=stopping", "msg=stopped")
	})
}

// A handler that panics costs its line only.
func TestRun_logThatPanics(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 5*time.Second, 5*time.Second))
		p.Logger = slog.New(panicking{p.Logger.Handler()})
		closed := false
		p.Close("pool", func(context.Context) error { closed = true; return nil })
		p.start()
		p.stop()
		if err := p.wait(); err != nil || !closed {
			t.Errorf("Run() error = %v, closed %v", err, closed)
		}
	})
}

type panicking struct{ slog.Handler }

func (panicking) Handle(context.Context, slog.Record) error { panic("no log today") }
