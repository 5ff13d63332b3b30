//go:build unix

package drill

import (
	"fmt"
	"os"
	"syscall"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/signum"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

type attributes = syscall.SysProcAttr

// grouped starts a process as the leader of a group of its own.
func grouped() *attributes { return &attributes{Setpgid: true} }

// signal sends the stop signal to the process alone, as a container's runtime
// sends it to PID 1 alone.
func (p *process) signal(s shutdown.Signal) error {
	n, ok := signum.Number(string(s))
	if !ok { // Number 0 would be sent without a fault and do nothing.
		return fmt.Errorf("this system has no signal %s", s)
	}
	return syscall.Kill(p.pid, n)
}

// destroy sends SIGKILL to the process, its group and all that it started, as
// the end of a container takes everything in it.
func (p *process) destroy() {
	if p.command != nil {
		syscall.Kill(-p.pid, syscall.SIGKILL) //nolint:errcheck // Then it has gone.
	}
	if !p.ended() {
		syscall.Kill(p.pid, syscall.SIGKILL) //nolint:errcheck // Then it has gone.
	}
	if p.command != nil {
		p.killFamily() // They may have groups of their own.
	}
}

// alive says that a process exists and has not ended.
func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return (err == nil || err == syscall.EPERM) && !zombie(pid)
}

// status is a shell's view of how a process ended.
func status(state *os.ProcessState) (int, string) {
	wait, ok := state.Sys().(syscall.WaitStatus)
	if ok && wait.Signaled() {
		return 128 + int(wait.Signal()), signum.Name(wait.Signal())
	}
	return state.ExitCode(), ""
}
