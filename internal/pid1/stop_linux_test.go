package pid1

import (
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func TestRun_exitStatus(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	plain := dir + "/plain"
	if err := os.WriteFile(plain, []byte("not a program"), 0o644); err != nil {
		t.Fatal(err)
	}
	broken := dir + "/broken"
	if err := os.WriteFile(broken, []byte("#!/nowhere/interpreter\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	script := dir + "/script"
	if err := os.WriteFile(script, []byte("exit $1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	empty := dir + "/empty"
	if err := os.WriteFile(empty, nil, 0o755); err != nil {
		t.Fatal(err)
	}
	foreign := dir + "/foreign"
	if err := os.WriteFile(foreign, []byte("\x7fELF\x02\x01\x01\x00 of another machine\nexit 8\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		args []string
		want int
		says string
	}{
		{"zero", []string{"--", "true"}, 0, ""},
		{"its own", []string{"--", "sh", "-c", "exit 3"}, 3, ""},
		{"greatest", []string{"--", "sh", "-c", "exit 255"}, 255, ""},
		{"killed by TERM", []string{"--", "sh", "-c", "kill -TERM $$"}, 143, ""},
		{"killed by KILL", []string{"--", "sh", "-c", "kill -KILL $$"}, 137, ""},
		{"killed by SEGV", []string{"--", "sh", "-c", "kill -SEGV $$"}, 139, ""},
		{"not in PATH", []string{"--", "no-such-command"}, 127, "no-such-command"},
		{"no such file", []string{"--", dir + "/missing"}, 127, "missing"},
		{"no such interpreter", []string{"--", broken}, 127, "broken"},
		{"empty name", []string{"--", ""}, 127, "did not start"},
		{"not executable", []string{"--", plain}, 126, "permission denied"},
		{"script without an interpreter", []string{"--", script, "8"}, 8, ""},
		{"empty script", []string{"--", empty}, 0, ""},
		{"program of another machine", []string{"--", foreign}, 126, "exec format error"},
		{"a folder", []string{"--", dir}, 126, "permission denied"},
		{"no command", []string{"--"}, 125, "COMMAND: Missing Value"},
		{"wrong delay", []string{"delay=-1", "--", "true"}, 125, "--delay: Value Out Of Range"},
		{"wrong signal", []string{"signal=SIGKILL", "--", "true"}, 125, "--signal: Unknown Word"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := startExec(t, tt.args...)
			if got := p.wait(); got != tt.want || !strings.Contains(p.out.String(), tt.says) {
				t.Errorf("exit status %d, want %d with %q in:\n%s", got, tt.want, tt.says, p.out)
			}
		})
	}
}

func TestRun_notExecutableInPath(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/thing", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	p := prepare(t, "--", "thing")
	p.cmd.Env = append(p.cmd.Env, "PATH="+dir)
	if got := p.start().wait(); got != 126 {
		t.Errorf("exit status %d, want 126:\n%s", got, p.out)
	}
}

func TestRun_holdsTheSignalBackForTheDelay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
		stop syscall.Signal
		got  string
	}{
		{"default", nil, syscall.SIGTERM, "got SIGTERM"},
		{"signal", []string{"signal=SIGUSR2"}, syscall.SIGTERM, "got SIGUSR2"},
		{"without SIG", []string{"signal=HUP"}, syscall.SIGTERM, "got SIGHUP"},
		{"framework", []string{"framework=nginx"}, syscall.SIGTERM, "got SIGQUIT"},
		{"inherited STOPSIGNAL", []string{"framework=httpd"}, syscall.SIGWINCH, "got SIGWINCH"},
		{"declared STOPSIGNAL", []string{"stop-signal=SIGUSR1", "signal=SIGINT"}, syscall.SIGUSR1, "got SIGINT"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := startExec(t, append(append([]string{"delay=1", "deadline=600"}, tt.args...), "--", "@drain:50")...)
			p.waitFor("ready")
			began := time.Now()
			p.signal(tt.stop)
			status := p.wait()
			// It ends 50 ms after it is told, so it was not told before the delay.
			if took := time.Since(began); status != 7 || took < 1050*time.Millisecond {
				t.Errorf("exit status %d after %v, want 7 after the delay of a second and 50 ms:\n%s", status, took, p.out)
			}
			if out := p.out.String(); !strings.Contains(out, tt.got+"\n") || !strings.Contains(out, "drained\n") {
				t.Errorf("want %q and a drain in:\n%s", tt.got, p.out)
			}
		})
	}
}

// TestRun_fetchesNoMore: with a delay of ten minutes the signal comes at once all
// the same, and it may be a real-time one.
func TestRun_fetchesNoMore(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
		stop syscall.Signal
	}{
		{"workload", []string{"workload=queue"}, syscall.SIGTERM},
		{"framework", []string{"framework=sidekiq"}, syscall.SIGTERM},
		{"real-time", []string{"workload=batch", "stop-signal=SIGRTMIN+3", "signal=SIGTERM"}, syscall.Signal(37)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := startExec(t, append(append([]string{"delay=600", "deadline=700"}, tt.args...), "--", "@drain:1")...)
			p.waitFor("ready")
			p.signal(tt.stop)
			if got := p.wait(); got != 7 || !strings.Contains(p.out.String(), "got SIGTERM") || strings.Contains(p.out.String(), "second stop signal") {
				t.Errorf("exit status %d, want 7 after SIGTERM:\n%s", got, p.out)
			}
		})
	}
}

func TestRun_passesOtherSignalsAtOnce(t *testing.T) {
	t.Parallel()
	p := startExec(t, "delay=600", "deadline=700", "--", "@drain:1")
	p.waitFor("ready")
	p.signal(syscall.SIGINT)
	if got := p.wait(); got != 7 || !strings.Contains(p.out.String(), "got SIGINT") {
		t.Errorf("exit status %d, want 7 after SIGINT:\n%s", got, p.out)
	}
}

func TestRun_secondStopSignalEndsTheDelay(t *testing.T) {
	t.Parallel()
	p := startExec(t, "delay=600", "deadline=700", "signal=SIGINT", "--", "@drain:600000")
	p.waitFor("ready")
	p.signal(syscall.SIGTERM)
	p.waitFor(`msg="stop signal"`)
	p.signal(syscall.SIGTERM)
	p.waitFor("got SIGINT")
	// The third is passed on as it is.
	p.signal(syscall.SIGTERM)
	if got := p.wait(); got != 9 || !strings.Contains(p.out.String(), "then SIGTERM") {
		t.Errorf("exit status %d, want 9 after the third signal:\n%s", got, p.out)
	}
}

func TestRun_killsAtTheDeadline(t *testing.T) {
	t.Parallel()
	p := startExec(t, "delay=0", "deadline=1", "--", "@ignore")
	p.waitFor("ready")
	began := time.Now()
	p.signal(syscall.SIGTERM)
	got, took := p.wait(), time.Since(began)
	if got != 137 || took < time.Second {
		t.Errorf("exit status %d after %v, want 137 after a second or more:\n%s", got, took, p.out)
	}
	for _, want := range []string{"ignored SIGTERM", "deadline: killing what still runs", "pid1.test["} {
		if !strings.Contains(p.out.String(), want) {
			t.Errorf("no %q in:\n%s", want, p.out)
		}
	}
}

// TestRun_killsTheGroupAtTheDeadline does so without --group too: what the
// command started would not outlive the container.
func TestRun_killsTheGroupAtTheDeadline(t *testing.T) {
	t.Parallel()
	p := startExec(t, "delay=0", "deadline=1", "--", "sh", "-c", `trap "" TERM; sleep 600 & echo pid $! ready; wait; sleep 600`)
	pid := p.pid()
	p.signal(syscall.SIGTERM)
	if got := p.wait(); got != 137 {
		t.Errorf("exit status %d, want 137:\n%s", got, p.out)
	}
	p.gone(pid)
}

// TestRun_givesUp traces the command: when it is killed it stays, for its
// tracer to collect, and graceful exec never sees it end.
func TestRun_givesUp(t *testing.T) {
	t.Parallel()
	p := startExec(t, "delay=0", "deadline=1", "--", "@drain:600000")
	pid := p.pid()
	runtime.LockOSThread() // A tracer is a thread.
	defer runtime.UnlockOSThread()
	if _, _, errno := syscall.Syscall6(syscall.SYS_PTRACE, unix.PTRACE_SEIZE, uintptr(pid), 0, 0, 0, 0); errno != 0 {
		t.Fatalf("cannot trace the command: %v", errno)
	}
	defer func() { _, _ = syscall.Wait4(pid, nil, unix.WALL, nil) }()
	// A traced process stops at every signal but SIGKILL.
	p.signal(syscall.SIGTERM)
	began := time.Now()
	if got, took := p.wait(), time.Since(began); got != 137 || took < time.Second+afterKill {
		t.Errorf("exit status %d after %v, want 137 after two seconds or more:\n%s", got, took, p.out)
	}
	if want := "the command did not end when it was killed"; !strings.Contains(p.out.String(), want) {
		t.Errorf("no %q in:\n%s", want, p.out)
	}
}

func TestRun_commandEndsDuringTheDelay(t *testing.T) {
	t.Parallel()
	p := startExec(t, "delay=600", "deadline=700", "--", "sh", "-c", "echo ready; sleep 1; exit 4")
	p.waitFor("ready")
	p.signal(syscall.SIGTERM)
	if got := p.wait(); got != 4 {
		t.Errorf("exit status %d, want 4 long before the delay is over:\n%s", got, p.out)
	}
}

func TestRun_quiet(t *testing.T) {
	t.Parallel()
	p := startExec(t, "quiet", "delay=0", "deadline=600", "--", "@drain:1")
	p.waitFor("ready")
	p.signal(syscall.SIGTERM)
	p.wait()
	if got, want := p.out.String(), "ready\ngot SIGTERM\ndrained\n"; !strings.HasSuffix(got, want) {
		t.Errorf("output %q, want it to end with %q", got, want)
	}
}

func TestRun_stderrIsFull(t *testing.T) {
	t.Parallel()
	var pipe [2]int
	if err := syscall.Pipe2(pipe[:], syscall.O_CLOEXEC|syscall.O_NONBLOCK); err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 4096); ; {
		if _, err := syscall.Write(pipe[1], block); err != nil {
			break
		}
	}
	if err := syscall.SetNonblock(pipe[1], false); err != nil {
		t.Fatal(err)
	}
	w := os.NewFile(uintptr(pipe[1]), "full pipe")
	defer func() { _, _ = w.Close(), syscall.Close(pipe[0]) }()
	p := prepare(t, "delay=1", "deadline=3", "--", "@ignore")
	p.cmd.Stderr = w
	p.start().waitFor("ready")
	p.signal(syscall.SIGTERM)
	if got := p.wait(); got != 137 {
		t.Errorf("exit status %d, want 137 at the deadline", got)
	}
}
