package pid1

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// terminal opens a pseudo-terminal and starts the process in a session of its
// own on it.
func (p *process) onTerminal() (keyboard *os.File) {
	p.t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = master.Close() })
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		p.t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		p.t.Fatal(err)
	}
	tty, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		p.t.Fatal(err)
	}
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = tty, tty, tty
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 0}
	p.start()
	_ = tty.Close()
	go func() { _, _ = io.Copy(p.out, master) }()
	return master
}

func TestRun_keepsTheTerminal(t *testing.T) {
	t.Parallel()
	p := prepare(t, "delay=15", "deadline=19", "--", "@terminal")
	keyboard := p.onTerminal()
	p.waitFor("foreground true terminal")
	if _, err := io.WriteString(keyboard, "hello\n"); err != nil {
		t.Fatal(err)
	}
	p.waitFor("read hello")
	if _, err := io.WriteString(keyboard, "\x03"); err != nil { // Ctrl-C
		t.Fatal(err)
	}
	if got := p.wait(); got != 5 {
		t.Errorf("exit status %d, want 5:\n%s", got, p.out)
	}
	p.waitFor("got SIGINT")
}

func TestRun_backgroundLeavesTheTerminal(t *testing.T) {
	t.Parallel()
	// Without a terminal on standard input nothing is taken over.
	p := startExec(t, "--", "@terminal")
	p.waitFor("foreground false no terminal")
	p.signal(syscall.SIGINT)
	if got := p.wait(); got != 5 {
		t.Errorf("exit status %d, want 5:\n%s", got, p.out)
	}
}

// suspendedExec is a small job-control shell: it runs graceful exec in the
// foreground, and when that is stopped brings it back.
func suspendedExec() int {
	self, err := os.Executable()
	if err != nil {
		return 1
	}
	cmd := exec.Command(self, "delay=0", "deadline=10", "--", "env", role+"=exec", self, "child=terminal")
	cmd.Env = append(os.Environ(), role+"=exec")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Foreground: true, Ctty: 0}
	if err := cmd.Start(); err != nil {
		return 1
	}
	var ws syscall.WaitStatus
	if _, err := syscall.Wait4(cmd.Process.Pid, &ws, syscall.WUNTRACED, nil); err != nil || !ws.Stopped() {
		fmt.Println("was not stopped")
		return 1
	}
	group, err := unix.IoctlGetInt(0, unix.TIOCGPGRP)
	fmt.Println("stopped; the terminal is the shell's to give:", err == nil && group == cmd.Process.Pid)
	if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGCONT); err != nil {
		return 1
	}
	if _, err := syscall.Wait4(cmd.Process.Pid, &ws, 0, nil); err != nil {
		return 1
	}
	return ws.ExitStatus()
}

func TestRun_suspendsWithItsCommand(t *testing.T) {
	t.Parallel()
	p := prepare(t, "suspended")
	keyboard := p.onTerminal()
	p.waitFor("foreground true")
	if _, err := io.WriteString(keyboard, "\x1a"); err != nil { // Ctrl-Z
		t.Fatal(err)
	}
	p.waitFor("stopped; the terminal is the shell's to give: true")
	time.Sleep(100 * time.Millisecond)
	if _, err := io.WriteString(keyboard, "again\n"); err != nil {
		t.Fatal(err)
	}
	p.waitFor("read again")
	if _, err := io.WriteString(keyboard, "\x03"); err != nil {
		t.Fatal(err)
	}
	if got := p.wait(); got != 5 {
		t.Errorf("exit status %d, want 5:\n%s", got, p.out)
	}
}
