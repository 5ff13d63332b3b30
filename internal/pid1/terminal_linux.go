package pid1

import (
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// foreground is the foreground group of the terminal on standard input. There
// is none when that is not our terminal.
func foreground() (group int, ok bool) {
	group, err := unix.IoctlGetInt(0, unix.TIOCGPGRP)
	return group, err == nil
}

// ownsTerminal says whether standard input is a terminal whose foreground
// group is ours, so that we may hand it on.
func ownsTerminal() bool {
	group, ok := foreground()
	return ok && group == syscall.Getpgrp()
}

// takeTerminal makes our own group the foreground group again.
func (c child) takeTerminal() {
	if c.terminal {
		_ = unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, syscall.Getpgrp())
	}
}

// handTerminal makes the child's group the foreground group if ours is, and
// says whether it did. A shell that continued us in the background keeps its
// terminal.
func (c *child) handTerminal() bool {
	if !ownsTerminal() {
		return false
	}
	c.terminal = true
	_ = unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, c.pid)
	return true
}

// stopped handles a command that was stopped: a shell in front of us must see
// us stop too, or it waits for ever and never gives us the terminal. PID 1 has
// no such shell.
func (s *supervisor) stopped(by syscall.Signal) {
	if os.Getpid() == 1 {
		return
	}
	wantsTerminal := by == syscall.SIGTTIN || by == syscall.SIGTTOU
	// Brought to the foreground while we ran, we had no signal that told us.
	if wantsTerminal && s.child.handTerminal() {
		_ = syscall.Kill(-s.child.pid, syscall.SIGCONT)
		return
	}
	_, ours := foreground()
	if s.child.terminal || ours && (wantsTerminal || by == syscall.SIGTSTP) {
		s.suspend()
	}
}

// suspend stops us, so that the shell gets its terminal back, and continues
// the command after us.
func (s *supervisor) suspend() {
	s.child.takeTerminal()
	// Sent to this very thread, it takes effect before the next line does.
	runtime.LockOSThread()
	_ = unix.Tgkill(os.Getpid(), unix.Gettid(), syscall.SIGSTOP)
	runtime.UnlockOSThread()
	s.child.terminal = false
	s.child.handTerminal()
	_ = syscall.Kill(-s.child.pid, syscall.SIGCONT)
}
