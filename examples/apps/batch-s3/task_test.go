package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// TestMain is the job itself in a process that a test starts.
func TestMain(m *testing.M) {
	if os.Getenv("BATCH_S3") == "task" {
		main()
	}
	os.Exit(m.Run())
}

// task is a process that works on the job.
type task struct {
	name    string
	process *exec.Cmd
	output  bytes.Buffer
	ended   chan error
}

func (w *world) start(t *testing.T, name string, steps int) *task {
	t.Helper()
	one := &task{name: name, process: exec.Command(os.Args[0]), ended: make(chan error, 1)}
	one.process.Env = w.environment(name, steps)
	one.process.Stdout, one.process.Stderr = &one.output, &one.output
	if err := one.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = one.process.Process.Kill() })
	go func() { one.ended <- one.process.Wait() }()
	return one
}

// end sends a signal, if any, and waits for the end.
func (one *task) end(s syscall.Signal) error {
	if s != 0 {
		_ = one.process.Process.Signal(s)
	}
	select {
	case err := <-one.ended:
		return err
	case <-time.After(time.Minute):
		_ = one.process.Process.Kill()
		return fmt.Errorf("it went on for a minute: %w", <-one.ended)
	}
}
