package pid1

import (
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
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
			p := startExec(t, append(append([]string{"delay=1", "deadline=10"}, tt.args...), "--", "@drain:50")...)
			p.waitFor("ready")
			began := time.Now()
			p.signal(tt.stop)
			time.Sleep(700 * time.Millisecond)
			if strings.Contains(p.out.String(), "got") {
				t.Fatalf("the command was told before the delay was over:\n%s", p.out)
			}
			status := p.wait()
			if took := time.Since(began); status != 7 || took < time.Second || took > 6*time.Second {
				t.Errorf("exit status %d after %v, want 7 after a second:\n%s", status, took, p.out)
			}
			if out := p.out.String(); !strings.Contains(out, tt.got+"\n") || !strings.Contains(out, "drained\n") {
				t.Errorf("want %q and a drain in:\n%s", tt.got, p.out)
			}
		})
	}
}

func TestRun_passesOtherSignalsAtOnce(t *testing.T) {
	t.Parallel()
	p := startExec(t, "delay=10", "deadline=19", "--", "@drain:1")
	p.waitFor("ready")
	p.signal(syscall.SIGINT)
	if got := p.wait(); got != 7 || !strings.Contains(p.out.String(), "got SIGINT") {
		t.Errorf("exit status %d, want 7 after SIGINT:\n%s", got, p.out)
	}
}

func TestRun_secondStopSignalEndsTheDelay(t *testing.T) {
	t.Parallel()
	p := startExec(t, "delay=15", "deadline=19", "signal=SIGINT", "--", "@drain:10000")
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
	if got != 137 || took < time.Second || took > 3*time.Second {
		t.Errorf("exit status %d after %v, want 137 after a second:\n%s", got, took, p.out)
	}
	for _, want := range []string{"ignored SIGTERM", "deadline: killing what still runs", "pid1.test["} {
		if !strings.Contains(p.out.String(), want) {
			t.Errorf("no %q in:\n%s", want, p.out)
		}
	}
}

func TestRun_commandEndsDuringTheDelay(t *testing.T) {
	t.Parallel()
	p := startExec(t, "delay=15", "deadline=19", "--", "sh", "-c", "echo ready; sleep 1; exit 4")
	p.waitFor("ready")
	began := time.Now()
	p.signal(syscall.SIGTERM)
	if got, took := p.wait(), time.Since(began); got != 4 || took > 5*time.Second {
		t.Errorf("exit status %d after %v, want 4 after a second:\n%s", got, took, p.out)
	}
}

func TestRun_group(t *testing.T) {
	t.Parallel()
	// The shell does not exec its last command, because another one follows. The
	// drain is longer than the test waits for output once graceful exec has gone.
	wrapper := func(t *testing.T, args ...string) *process {
		t.Helper()
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		p := startExec(t, append(args, "--", "sh", "-c", role+"=exec "+self+" child=drain:1500; true")...)
		p.waitFor("ready")
		p.killLater()
		p.signal(syscall.SIGTERM)
		return p
	}
	t.Run("asked", func(t *testing.T) {
		t.Parallel()
		p := wrapper(t, "group", "delay=1", "deadline=10")
		if got := p.wait(); got != 143 && got != 0 {
			t.Errorf("exit status %d, want the shell's:\n%s", got, p.out)
		}
		if !strings.Contains(p.out.String(), "drained\n") {
			t.Errorf("the shell's child did not drain:\n%s", p.out)
		}
	})
	t.Run("not asked", func(t *testing.T) {
		t.Parallel()
		p := wrapper(t, "delay=1", "deadline=10")
		if got := p.wait(); got != 143 {
			t.Errorf("exit status %d, want 143 of the shell:\n%s", got, p.out)
		}
		if strings.Contains(p.out.String(), "got SIGTERM") {
			t.Errorf("the shell's child was signalled without --group:\n%s", p.out)
		}
	})
}

func TestRun_groupIsKilledAtTheDeadline(t *testing.T) {
	t.Parallel()
	p := startExec(t, "group", "delay=0", "deadline=1", "--", "sh", "-c", `(trap "" TERM; sleep 60; sleep 60) & echo $! started; wait`)
	p.waitFor("started")
	p.signal(syscall.SIGTERM)
	began := time.Now()
	if got := p.wait(); got != 143 {
		t.Errorf("exit status %d, want 143 of the shell:\n%s", got, p.out)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %v, want about a second", took)
	}
}

func TestRun_quiet(t *testing.T) {
	t.Parallel()
	p := startExec(t, "quiet", "delay=0", "deadline=5", "--", "@drain:1")
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
	began := time.Now()
	p.signal(syscall.SIGTERM)
	if got := p.wait(); got != 137 || time.Since(began) > 5*time.Second {
		t.Errorf("exit status %d after %v, want 137 after three seconds", got, time.Since(began))
	}
}
