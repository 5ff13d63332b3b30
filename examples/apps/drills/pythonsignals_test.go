//go:build drills && linux

package drills_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// otherSignals is a worker with a handler of its own, as many have one that writes what its
// threads are at. Each signal is written to the pipe in the moment in which it comes.
const otherSignals = `
import logging, os, signal, threading
import logs, stop
said = threading.Event()
class Last(logging.Handler): # behind the one that writes
    def emit(self, record):
        said.set()
logging.getLogger().addHandler(Last())
signal.signal(signal.SIGUSR1, lambda *_: None)
for one in signal.SIGUSR1, signal.SIGUSR1, signal.SIGTERM, signal.SIGTERM:
    os.kill(os.getpid(), one)
stop.stopping.wait()
said.wait()
`

// A signal that somebody else has a handler for stops no worker in Python.
func TestPython_otherSignals(t *testing.T) {
	t.Parallel()
	process := exec.Command("/usr/bin/python3", "-c", otherSignals)
	process.Dir = "../sqs-python"
	process.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1", "SHUTDOWN_DELAY_SECONDS=0", "SHUTDOWN_DRAIN_SECONDS=50", "SHUTDOWN_CLEANUP_SECONDS=5", "SHUTDOWN_DEADLINE_SECONDS=55")
	out, err := process.CombinedOutput()
	if text := string(out); err != nil || strings.Count(text, `"msg":"stopping"`) != 1 || !strings.Contains(text, `"because":"SIGTERM"`) {
		t.Errorf("%v\n%s\nwant it to stop once, because of SIGTERM", err, text)
	}
}
