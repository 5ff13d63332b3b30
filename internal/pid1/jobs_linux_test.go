package pid1

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// jobShell is a small job-control shell with graceful exec as its only job.
func jobShell(plot string) int {
	self, err := os.Executable()
	if err != nil {
		return 1
	}
	reader := []string{"env", role + "=exec", self, "child=terminal"}
	later := append([]string{"sh", "-c", `echo >"$PID1_TEST_STARTED"; sleep 1; exec "$@"`, "sh"}, reader...)
	// One process: a shell that was stopped between its fork and the child's exec
	// cannot stop itself, and no shell would learn of its job's stop.
	counter := []string{"sh", "-c", "echo counting; exec sleep 600"}
	switch plot {
	case "suspended":
		job := newJob(self, true, reader)
		job.awaitStop()
		fmt.Println("stopped; the terminal is the shell's to give:", job.inForeground())
		job.toForeground(true)
		return job.wait()
	case "suspended, then background":
		job := newJob(self, true, counter)
		job.awaitStop()
		takeBack()
		job.cont()
		time.Sleep(300 * time.Millisecond)
		group, _ := foreground()
		fmt.Println("continued; the shell keeps its terminal:", group == syscall.Getpgrp())
		_ = syscall.Kill(job.pid, syscall.SIGTERM)
		status := job.wait()
		group, _ = foreground()
		fmt.Println("ended; the shell keeps its terminal:", group == syscall.Getpgrp())
		return status
	case "background":
		job := newJob(self, false, reader)
		job.awaitStop()
		fmt.Println("stopped in the background")
		job.toForeground(true)
		return job.wait()
	case "background, foreground while it runs", "background, foreground without a signal":
		// Shells differ in whether they continue a job that runs.
		job := newJob(self, false, later)
		for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
			if _, err := os.Stat(os.Getenv("PID1_TEST_STARTED")); err == nil {
				break
			}
		}
		job.toForeground(plot == "background, foreground while it runs")
		return job.wait()
	case "background, foreground, suspended":
		job := newJob(self, false, counter)
		time.Sleep(300 * time.Millisecond)
		job.toForeground(false)
		fmt.Println("in the foreground")
		job.awaitStop()
		fmt.Println("stopped from the keyboard")
		job.toForeground(true)
		return job.wait()
	case "did not start":
		job := newJob(self, true, []string{os.Getenv("PID1_TEST_BROKEN")})
		status := job.wait()
		fmt.Println("not started; the terminal is the shell's to give:", job.inForeground())
		return status
	}
	return 1
}

type job struct{ pid int }

func newJob(self string, inForeground bool, command []string) job {
	cmd := exec.Command(self, append([]string{"delay=0", "deadline=600", "--"}, command...)...)
	cmd.Env = append(os.Environ(), role+"=exec")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Foreground: inForeground, Ctty: 0}
	if err := cmd.Start(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	// A shell may take its terminal back from the background.
	signal.Ignore(syscall.SIGTTOU)
	return job{cmd.Process.Pid}
}

func (j job) awaitStop() {
	var ws syscall.WaitStatus
	if _, err := syscall.Wait4(j.pid, &ws, syscall.WUNTRACED, nil); err != nil || !ws.Stopped() {
		fmt.Println("was not stopped", err, ws)
		os.Exit(1)
	}
}

func (j job) wait() int {
	var ws syscall.WaitStatus
	if _, err := syscall.Wait4(j.pid, &ws, 0, nil); err != nil {
		return 1
	}
	return ws.ExitStatus()
}

func (j job) inForeground() bool {
	group, ok := foreground()
	return ok && group == j.pid
}

func (j job) cont() { _ = syscall.Kill(-j.pid, syscall.SIGCONT) }

func (j job) toForeground(cont bool) {
	_ = unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, j.pid)
	if cont {
		j.cont()
	}
}

func takeBack() { _ = unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, syscall.Getpgrp()) }

func (p *process) types(keyboard io.Writer, text string) {
	p.t.Helper()
	if _, err := io.WriteString(keyboard, text); err != nil {
		p.t.Fatal(err)
	}
}

const (
	ctrlC = "\x03"
	ctrlZ = "\x1a"
)

func TestRun_suspendsWithItsCommand(t *testing.T) {
	t.Parallel()
	p := prepare(t, "jobs=suspended")
	keyboard := p.onTerminal()
	p.waitFor("foreground true")
	p.types(keyboard, ctrlZ)
	p.waitFor("stopped; the terminal is the shell's to give: true")
	time.Sleep(100 * time.Millisecond)
	p.types(keyboard, "again\n")
	p.waitFor("read again")
	p.types(keyboard, ctrlC)
	if got := p.wait(); got != 5 {
		t.Errorf("exit status %d, want 5:\n%s", got, p.out)
	}
	if out := p.out.String(); !strings.Contains(out, "continued in the foreground true") || strings.Contains(out, "continued in the foreground false") {
		t.Errorf("the command must have the terminal before it is continued:\n%s", out)
	}
}

func TestRun_suspendedThenBackground(t *testing.T) {
	t.Parallel()
	p := prepare(t, "jobs=suspended, then background")
	keyboard := p.onTerminal()
	p.waitFor("counting")
	p.types(keyboard, ctrlZ)
	p.waitFor("continued; the shell keeps its terminal: true")
	p.waitFor("ended; the shell keeps its terminal: true")
	if got := p.wait(); got != 143 {
		t.Errorf("exit status %d, want 143:\n%s", got, p.out)
	}
}

func TestRun_backgroundThenForeground(t *testing.T) {
	t.Parallel()
	for plot, foreground := range map[string]string{
		"background":                              "foreground false terminal",
		"background, foreground while it runs":    "foreground true terminal",
		"background, foreground without a signal": "foreground false terminal",
	} {
		t.Run(plot, func(t *testing.T) {
			t.Parallel()
			p := prepare(t, "jobs="+plot)
			p.cmd.Env = append(p.cmd.Env, "PID1_TEST_STARTED="+t.TempDir()+"/started")
			keyboard := p.onTerminal()
			p.waitFor(foreground)
			if plot == "background" {
				p.waitFor("stopped in the background")
			}
			p.types(keyboard, "hello\n")
			p.waitFor("read hello")
			p.types(keyboard, ctrlC)
			if got := p.wait(); got != 5 {
				t.Errorf("exit status %d, want 5:\n%s", got, p.out)
			}
		})
	}
}

func TestRun_backgroundThenForegroundThenSuspended(t *testing.T) {
	t.Parallel()
	p := prepare(t, "jobs=background, foreground, suspended")
	keyboard := p.onTerminal()
	p.waitFor("counting")
	p.waitFor("in the foreground")
	p.types(keyboard, ctrlZ)
	p.waitFor("stopped from the keyboard")
	time.Sleep(100 * time.Millisecond)
	p.types(keyboard, ctrlC)
	if got := p.wait(); got != 130 {
		t.Errorf("exit status %d, want 130:\n%s", got, p.out)
	}
}

func TestRun_keepsTheTerminalWhenNothingStarts(t *testing.T) {
	t.Parallel()
	broken := t.TempDir() + "/broken"
	if err := os.WriteFile(broken, []byte("#!/nowhere/interpreter\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	p := prepare(t, "jobs=did not start")
	p.cmd.Env = append(p.cmd.Env, "PID1_TEST_BROKEN="+broken)
	p.onTerminal()
	p.waitFor("not started; the terminal is the shell's to give: true")
	if got := p.wait(); got != 127 {
		t.Errorf("exit status %d, want 127:\n%s", got, p.out)
	}
}
