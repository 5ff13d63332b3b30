package pid1

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestRun_signalStorm(t *testing.T) {
	t.Parallel()
	p := startExec(t, "delay=0", "deadline=600", "stop-signal=SIGTERM", "--", "@count")
	p.hearsAll()
	var storm []syscall.Signal
	for _, s := range forwarded() {
		// SIGTERM ends it, SIGTSTP would stop it, SIGCONT and SIGPROF have
		// uses of their own in a test binary.
		switch n := number(s); n {
		case syscall.SIGTERM, syscall.SIGTSTP, syscall.SIGCONT, syscall.SIGPROF:
		default:
			storm = append(storm, n)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		p.signal(storm[random.IntN(len(storm))])
	}
	// Much of the storm may still be on its way to the command: the stop signal
	// must get through all the same.
	p.waitFor(fmt.Sprintf("%d kinds", len(storm)))
	p.signal(syscall.SIGTERM)
	if got := p.wait(); got != 0 {
		t.Fatalf("exit status %d, want 0:\n%s", got, p.out)
	}
	for _, s := range append(storm, syscall.SIGTERM) {
		if !strings.Contains(p.out.String(), "\n"+signalName(s)+" ") {
			t.Errorf("%s did not reach the command in:\n%s", signalName(s), p.out)
		}
	}
}

// hearsAll waits until graceful exec passes on the last signal that it listens to,
// which it does after the start. It is a kind for the command that counts.
func (p *process) hearsAll() {
	p.t.Helper()
	p.waitFor("ready")
	for end := time.Now().Add(patience); !strings.Contains(p.out.String(), "1 kinds"); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			p.t.Fatalf("the last signal does not reach the command:\n%s", p.out)
		}
		p.signal(lastSignal)
	}
}

// TestRun_burst sends every signal once: none may be lost.
func TestRun_burst(t *testing.T) {
	t.Parallel()
	p := startExec(t, "delay=0", "deadline=600", "--", "@count")
	p.hearsAll()
	var burst []syscall.Signal
	for _, s := range forwarded() {
		switch n := number(s); n {
		case syscall.SIGTERM, syscall.SIGTSTP, syscall.SIGCONT, syscall.SIGPROF, lastSignal:
		default:
			burst = append(burst, n)
			p.signal(n)
		}
	}
	p.waitFor(fmt.Sprintf("%d kinds", len(burst)+1))
	p.signal(syscall.SIGTERM)
	p.wait()
	for _, s := range burst {
		if !strings.Contains(p.out.String(), "\n"+signalName(s)+" 1\n") {
			t.Errorf("%s did not reach the command once in:\n%s", signalName(s), p.out)
		}
	}
}

// zombies lists the dead children of a process that nobody has waited for.
func zombies(t *testing.T, parent int) []string {
	t.Helper()
	entries, err := os.ReadDir("/proc")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		stat, err := os.ReadFile("/proc/" + e.Name() + "/stat")
		if err != nil {
			continue
		}
		var ppid int
		var state string
		end := strings.LastIndex(string(stat), ") ")
		if _, err := fmt.Sscan(string(stat[max(0, end+2):]), &state, &ppid); err == nil && state == "Z" && ppid == parent {
			out = append(out, string(stat[:end+1]))
		}
	}
	return out
}

// noZombies waits until every dead child has been waited for. A busy machine may
// need a moment for the last.
func noZombies(t *testing.T, parent int) {
	t.Helper()
	left := zombies(t, parent)
	for end := time.Now().Add(patience); len(left) > 0 && time.Now().Before(end); left = zombies(t, parent) {
		time.Sleep(5 * time.Millisecond)
	}
	if len(left) > 0 {
		t.Errorf("%d zombies that nobody waits for: %v", len(left), left)
	}
}

func TestRun_reapsOrphans(t *testing.T) {
	t.Parallel()
	// Each subshell leaves a process behind, which outlives it and ends.
	p := startExec(t, "delay=0", "deadline=600", "--", "sh", "-c",
		`for i in $(seq 200); do (sleep 0.05 & ); done; (sleep 600 & echo orphan $!); sleep 1; echo settled; sleep 600`)
	p.waitFor("settled")
	var orphan int
	if _, err := fmt.Sscanf(p.out.String()[strings.Index(p.out.String(), "orphan"):], "orphan %d", &orphan); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Kill(orphan, syscall.SIGKILL) })
	if status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", orphan)); err != nil || !strings.Contains(string(status), fmt.Sprintf("PPid:\t%d\n", p.cmd.Process.Pid)) {
		t.Errorf("the orphan did not come to graceful exec: %v\n%s", err, status)
	}
	noZombies(t, p.cmd.Process.Pid)
	p.signal(syscall.SIGTERM)
	if got := p.wait(); got != 143 {
		t.Errorf("exit status %d, want 143:\n%s", got, p.out)
	}
}

// TestZombies_areSeen makes sure that the check above can fail.
func TestZombies_areSeen(t *testing.T) {
	pid, err := syscall.ForkExec("/bin/true", []string{"true"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = syscall.Wait4(pid, nil, 0, nil) }()
	for end := time.Now().Add(patience); len(zombies(t, os.Getpid())) == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("a child that nobody waited for was not seen")
		}
	}
}

func TestRun_commandDiesBeforeItsOrphan(t *testing.T) {
	t.Parallel()
	p := startExec(t, "--", "sh", "-c", `sleep 600 & echo pid $! ready; exit 6`)
	p.pid()
	p.cmd.WaitDelay = 10 * time.Millisecond // The orphan still holds the pipe.
	if got := p.wait(); got != 6 {
		t.Errorf("exit status %d, want 6 long before the orphan's end:\n%s", got, p.out)
	}
}

// TestRun_asPID1 runs in a process namespace of its own, where the kernel
// gives orphans to PID 1 and ignores its signals unless they are handled.
func TestRun_asPID1(t *testing.T) {
	t.Parallel()
	p := prepare(t, "delay=0", "deadline=600", "--", "sh", "-c",
		`echo parent $PPID; for i in $(seq 20); do (sleep 0.05 & ); done; trap 'exit 11' TERM; echo ready; while :; do sleep 0.05; done`)
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
	if os.Getuid() != 0 {
		p.cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
	}
	if err := p.cmd.Start(); err != nil {
		if os.Getuid() == 0 || os.Getenv("CI") != "" {
			t.Fatalf("no process namespace to be PID 1 in: %v", err)
		}
		t.Skipf("NOT TESTED as PID 1: this user may not make a process namespace, root may: %v", err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	p.waitFor("parent 1")
	p.waitFor("ready")
	noZombies(t, p.cmd.Process.Pid)
	p.signal(syscall.SIGTERM)
	if got := p.wait(); got != 11 {
		t.Errorf("exit status %d, want 11:\n%s", got, p.out)
	}
}

func TestRun_keepsStandardInput(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--", "cat")
	in, err := p.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.start()
	if _, err := io.WriteString(in, "typed\n"); err != nil {
		t.Fatal(err)
	}
	p.waitFor("typed")
	_ = in.Close()
	if got := p.wait(); got != 0 {
		t.Errorf("exit status %d, want 0", got)
	}
}

func TestRun_keepsDescriptorsAndLimits(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := prepare(t)
	// The soft limit is lowered first, as a container runtime would set it.
	p.cmd.Path, p.cmd.Args = "/bin/sh", []string{"sh", "-c", "ulimit -Sn 512; exec " + self + ` quiet -- sh -c 'echo three >&3; ulimit -Sn; pwd; echo $MINE'`}
	p.cmd.ExtraFiles, p.cmd.Dir = []*os.File{w}, "/"
	p.cmd.Env = append(p.cmd.Env, "MINE=kept")
	p.start()
	_ = w.Close()
	if got := p.wait(); got != 0 {
		t.Errorf("exit status %d, want 0:\n%s", got, p.out)
	}
	if got, err := io.ReadAll(r); err != nil || string(got) != "three\n" {
		t.Errorf("descriptor 3 got %q, %v", got, err)
	}
	if got, want := p.out.String(), "512\n/\nkept\n"; !strings.HasSuffix(got, want) {
		t.Errorf("output %q, want it to end with %q", got, want)
	}
}

func TestRun_commandSeesWhatIsLeft(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name          string
		args, environ []string
		want          string
	}{
		{"all set", nil, []string{"SHUTDOWN_DEADLINE_SECONDS=30", "SHUTDOWN_DELAY_SECONDS=15", "SHUTDOWN_DRAIN_SECONDS=10", "SHUTDOWN_CLEANUP_SECONDS=5"},
			"SHUTDOWN_CLEANUP_SECONDS=5\nSHUTDOWN_DEADLINE_SECONDS=15\nSHUTDOWN_DELAY_SECONDS=0\nSHUTDOWN_DRAIN_SECONDS=10\n"},
		{"none set", nil, nil, "SHUTDOWN_DEADLINE_SECONDS=10\nSHUTDOWN_DELAY_SECONDS=0\n"},
		{"only the deadline", nil, []string{"SHUTDOWN_DEADLINE_SECONDS=33"}, "SHUTDOWN_DEADLINE_SECONDS=18\nSHUTDOWN_DELAY_SECONDS=0\n"},
		{"only the delay", nil, []string{"SHUTDOWN_DELAY_SECONDS=3"}, "SHUTDOWN_DEADLINE_SECONDS=10\nSHUTDOWN_DELAY_SECONDS=0\n"},
		{"by flags", []string{"delay=1", "deadline=6"}, nil, "SHUTDOWN_DEADLINE_SECONDS=5\nSHUTDOWN_DELAY_SECONDS=0\n"},
		{"another prefix", []string{"prefix=APP_", "delay=1", "deadline=6"}, []string{"SHUTDOWN_DELAY_SECONDS=15"},
			"APP_DEADLINE_SECONDS=5\nAPP_DELAY_SECONDS=0\nSHUTDOWN_DELAY_SECONDS=15\n"},
		{"nothing left", []string{"delay=6", "deadline=6"}, nil, "SHUTDOWN_DEADLINE_SECONDS=0\nSHUTDOWN_DELAY_SECONDS=0\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := prepare(t, append(append([]string{"quiet"}, tt.args...), "--", "sh", "-c", "env | grep -E '^(SHUTDOWN|APP)_' | sort")...)
			p.cmd.Env = append(p.cmd.Env, tt.environ...)
			p.start().wait()
			if got := p.out.String(); got != tt.want {
				t.Errorf("output %q, want %q", got, tt.want)
			}
		})
	}
}

// TestRun_staysIgnored runs graceful exec as nohup does. The first command
// would catch SIGHUP, the second would die of it.
func TestRun_staysIgnored(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	start := func(t *testing.T, line string) *process {
		t.Helper()
		p := prepare(t)
		p.cmd.Path, p.cmd.Args = "/bin/sh", []string{"sh", "-c", "trap '' HUP INT; exec " + self + " delay=0 deadline=600 " + line}
		return p.start()
	}
	t.Run("is not forwarded", func(t *testing.T) {
		t.Parallel()
		p := start(t, "-- env "+inShell(t, "count"))
		p.hearsAll()
		for _, s := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGUSR1} {
			p.signal(s)
		}
		p.waitFor("2 kinds") // SIGUSR1, the last of them.
		p.signal(syscall.SIGTERM)
		p.wait()
		if out := p.out.String(); strings.Contains(out, "SIGHUP ") || strings.Contains(out, "SIGINT ") || !strings.Contains(out, "SIGUSR1 1") {
			t.Errorf("want SIGUSR1 alone in:\n%s", out)
		}
	})
	t.Run("in the command too", func(t *testing.T) {
		t.Parallel()
		p := start(t, `-- sh -c 'kill -HUP $$; kill -HUP $PPID; kill -INT $$; sleep 0.2; exit 4'`)
		if got := p.wait(); got != 4 {
			t.Errorf("exit status %d, want 4:\n%s", got, p.out)
		}
	})
	t.Run("but for the stop", func(t *testing.T) {
		t.Parallel()
		p := start(t, "signal=SIGINT -- env "+inShell(t, "drain:1"))
		p.waitFor("ready")
		p.signal(syscall.SIGINT)
		if got := p.wait(); got != 7 || !strings.Contains(p.out.String(), "got SIGINT") {
			t.Errorf("exit status %d, want 7 after SIGINT:\n%s", got, p.out)
		}
	})
}
