package pid1

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// The test binary plays the other processes too: a role in the environment
// says which.
const role = "PID1_TEST_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(role) {
	case "":
		// Under nohup, say, a test must not find ignored what it sends. Go gives
		// its children the default of a signal that it listens to.
		for _, n := range forwarded() {
			if signal.Ignored(n) {
				signal.Notify(make(chan os.Signal, 1), n)
			}
		}
		os.Exit(m.Run())
	case "exec":
		_ = os.Unsetenv(role)
		os.Exit(runExec())
	}
	os.Exit(2)
}

// runExec is graceful exec with the arguments of this process: options as
// key=value, then "--" and the command. A command that starts with "@" is one
// of the roles below.
func runExec() int {
	o := Options{StopSignal: "SIGTERM", Prefix: "SHUTDOWN_"}
	args := os.Args[1:]
	for len(args) > 0 && args[0] != "--" {
		k, v, _ := strings.Cut(args[0], "=")
		switch k {
		case "signal":
			o.Signal = v
		case "framework":
			o.Framework = v
		case "workload":
			o.Workload = v
		case "stop-signal":
			o.StopSignal = v
		case "delay":
			o.Delay = v
		case "deadline":
			o.Deadline = v
		case "group":
			o.Group = true
		case "quiet":
			o.Quiet = true
		case "child": // Not graceful exec at all, but one of its children.
			return childRole(v)
		case "prefix":
			o.Prefix = v
		case "notice-signal":
			o.NoticeSignal = v
		case "notice-watch":
			o.NoticeWatch = v
		case "jobs":
			return jobShell(v)
		}
		args = args[1:]
	}
	o.Command = args[1:]
	return Run(o, os.Environ(), os.Stderr)
}

// childRole is what a command under graceful exec does in these tests.
func childRole(what string) int {
	signals := make(chan os.Signal, 4096)
	name, arg, _ := strings.Cut(what, ":")
	if name == "naive" { // Has no handlers but the Go runtime's own.
		fmt.Println("ready")
		time.Sleep(time.Hour)
	}
	for _, n := range forwarded() {
		// Once Go has handled SIGTSTP, it no longer stops a process.
		if name != "terminal" || n != syscall.SIGTSTP && n != syscall.SIGCONT {
			signal.Notify(signals, n)
		}
	}
	if name != "drain" { // That one may outlive a shell in between.
		_ = unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(syscall.SIGKILL), 0, 0, 0)
	}
	say := func(format string, a ...any) { fmt.Printf(format+"\n", a...) }
	switch name {
	case "count":
		// Says which signals came, when SIGTERM ends it.
		seen := map[os.Signal]int{}
		say("ready")
		for s := range signals {
			if seen[s]++; seen[s] == 1 {
				say("%d kinds", len(seen))
			}
			if s == syscall.SIGTERM {
				break
			}
		}
		for s, n := range seen {
			say("%s %d", signalName(number(s)), n)
		}
		return 0
	case "drain":
		// Names the first signal and ends so many milliseconds after it.
		say("pid %d ready", os.Getpid())
		s := <-signals
		say("got %s", signalName(number(s)))
		ms, _ := strconv.Atoi(arg)
		select {
		case s := <-signals:
			say("then %s", signalName(number(s)))
			return 9
		case <-time.After(time.Duration(ms) * time.Millisecond):
		}
		say("drained")
		return 7
	case "ignore":
		say("ready")
		for s := range signals {
			say("ignored %s", signalName(number(s)))
		}
	case "terminal":
		// Says whether it is the terminal's foreground group, then repeats what
		// is typed until a signal comes. When it is continued it says so again.
		continued := make(chan os.Signal, 16)
		signal.Notify(continued, syscall.SIGCONT)
		say("foreground %v %v", ownsTerminal(), term())
		go func() {
			for range continued {
				say("continued in the foreground %v", ownsTerminal())
			}
		}()
		go func() {
			in := bufio.NewScanner(os.Stdin)
			for in.Scan() {
				say("read %s", in.Text())
			}
		}()
		say("got %s", signalName(number(<-signals)))
		return 5
	}
	return 0
}

func term() string {
	if _, err := unix.IoctlGetTermios(0, unix.TCGETS); err != nil {
		return "no terminal"
	}
	return "terminal"
}

// process is a running graceful exec.
type process struct {
	t   *testing.T
	cmd *exec.Cmd
	out *output
}

// output collects lines, and lets a test wait for one.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// patience bounds every wait of these tests.
const patience = 2 * time.Minute

func (p *process) waitFor(text string) {
	p.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if strings.Contains(p.out.String(), text) {
			return
		}
	}
	p.t.Fatalf("no %q in:\n%s", text, p.out)
}

func (p *process) signal(s syscall.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatalf("signal %v: %v", s, err)
	}
}

// wait returns the exit status.
func (p *process) wait() int {
	p.t.Helper()
	done := make(chan error, 1)
	go func() { done <- p.cmd.Wait() }()
	select {
	case err := <-done:
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
			p.t.Fatalf("wait: %v", err)
		}
	case <-time.After(patience):
		_ = p.cmd.Process.Kill()
		p.t.Fatalf("did not end within %v:\n%s", patience, p.out)
	}
	if ws := p.cmd.ProcessState.Sys().(syscall.WaitStatus); ws.Signaled() {
		p.t.Fatalf("graceful exec itself was ended by %v:\n%s", ws.Signal(), p.out)
	}
	return p.cmd.ProcessState.ExitCode()
}

// prepare makes the command for graceful exec with these arguments. "@role"
// stands for this binary in that role.
func prepare(t *testing.T, args ...string) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for i := range args {
		if r, ok := strings.CutPrefix(args[i], "@"); ok {
			rest := append([]string{"env", role + "=exec", self, "child=" + r}, args[i+1:]...)
			args = append(args[:i:i], rest...)
			break
		}
	}
	p := &process{t: t, cmd: exec.Command(self, args...), out: &output{}}
	p.cmd.Env = append(os.Environ(), role+"=exec")
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	p.cmd.WaitDelay = time.Second
	return p
}

func (p *process) start() *process {
	p.t.Helper()
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	return p
}

// pid waits for the command to say "pid N" of a process, and ends that process
// when the test is over.
func (p *process) pid() int {
	p.t.Helper()
	p.waitFor("pid ")
	p.waitFor(" ready")
	var pid int
	out := p.out.String()
	if _, err := fmt.Sscanf(out[strings.Index(out, "pid "):], "pid %d ready", &pid); err != nil || pid < 2 {
		p.t.Fatalf("no process id in:\n%s", out)
	}
	p.t.Cleanup(func() { _ = syscall.Kill(pid, syscall.SIGKILL) })
	return pid
}

// gone waits for a process that has been killed to end. Whoever inherits it
// may leave it a zombie.
func (p *process) gone(pid int) {
	p.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if _, alive := readMember(strconv.Itoa(pid)); !alive {
			return
		}
	}
	p.t.Errorf("process %d is still there:\n%s", pid, p.out)
}

// inShell is the text that runs this binary in a role from a shell.
func inShell(t *testing.T, r string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return role + "=exec " + self + " child=" + r
}

func startExec(t *testing.T, args ...string) *process {
	t.Helper()
	return prepare(t, args...).start()
}
