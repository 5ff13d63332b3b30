package pid1

import (
	"io"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestRun_group(t *testing.T) {
	t.Parallel()
	// The shell does not exec its last command, because another one follows. The
	// drain is longer than the test waits for output once graceful exec has gone.
	wrapper := func(t *testing.T, args ...string) *process {
		t.Helper()
		p := startExec(t, append(args, "--", "sh", "-c", inShell(t, "drain:1500")+"; true")...)
		p.pid()
		p.signal(syscall.SIGTERM)
		return p
	}
	t.Run("asked", func(t *testing.T) {
		t.Parallel()
		p := wrapper(t, "group", "delay=1", "deadline=600")
		if got := p.wait(); got != 143 && got != 0 {
			t.Errorf("exit status %d, want the shell's:\n%s", got, p.out)
		}
		if !strings.Contains(p.out.String(), "drained\n") {
			t.Errorf("the shell's child did not drain:\n%s", p.out)
		}
		if strings.Contains(p.out.String(), "WARN") {
			t.Errorf("a warning, though one of the group handles the signal:\n%s", p.out)
		}
	})
	t.Run("not asked", func(t *testing.T) {
		t.Parallel()
		p := wrapper(t, "delay=1", "deadline=600")
		if got := p.wait(); got != 143 {
			t.Errorf("exit status %d, want 143 of the shell:\n%s", got, p.out)
		}
		if strings.Contains(p.out.String(), "got SIGTERM") {
			t.Errorf("the shell's child was signalled without --group:\n%s", p.out)
		}
		if want := "use --group to tell it too"; !strings.Contains(p.out.String(), want) {
			t.Errorf("no %q in:\n%s", want, p.out)
		}
	})
}

func TestRun_groupIsKilledAtTheDeadline(t *testing.T) {
	t.Parallel()
	p := startExec(t, "group", "delay=0", "deadline=1", "--", "sh", "-c", `(trap "" TERM; sh -c 'echo pid $PPID ready'; sleep 600; sleep 600) & wait`)
	pid := p.pid()
	p.signal(syscall.SIGTERM)
	began := time.Now()
	if got := p.wait(); got != 143 {
		t.Errorf("exit status %d, want 143 of the shell:\n%s", got, p.out)
	}
	if took := time.Since(began); took < time.Second {
		t.Errorf("took %v, want a second or more", took)
	}
	p.gone(pid)
}

// leaderEnds runs a group whose leader ends by itself, with status 3, when the
// test has seen the member.
func leaderEnds(t *testing.T, member string, args ...string) (p *process, pid int) {
	t.Helper()
	p = prepare(t, append(append([]string{"group"}, args...), "--", "sh", "-c", member+` & read go; exit 3`)...)
	in, err := p.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.start()
	pid = p.pid()
	if _, err := io.WriteString(in, "go\n"); err != nil {
		t.Fatal(err)
	}
	return p, pid
}

// TestRun_leaderEndsByItself has no time after the delay: the rest of the group
// has the whole deadline all the same, because there is no delay to wait for.
func TestRun_leaderEndsByItself(t *testing.T) {
	t.Parallel()
	p, _ := leaderEnds(t, inShell(t, "drain:500"), "delay=600", "deadline=600")
	began := time.Now()
	if got, took := p.wait(), time.Since(began); got != 3 || took < 500*time.Millisecond {
		t.Errorf("exit status %d after %v, want 3 after half a second or more:\n%s", got, took, p.out)
	}
	for _, want := range []string{"the command ended before its process group", "telling the rest of its group to stop", "left=10m0s", "got SIGTERM\n", "drained\n"} {
		if !strings.Contains(p.out.String(), want) {
			t.Errorf("no %q in:\n%s", want, p.out)
		}
	}
	for _, not := range []string{`msg="stop signal"`, "deadline: killing"} {
		if strings.Contains(p.out.String(), not) {
			t.Errorf("%q, which did not happen, in:\n%s", not, p.out)
		}
	}
}

func TestRun_leaderEndsByItselfAndTheRestStays(t *testing.T) {
	t.Parallel()
	p, pid := leaderEnds(t, `(trap "" TERM; sh -c 'echo pid $PPID ready'; sleep 600; sleep 600)`, "delay=1", "deadline=2")
	began := time.Now()
	if got, took := p.wait(), time.Since(began); got != 3 || took < 1900*time.Millisecond {
		t.Errorf("exit status %d after %v, want 3 after two seconds or more:\n%s", got, took, p.out)
	}
	p.gone(pid)
}
