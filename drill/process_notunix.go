//go:build !unix

package drill

import (
	"errors"
	"net"
	"os"
	"syscall"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

type attributes = syscall.SysProcAttr

func grouped() *attributes { return &attributes{} }

func (p *process) signal(shutdown.Signal) error {
	return errors.New("this system has no signals: run the drill on Linux or macOS")
}

func (p *process) destroy() {
	if !p.ended() && p.command != nil {
		p.command.Process.Kill() //nolint:errcheck // Then it has gone.
	}
}

func alive(int) bool { return false }

func status(state *os.ProcessState) (int, string) { return state.ExitCode(), "" }

func open(net.Conn) bool { return true }
