package pid1

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// noticeProgram waits for the drain unless --notice-watch names another. It is a
// program of its own because the SDK that it needs would make PID 1 of every
// container ten times as large, and slower to start.
const noticeProgram = "graceful-notice"

// notice is the signal of --notice-signal, 0 without one.
func (o Options) notice(stops []syscall.Signal, faults *faults) syscall.Signal {
	switch {
	case o.NoticeSignal == "" && o.NoticeWatch != "":
		*faults = append(*faults, fault{Path: "--notice-signal", Rule: "required", Allowed: "the name of a signal, such as SIGUSR1",
			Message: "--notice-watch waits for a drain of which the command is told by no signal.",
			WaysOut: []string{"set --notice-signal", "remove --notice-watch"}})
		return 0
	case o.NoticeSignal == "":
		return 0
	}
	n := o.signal("--notice-signal", o.NoticeSignal, false, faults)
	if slices.Contains(stops, n) {
		*faults = append(*faults, fault{Path: "--notice-signal", Rule: "duplicate", Given: safe.Word(o.NoticeSignal), Allowed: "a signal that does not stop the command",
			Message: "--notice-signal is a signal of the stop itself.", WaysOut: []string{"set --notice-signal to a signal that the command handles for this alone, such as SIGUSR1"}})
	}
	return n
}

// watchDrain starts the program that waits for the drain. Without it the command is
// told by the stop signal alone.
func (s *supervisor) watchDrain(environ []string) {
	if s.notice == 0 {
		return
	}
	const alone = ": the command is told by the stop signal alone"
	if len(s.watch) == 1 {
		s.log.Warn("no notice of the drain, because there are no target groups" + alone)
		return
	}
	path, err := findNotice(s.watch[0])
	if err == nil {
		s.watcher, err = startNotice(path, s.watch[1:], environ)
	}
	if err != nil {
		s.log.Warn("no notice of the drain, because its program did not start"+alone, "error", err)
		return
	}
	s.log.Info("waiting for the drain", "program", path, "pid", s.watcher, "signal", signalName(s.notice))
}

// findNotice looks for the program beside this one first: an image made from
// scratch has no PATH.
func findNotice(name string) (string, error) {
	if name != "" {
		return find(name)
	}
	if self, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(self), noticeProgram)
		if unix.Access(beside, unix.X_OK) == nil {
			return beside, nil
		}
	}
	return find(noticeProgram)
}

// startNotice runs the program in a group of its own, which no signal to the
// command reaches. What it says goes to standard error.
func startNotice(path string, targetGroups, environ []string) (pid int, err error) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		return 0, err
	}
	defer func() { _ = null.Close() }()
	return syscall.ForkExec(path, append([]string{path}, targetGroups...), &syscall.ProcAttr{
		Env: environ, Files: []uintptr{null.Fd(), 2, 2}, Sys: &syscall.SysProcAttr{Setpgid: true},
	})
}

// watchEnded handles the end of the program that waits for the drain.
func (s *supervisor) watchEnded(ws syscall.WaitStatus) {
	s.watcher = 0
	switch {
	case !s.began.IsZero() || s.exited: // There is nothing to tell any more.
	case exitStatus(ws) == 0:
		s.notify()
	default:
		s.log.Warn("what waits for the drain has ended without it: the command is told by the stop signal alone", "status", exitStatus(ws))
	}
}

// notify tells the command of the drain: each process that is addressed and handles
// the signal, for any other would end of it, in the middle of its work.
func (s *supervisor) notify() {
	name := signalName(s.notice)
	if !ownProc() {
		s.log.Info("the load balancer drains this task: telling the command", "signal", name, "pid", s.child.pid, "group", s.group)
		s.send(s.notice)
		return
	}
	var told, deaf []member
	for _, m := range s.addressed() {
		if !m.surelyHandles(s.notice) {
			deaf = append(deaf, m)
			continue
		}
		told = append(told, m)
		if pid, err := strconv.Atoi(m.pid); err == nil {
			_ = syscall.Kill(pid, s.notice)
		}
	}
	if len(told) == 0 {
		s.log.Warn("the load balancer drains this task, and nothing in the command handles "+name+": it is not sent, because the command would end of it", "processes", names(deaf))
		return
	}
	s.log.Info("the load balancer drains this task: telling the command", "signal", name, "processes", names(told))
}

// surelyHandles says whether the signal cannot end the process. Some collect it
// without a handler and block it for good; shells block every signal too, but for
// moments only.
func (m member) surelyHandles(sig syscall.Signal) bool {
	for range looks {
		if m.caught.has(sig) {
			return true
		}
		if m.on(sig) != handles {
			return false
		}
		time.Sleep(betweenLooks)
		var alive bool
		if m, alive = readMember(m.pid); !alive {
			return false
		}
	}
	return true
}

const (
	looks        = 10
	betweenLooks = 5 * time.Millisecond
)

// endWatch ends the program that waits for the drain: the stop has come, or the
// command has gone.
func (s *supervisor) endWatch() {
	if s.watcher != 0 {
		_ = syscall.Kill(-s.watcher, syscall.SIGKILL)
	}
}
