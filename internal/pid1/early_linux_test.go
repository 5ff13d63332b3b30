package pid1

import (
	"bytes"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestLaunch_stopBeforeTheStart: with the delay of ten minutes a command that was
// started all the same would keep the task for that long.
func TestLaunch_stopBeforeTheStart(t *testing.T) {
	for name, sig := range map[string]syscall.Signal{"a stop signal": syscall.SIGTERM, "another signal": 0} {
		var log bytes.Buffer
		s := supervisor{plan: plan{stops: []syscall.Signal{syscall.SIGTERM}}, log: logger(&log, false),
			in: inbox{make(chan os.Signal, 1), make(chan os.Signal, 1), make(chan os.Signal, 1)}}
		mark := t.TempDir() + "/started"
		if s.in.rest <- syscall.SIGHUP; sig != 0 {
			s.in.stop <- sig
		}
		status, started := s.launch([]string{"touch", mark}, os.Environ())
		if started {
			_, _ = syscall.Wait4(s.child.pid, nil, 0, nil)
		}
		_, err := os.Stat(mark)
		if want := sig == 0; started != want || (err == nil) != want {
			t.Errorf("%s: launch() says started %v, want %v; its mark: %v", name, started, want, err)
		}
		if sig != 0 && (status != 143 || !strings.Contains(log.String(), "stop signal before the command was started: it is not started")) {
			t.Errorf("%s: status %d, want 143 with its reason in:\n%s", name, status, log.String())
		}
	}
}

// runtimeEnded is what becomes of PID 1 between the first line of the Go runtime and
// the first of graceful exec: the kernel keeps PID 1 from dying of the signal.
const runtimeEnded = "ended by the runtime, status 2"

// hearsTerm says whether a process had a handler for SIGTERM a moment ago.
func hearsTerm(pid int) bool {
	m, _ := readMember(strconv.Itoa(pid))
	return m.caught.has(syscall.SIGTERM)
}

// TestRun_signalInTheFirstMilliseconds sends the stop signal ever later. Each run
// ends in one of the ways that the guide lists, and none waits for the deadline.
func TestRun_signalInTheFirstMilliseconds(t *testing.T) {
	t.Parallel()
	for name, flags := range map[string]uintptr{"a child": 0, "PID 1": syscall.CLONE_NEWPID} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if flags != 0 && os.Getuid() != 0 {
				flags |= syscall.CLONE_NEWUSER
			}
			seen := map[string]int{}
			for i := range 240 {
				p := prepare(t, "delay=0", "deadline=600", "--", "@drain:1")
				p.cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: flags}
				p.start()
				time.Sleep(time.Duration(i) * 100 * time.Microsecond)
				heard := hearsTerm(p.cmd.Process.Pid)
				p.signal(syscall.SIGTERM)
				seen[p.early(heard, flags != 0)]++
			}
			for _, outcome := range slices.Sorted(maps.Keys(seen)) {
				t.Logf("%3d of 240: %s", seen[outcome], outcome)
			}
		})
	}
}

// early waits for a run that was stopped at its start and names how it ended.
func (p *process) early(heard, isPID1 bool) string {
	p.t.Helper()
	if !heard && isPID1 {
		// The kernel drops what PID 1 has no handler for: only then is another
		// signal needed.
		if !p.endsBeforeReady() {
			p.signal(syscall.SIGTERM)
			p.endsWith(7, 9, 143)
			return "PID 1 had no handler yet: nobody got the signal"
		}
		return runtimeEnded
	}
	ws := p.end()
	out := p.out.String()
	started := strings.Contains(out, "ready")
	switch {
	case ws.Signaled() && ws.Signal() == syscall.SIGTERM && !isPID1 && out == "":
		return "not started: ended by the signal itself"
	// The rest of the program runs on for a moment while the runtime ends.
	case ws.ExitStatus() == 2 && isPID1 && !strings.Contains(out, "graceful exec"):
		return runtimeEnded
	case ws.ExitStatus() == 143 && !started && strings.Contains(out, "it is not started"):
		return "not started: status 143, and the log says so"
	case ws.ExitStatus() == 143 && !started && strings.Contains(out, "telling the command to stop"):
		return "started, without a handler: status 143"
	case ws.ExitStatus() == 7 && strings.Contains(out, "drained"):
		return "stopped by its handler"
	}
	p.t.Errorf("an end without a name: %v, status %d:\n%s", ws, ws.ExitStatus(), out)
	return "without a name"
}

// end waits for the process, however it ends.
func (p *process) end() syscall.WaitStatus {
	p.t.Helper()
	timer := time.AfterFunc(patience, func() {
		p.t.Errorf("did not end within %v:\n%s", patience, p.out)
		_ = p.cmd.Process.Kill()
	})
	defer timer.Stop()
	_ = p.cmd.Wait()
	ws, _ := p.cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ws
}

// endsWith waits for one of these exit statuses.
func (p *process) endsWith(want ...int) {
	p.t.Helper()
	if ws := p.end(); !slices.Contains(want, ws.ExitStatus()) {
		p.t.Errorf("status %v, want one of %v:\n%s", ws, want, p.out)
	}
}

// endsBeforeReady says whether the process ended before its command was ready.
func (p *process) endsBeforeReady() bool {
	p.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(200 * time.Microsecond) {
		if strings.Contains(p.out.String(), "ready") {
			return false
		}
		if m, alive := readMember(strconv.Itoa(p.cmd.Process.Pid)); !alive && m.name != "" {
			p.endsWith(2, 143)
			return true
		}
	}
	p.t.Fatalf("neither ready nor at its end:\n%s", p.out)
	return false
}

// TestRun_toldBeforeItsHandler has a command that ignores its signal while it
// starts, as httpd ignores SIGWINCH by the kernel's default: it is told again when
// it has a handler, and does not run on until it is killed.
func TestRun_toldBeforeItsHandler(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"ignored":   "trap '' TERM; echo ready; read go; trap 'exit 6' TERM; while :; do sleep 0.02; done",
		"no effect": "echo ready; read go; trap 'exit 6' WINCH; while :; do sleep 0.02; done",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := []string{"delay=0", "deadline=600"}
			if name != "ignored" {
				args = append(args, "signal=SIGWINCH")
			}
			p := prepare(t, append(args, "--", "sh", "-c", line)...)
			in, err := p.cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			p.start().waitFor("ready")
			p.signal(syscall.SIGTERM)
			p.waitFor("and will be killed at the deadline; ")
			if _, err := io.WriteString(in, "go\n"); err != nil {
				t.Fatal(err)
			}
			if got := p.wait(); got != 6 || strings.Count(p.out.String(), "now: telling it again") > 1 {
				t.Errorf("exit status %d, want 6 after it was told again, once at most:\n%s", got, p.out)
			}
		})
	}
}

func TestYet(t *testing.T) {
	t.Parallel()
	told := time.Now()
	for age, want := range map[time.Duration]string{
		12 * time.Millisecond: "; 12ms after its start it may have no handler yet, and no work",
		young - 1:             "; 30s after its start it may have no handler yet, and no work",
		young:                 "",
	} {
		s := supervisor{told: told, started: told.Add(-age)}
		if got := s.yet(); got != want {
			t.Errorf("yet() after %v = %q, want %q", age, got, want)
		}
	}
}
