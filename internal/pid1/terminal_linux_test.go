package pid1

import (
	"fmt"
	"io"
	"os"
	"syscall"
	"testing"

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
	p := prepare(t, "delay=600", "deadline=700", "--", "@terminal")
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
