package pid1

import (
	"log/slog"
	"syscall"
	"time"
)

// supervisor is the state of one run. Only run touches it.
type supervisor struct {
	plan
	log   *slog.Logger
	in    inbox
	child child
	// started is when the command was.
	started time.Time

	// watcher is the program that waits for the drain, while it does; 0 without.
	watcher int

	// began is when the stop did: the deadline counts from here. Zero before.
	began time.Time
	// told is when the command got its graceful signal; zero before.
	told time.Time
	// warned says that the log knows what becomes of the command by then.
	warned bool
	// deaf says that the signal had no effect on it. Again ticks for as long as it
	// may still get a handler for it.
	deaf  bool
	again <-chan time.Time
	// exited says that the command itself has gone, with status. diedOf is the
	// signal that ended it after it was told, if any did.
	exited bool
	status int
	diedOf syscall.Signal

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
			s.pass(number(sig))
		case <-s.delayOver:
			s.log.Info("delay over", "left", s.left())
			s.tell()
		case <-s.again:
			s.tellAgain()
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
		if !s.began.IsZero() {
			s.warnDied()
			s.log.Info("stopped", "status", s.status, "left", s.left())
		}
		return true
	}
	if s.began.IsZero() {
		// Nobody routes new requests to what is left, so there is no delay.
		s.begin()
		s.log.Warn("the command ended before its process group", "status", s.status, "left", s.left())
	}
	if s.told.IsZero() {
		s.tell()
	}
	return false
}

// onStop handles a stop signal: the first starts the delay, the second ends
// it, and later ones are passed on as they are.
func (s *supervisor) onStop(sig syscall.Signal) {
	switch {
	case s.began.IsZero():
		s.begin()
		s.log.Info("stop signal", "signal", signalName(sig), "delay", s.hold, "left", s.left())
		if s.hold == 0 {
			s.tell()
			return
		}
		s.delayOver = time.After(s.hold)
	case s.told.IsZero():
		s.log.Warn("second stop signal: the delay ends", "signal", signalName(sig), "left", s.left())
		s.tell()
	default:
		s.log.Info("stop signal passed on", "signal", signalName(sig), "left", s.left())
		s.send(sig)
	}
}

// begin starts the clock of the deadline.
func (s *supervisor) begin() {
	s.began = time.Now()
	s.deadlineOver = time.After(s.deadline)
	s.endWatch()
}

// tell sends the graceful signal.
func (s *supervisor) tell() {
	s.warnUnhandled()
	s.delayOver, s.told = nil, time.Now()
	if s.exited {
		s.log.Info("telling the rest of its group to stop", "signal", signalName(s.graceful), "left", s.left())
	} else {
		s.log.Info("telling the command to stop", "signal", signalName(s.graceful), "pid", s.child.pid, "group", s.group, "left", s.left())
	}
	s.send(s.graceful)
	if s.deaf {
		s.again = time.Tick(groupPoll)
	}
}

// tellAgain sends the graceful signal once more to a command that ignored it while
// it was still starting, as soon as it handles it. An ignored signal is gone, and
// without another one the command would run until it is killed.
func (s *supervisor) tellAgain() {
	if !s.hears() {
		return
	}
	s.again = nil
	s.log.Info("the command handles "+signalName(s.graceful)+" now: telling it again", "pid", s.child.pid, "left", s.left())
	s.send(s.graceful)
}

// kill ends the whole group at the deadline, whether or not it was asked for:
// nothing of it would outlive the container.
func (s *supervisor) kill() {
	s.deadlineOver, s.delayOver, s.again = nil, nil, nil
	s.log.Error("deadline: killing what still runs", "pid", s.child.pid, "running", s.running())
	_ = syscall.Kill(-s.child.pid, syscall.SIGKILL)
	s.giveUp = time.After(afterKill)
}

// pass passes on a signal that has nothing to do with the stop. A shell that
// continues us may have brought us to the foreground.
func (s *supervisor) pass(sig syscall.Signal) {
	if sig == syscall.SIGCONT {
		s.child.handTerminal()
	}
	s.send(sig)
}

// send sends a signal to the command or its group. A target that has gone in
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
	if s.began.IsZero() {
		return s.deadline
	}
	return (s.deadline - time.Since(s.began)).Round(100 * time.Millisecond)
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
				s.stopped(ws.StopSignal())
			}
		case pid == s.watcher:
			s.watchEnded(ws)
		case pid == s.child.pid:
			s.exited = true
			s.status = exitStatus(ws)
			if ws.Signaled() && !s.told.IsZero() {
				s.diedOf = ws.Signal()
			}
		}
	}
}

func exitStatus(ws syscall.WaitStatus) int {
	if ws.Signaled() {
		return 128 + int(ws.Signal())
	}
	return ws.ExitStatus()
}
