package pid1

import (
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// handling is what a process does on a signal.
type handling int

const (
	// handles also stands for what cannot be known.
	handles handling = iota
	ends
	outlives
)

// on says what the process does on the signal.
func (m member) on(sig syscall.Signal) handling {
	if h := m.declared(sig); h == handles || !m.mayWait() {
		return h
	}
	return handles
}

// mayWait says whether the process is in sigwait, where the kernel shows the
// signals it waits for as neither blocked nor caught. Other inits wait so. A
// process that may not be looked at as closely may be in it too.
func (m member) mayWait() bool {
	call, err := os.ReadFile("/proc/" + m.pid + "/syscall")
	return err != nil || strings.HasPrefix(string(call), strconv.Itoa(unix.SYS_RT_SIGTIMEDWAIT)+" ")
}

// declared is what the process has declared to do on the signal.
func (m member) declared(sig syscall.Signal) handling {
	switch {
	// A signal that is blocked is meant for signalfd or sigwait, as a rule.
	case !m.known, m.caught.has(sig), m.blocked.has(sig):
		return handles
	case m.ignored.has(sig):
		return outlives
	}
	switch sig {
	// Without a handler these do not end a process.
	case syscall.SIGCHLD, syscall.SIGCONT, syscall.SIGURG, syscall.SIGWINCH,
		syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU:
		return outlives
	}
	return ends
}

// warnUnhandled says what becomes of a command that does not handle the
// graceful signal, before it is sent. Behind a shell with --group one process
// that handles it is enough.
func (s *supervisor) warnUnhandled() {
	if !ownProc() {
		return
	}
	var end, outlive []member
	for _, m := range s.addressed() {
		switch m.on(s.graceful) {
		case handles:
			return
		case ends:
			end = append(end, m)
		case outlives:
			outlive = append(outlive, m)
		}
	}
	name := signalName(s.graceful)
	if len(end) > 0 {
		s.warned = true
		s.log.Warn("nothing in the command handles "+name+": it ends at once, with what it has in flight"+s.yet(), "processes", names(end))
	}
	if len(outlive) > 0 {
		s.warned = true
		s.log.Warn("the command ignores "+name+" and will be killed at the deadline"+s.yet(), "processes", names(outlive))
		s.deaf = len(end) == 0
	}
	if s.group || !s.warned {
		return
	}
	for _, m := range members(s.child.pid) {
		if m.known && m.declared(s.graceful) == handles {
			s.log.Warn("a process that the command started handles "+name+": use --group to tell it too", "process", names([]member{m}))
			return
		}
	}
}

// addressed are the processes that a signal goes to, as /proc shows them.
func (s *supervisor) addressed() []member {
	if s.group {
		return members(s.child.pid)
	}
	if m, alive := readMember(strconv.Itoa(s.child.pid)); alive {
		return []member{m}
	}
	return nil
}

// hears says whether the command handles the graceful signal by now.
func (s *supervisor) hears() bool {
	for _, m := range s.addressed() {
		if m.known && m.on(s.graceful) == handles {
			return true
		}
	}
	return false
}

// atOnce is shorter than most drains and longer than a process takes to end.
const atOnce = 100 * time.Millisecond

// warnDied warns of what /proc cannot tell before: some runtimes, such as
// Node's and Go's, always have a handler of their own, which ends the program
// by the same signal when the program has none.
func (s *supervisor) warnDied() {
	if s.warned || s.told.IsZero() || s.diedOf != s.graceful || time.Since(s.told) > atOnce {
		return
	}
	s.log.Warn("the command ended of " + signalName(s.graceful) + " at once: if it has no handler of its own for it, it lost what it had in flight" + s.yet())
}

// young is the age up to which a command may still be reading its code, before
// the line that sets its handler.
const young = 30 * time.Second

// yet tells a command that has no handler from one that has none so far. Nobody
// but its author knows which it is, so the log gives the age and says what it may
// mean.
func (s *supervisor) yet() string {
	age := s.told
	if age.IsZero() {
		age = time.Now()
	}
	since := age.Sub(s.started)
	if since >= young {
		return ""
	}
	return "; " + since.Round(time.Millisecond).String() + " after its start it may have no handler yet, and no work"
}
