package pid1

import (
	"log/slog"
	"os"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// supervisor is the state of one run. Only run touches it.
type supervisor struct {
	plan
	log   *slog.Logger
	in    inbox
	child child

	// signalled is when the first stop signal came; zero before.
	signalled time.Time
	// told says that the command has its graceful signal.
	told bool
	// exited says that the command itself has gone, with status.
	exited bool
	status int

	// delayOver, deadlineOver and giveUp are nil until they are armed.
	delayOver, deadlineOver, giveUp <-chan time.Time
}

// afterKill bounds the wait for a killed process that the kernel cannot end,
// for instance one that is stuck in a device.
const afterKill = time.Second

// groupPoll is how often an exit looks whether the process group is empty: a
// member can leave it without a signal to us.
const groupPoll = 50 * time.Millisecond

// run handles signals until the command has ended and, with a group, until
// nothing is left of it.
func (s *supervisor) run() int {
	var poll <-chan time.Time
	for {
		if s.reap(); s.finished() {
			return s.status
		}
		if s.exited && poll == nil {
			ticker := time.NewTicker(groupPoll)
			defer ticker.Stop()
			poll = ticker.C
		}
		select {
		case <-s.in.child:
		case <-poll:
		case sig := <-s.in.stop:
			s.onStop(number(sig))
		case sig := <-s.in.rest:
			s.send(number(sig))
		case <-s.delayOver:
			s.log.Info("delay over", "left", s.left())
			s.tell()
		case <-s.deadlineOver:
			s.kill()
		case <-s.giveUp:
			s.log.Error("the command did not end when it was killed", "pid", s.child.pid)
			if !s.exited {
				s.status = 128 + int(syscall.SIGKILL)
			}
			return s.status
		}
	}
}

// finished says whether there is nothing more to wait for. The rest of the
// group gets the graceful signal once and until the deadline to follow.
func (s *supervisor) finished() bool {
	if !s.exited {
		return false
	}
	if !s.group || syscall.Kill(-s.child.pid, 0) != nil {
		if !s.signalled.IsZero() {
			s.log.Info("stopped", "status", s.status, "left", s.left())
		}
		return true
	}
	if s.signalled.IsZero() {
		s.log.Warn("the command ended before its process group", "status", s.status)
		s.begin(s.graceful)
		s.deadlineOver = time.After(s.deadline - s.delay)
	}
	if !s.told {
		s.tell()
	}
	return false
}

// onStop handles a stop signal: the first starts the delay, the second ends
// it, and later ones are passed on as they are.
func (s *supervisor) onStop(sig syscall.Signal) {
	switch {
	case s.signalled.IsZero():
		s.begin(sig)
		s.deadlineOver = time.After(s.deadline)
		if s.delay == 0 {
			s.tell()
			return
		}
		s.delayOver = time.After(s.delay)
	case !s.told:
		s.log.Warn("second stop signal: the delay ends", "signal", signalName(sig), "left", s.left())
		s.tell()
	default:
		s.log.Info("stop signal passed on", "signal", signalName(sig), "left", s.left())
		s.send(sig)
	}
}

func (s *supervisor) begin(sig syscall.Signal) {
	s.signalled = time.Now()
	s.log.Info("stop signal", "signal", signalName(sig), "delay", s.delay, "left", s.left())
}

// tell sends the graceful signal.
func (s *supervisor) tell() {
	s.delayOver, s.told = nil, true
	s.log.Info("telling the command to stop", "signal", signalName(s.graceful), "pid", s.child.pid, "group", s.group, "left", s.left())
	s.send(s.graceful)
}

// kill ends the whole group at the deadline, whether or not it was asked for:
// nothing of it would outlive the container.
func (s *supervisor) kill() {
	s.deadlineOver, s.delayOver = nil, nil
	s.log.Error("deadline: killing what still runs", "pid", s.child.pid, "running", s.running())
	_ = syscall.Kill(-s.child.pid, syscall.SIGKILL)
	s.giveUp = time.After(afterKill)
}

// send passes a signal to the command or its group. A target that has gone in
// the meantime needs none.
func (s *supervisor) send(sig syscall.Signal) {
	switch {
	case s.group:
		_ = syscall.Kill(-s.child.pid, sig)
	case !s.exited:
		_ = syscall.Kill(s.child.pid, sig)
	}
}

// left is the time to the deadline, in tenths of a second.
func (s *supervisor) left() time.Duration {
	if s.signalled.IsZero() {
		return s.deadline
	}
	return (s.deadline - time.Since(s.signalled)).Round(100 * time.Millisecond)
}

// reap collects every child that has ended, ours and orphans. Nobody else
// waits for children, so a process id cannot be used again before it is seen
// here.
func (s *supervisor) reap() {
	for {
		var ws syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &ws, syscall.WNOHANG|syscall.WUNTRACED, nil)
		switch {
		case err == syscall.EINTR:
			continue
		case err != nil || pid <= 0:
			return
		case ws.Stopped():
			if pid == s.child.pid {
				s.suspend()
			}
		case pid == s.child.pid:
			s.exited = true
			s.status = exitStatus(ws)
		}
	}
}

func exitStatus(ws syscall.WaitStatus) int {
	if ws.Signaled() {
		return 128 + int(ws.Signal())
	}
	return ws.ExitStatus()
}

// suspend stops us with a command that was stopped from the terminal, so that
// the shell in front of us gets it back, and continues it after us. PID 1 has
// no such shell.
func (s *supervisor) suspend() {
	if !s.child.terminal || os.Getpid() == 1 {
		return
	}
	s.child.takeTerminal()
	// Sent to this very thread, it takes effect before the next line does.
	runtime.LockOSThread()
	_ = unix.Tgkill(os.Getpid(), unix.Gettid(), syscall.SIGSTOP)
	runtime.UnlockOSThread()
	s.child.giveTerminal()
	_ = syscall.Kill(-s.child.pid, syscall.SIGCONT)
}
