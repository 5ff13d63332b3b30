package pid1

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// In a PID namespace with the /proc of another one the numbers are those of
// strangers: their names and what they do with signals are not the command's.
func TestRun_procOfAnother(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(os.Args[0], "deadline=600", "--", "sh", "-c", "trap 'exit 7' TERM; kill -TERM 1; while :; do sleep 0.01; done")
	cmd.Env = append(os.Environ(), role+"=exec", "SHUTDOWN_DELAY_SECONDS=0")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
	if uid := os.Geteuid(); uid != 0 {
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: uid, HostID: uid, Size: 1}}
	}
	var out bytes.Buffer
	cmd.Stderr = &out
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Skipf("no PID namespace here: %v", err)
	}
	if got := cmd.ProcessState.ExitCode(); got != 7 {
		t.Errorf("exit status %d, want the command's 7:\n%s", got, out.String())
	}
	if strings.Contains(out.String(), "WARN") {
		t.Errorf("a warning about a process that is another's:\n%s", out.String())
	}
}
