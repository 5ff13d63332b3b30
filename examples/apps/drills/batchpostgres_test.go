//go:build drills && linux

package drills_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A job that is stopped, or killed, at random moments is done by the tasks that follow:
// each step once, whatever was half written. The next task waits for one that is still
// there.
func TestBatchPostgres(t *testing.T) {
	t.Parallel()
	database, bin := newPostgres(t), t.TempDir()
	if err := run("../batch-postgres", "go", "build", "-o", bin, "."); err != nil {
		t.Fatal(err)
	}
	database.ask(t, "postgres", "CREATE DATABASE batch")
	const steps = 400
	output, err := os.Create(filepath.Join(bin, "output"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = output.Close() }()
	said := func() string {
		text, _ := os.ReadFile(output.Name())
		return string(text)
	}
	start := func() (end func(syscall.Signal) error) {
		task := exec.Command(filepath.Join(bin, "batch-postgres"))
		task.Env = append(os.Environ(), "DATABASE_URL="+database.url("batch")+limits, "JOB=squares", fmt.Sprint("STEPS=", steps),
			"SHUTDOWN_DELAY_SECONDS=0", "SHUTDOWN_DRAIN_SECONDS=1", "SHUTDOWN_CLEANUP_SECONDS=1", "SHUTDOWN_DEADLINE_SECONDS=2")
		task.Stdout, task.Stderr = output, output
		if err := task.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- task.Wait() }()
		return func(s syscall.Signal) error {
			if s != 0 {
				_ = task.Process.Signal(s)
			}
			select {
			case err := <-ended:
				return err
			case <-time.After(time.Minute):
				_ = task.Process.Kill()
				return fmt.Errorf("it went on for a minute: %w", <-ended)
			}
		}
	}
	next := func() string { return database.ask(t, "batch", "SELECT next FROM jobs") }
	stopped, killed := 0, 0
	end := start()
	for stopped+killed < 30 {
		other := start() // It waits, as in a deployment.
		time.Sleep(time.Duration(100+rand.IntN(150)) * time.Millisecond)
		if (stopped+killed)%3 == 2 {
			_ = end(syscall.SIGKILL)
			killed++
		} else if err := end(syscall.SIGTERM); err != nil {
			t.Fatalf("a task that was told to stop: %v\n%s", err, said())
		} else {
			stopped++
		}
		end = other
	}
	if err := end(0); err != nil {
		t.Errorf("the last task: %v\n%s", err, said())
	}
	if done := database.ask(t, "batch", "SELECT next, done FROM jobs"); done != fmt.Sprint(steps, "|t") {
		t.Errorf("the job is at %s, want %d steps done", done, steps)
	}
	if n := database.ask(t, "batch", "SELECT count(*), count(DISTINCT step), sum(result) FROM results"); n != fmt.Sprintf("%d|%[1]d|%d", steps, (steps-1)*steps*(2*steps-1)/6) {
		t.Errorf("results, steps, and their sum: %s", n)
	}
	if left := database.ask(t, "postgres", "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"); left != "0" {
		t.Errorf("%s locks are left", left)
	}
	t.Logf("%d stops and %d kills, the job is at %s", stopped, killed, next())
}
