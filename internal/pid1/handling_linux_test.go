package pid1

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func TestMember_declared(t *testing.T) {
	t.Parallel()
	const (
		none = "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\nSigCgt:\t0000000000000000\n"
		term = "0000000000004000"
	)
	for _, tt := range []struct {
		name, status string
		sig          syscall.Signal
		want         handling
	}{
		{"default", none, syscall.SIGTERM, ends},
		{"caught", strings.Replace(none, "SigCgt:\t0000000000000000", "SigCgt:\t"+term, 1), syscall.SIGTERM, handles},
		{"the next one caught", strings.Replace(none, "SigCgt:\t0000000000000000", "SigCgt:\t0000000000008000", 1), syscall.SIGTERM, ends},
		{"the one before caught", strings.Replace(none, "SigCgt:\t0000000000000000", "SigCgt:\t0000000000002000", 1), syscall.SIGTERM, ends},
		{"the last one", strings.Replace(none, "SigCgt:\t0000000000000000", "SigCgt:\t8000000000000000", 1), 64, handles},
		{"ignored", strings.Replace(none, "SigIgn:\t0000000000000000", "SigIgn:\t"+term, 1), syscall.SIGTERM, outlives},
		{"blocked for sigwait", strings.Replace(none, "SigBlk:\t0000000000000000", "SigBlk:\t"+term, 1), syscall.SIGTERM, handles},
		{"without effect by default", none, syscall.SIGWINCH, outlives},
		{"another one that ends", none, syscall.SIGQUIT, ends},
		{"sandbox without the sets", "Name:\tapp\nState:\tS (sleeping)\n", syscall.SIGTERM, handles},
		{"one set is missing", strings.Replace(none, "SigCgt", "SigOld", 1), syscall.SIGTERM, handles},
		{"not a number", strings.Replace(none, "SigCgt:\t0", "SigCgt:\tx", 1), syscall.SIGTERM, handles},
	} {
		m, alive := parseMember("7", "Name:\tapp\nState:\tS (sleeping)\n"+tt.status)
		if got := m.declared(tt.sig); got != tt.want || !alive || m.name != "app" {
			t.Errorf("%s: declared(%v) of %+v = %d, want %d", tt.name, tt.sig, m, got, tt.want)
		}
	}
	for _, state := range []string{"Z (zombie)", "X (dead)"} {
		if _, alive := parseMember("7", "Name:\tapp\nState:\t"+state+"\n"); alive {
			t.Errorf("%s is alive", state)
		}
	}
	if _, alive := readMember("no such process"); alive {
		t.Error("a process that does not exist is alive")
	}
}

func TestRun_warnsWhenNothingHandlesTheSignal(t *testing.T) {
	t.Parallel()
	const (
		nothing = "nothing in the command handles SIGTERM: it ends at once, with what it has in flight"
		ignores = "the command ignores SIGTERM and will be killed at the deadline"
		atOnce  = "the command ended of SIGTERM at once"
	)
	for _, tt := range []struct {
		name   string
		args   []string
		status int
		says   string
	}{
		{"default", []string{"deadline=600", "--", "sh", "-c", "echo ready; exec sleep 600"}, 143, nothing},
		{"default of a group", []string{"group", "deadline=600", "--", "sh", "-c", "echo ready; sleep 600; true"}, 143, nothing},
		{"ignored", []string{"deadline=1", "--", "sh", "-c", "trap '' TERM; echo ready; sleep 600; sleep 600"}, 137, ignores},
		{"no effect", []string{"deadline=1", "framework=httpd", "--", "sh", "-c", "echo ready; exec sleep 600"}, 137, strings.Replace(ignores, "TERM", "WINCH", 1)},
		{"handled", []string{"deadline=600", "--", "@drain:1"}, 7, ""},
		{"handled by a shell", []string{"deadline=600", "--", "sh", "-c", "trap 'exit 6' TERM; echo ready; while :; do sleep 0.02; done"}, 6, ""},
		{"died of it after a drain", []string{"deadline=600", "--", "sh", "-c", "trap 'sleep 0.3; trap - TERM; kill -TERM $$' TERM; echo ready; while :; do sleep 0.02; done"}, 143, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := startExec(t, append([]string{"delay=0"}, tt.args...)...)
			p.waitFor("ready")
			time.Sleep(100 * time.Millisecond) // For the exec after it.
			p.signal(syscall.SIGTERM)
			if got := p.wait(); got != tt.status {
				t.Errorf("exit status %d, want %d:\n%s", got, tt.status, p.out)
			}
			out := p.out.String()
			for _, text := range []string{nothing, ignores, strings.Replace(ignores, "TERM", "WINCH", 1), atOnce, "use --group"} {
				if got, want := strings.Contains(out, text), text == tt.says; got != want {
					t.Errorf("%q in the log: %v, want %v:\n%s", text, got, want, out)
				}
			}
		})
	}
}

// TestRun_warnsOfTheRuntimesOwnHandler tries again where a busy machine took
// too long over a process that ends at once.
func TestRun_warnsOfTheRuntimesOwnHandler(t *testing.T) {
	t.Parallel()
	var p *process
	for range 30 {
		p = startExec(t, "delay=0", "deadline=600", "--", "@naive")
		p.waitFor("ready")
		p.signal(syscall.SIGTERM)
		if got := p.wait(); got != 143 {
			t.Fatalf("exit status %d, want 143:\n%s", got, p.out)
		}
		if strings.Contains(p.out.String(), "nothing in the command handles") {
			t.Fatalf("the runtime's handler was not seen:\n%s", p.out)
		}
		if strings.Contains(p.out.String(), "the command ended of SIGTERM at once") {
			return
		}
	}
	t.Errorf("no warning of a command that ended at once:\n%s", p.out)
}

// TestRun_sigwait has a command that collects its signals without a handler, as
// tini and dumb-init do.
func TestRun_sigwait(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("perl"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skipf("NOT TESTED with a command that waits for its signals: %v", err)
	}
	p := startExec(t, "delay=0", "deadline=600", "--", "perl", "-e", fmt.Sprintf(
		`$| = 1; my $set = pack("Q", 1 << 14); syscall(%d, 0, $set, 0, 8); print "ready\n"; syscall(%d, $set, 0, 0, 8); sleep 1; exit 6`,
		unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGTIMEDWAIT))
	p.waitFor("ready")
	time.Sleep(100 * time.Millisecond) // For the wait after it.
	p.signal(syscall.SIGTERM)
	if got := p.wait(); got != 6 || strings.Contains(p.out.String(), "nothing in the command handles") {
		t.Errorf("exit status %d, want 6 without a warning:\n%s", got, p.out)
	}
}
