package pid1

import (
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	oneGroup = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/blue/0123456789abcdef"
	twoGroup = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/green/fedcba9876543210"
)

// listening runs until SIGTERM, with status 6, and says each SIGUSR1 that comes.
const listening = `trap "echo noticed" USR1; trap "exit 6" TERM; echo ready; while :; do sleep 0.02; done`

// noticed runs a command with a watch of these lines, which may wait until the test
// calls drain.
func noticed(t *testing.T, watch string, environ, args []string, command ...string) (p *process, drain func()) {
	t.Helper()
	dir := t.TempDir()
	program := dir + "/watch"
	text := "#!/bin/sh\nuntil_drain() { while [ ! -e " + dir + "/drain ]; do sleep 0.02; done; }\n" + watch + "\n"
	if err := os.WriteFile(program, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	args = append([]string{"delay=0", "deadline=600", "notice-signal=SIGUSR1", "notice-watch=" + program}, args...)
	p = prepare(t, append(append(args, "--"), command...)...)
	p.cmd.Env = append(p.cmd.Env, environ...)
	return p.start(), func() {
		t.Helper()
		if err := os.WriteFile(dir+"/drain", nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func asked(groups string) []string {
	return []string{"SHUTDOWN_NOTICE_SPREAD_SECONDS=30", "SHUTDOWN_TARGET_GROUPS=" + groups}
}

func (p *process) stopsWith(want int) {
	p.t.Helper()
	p.signal(syscall.SIGTERM)
	if got := p.wait(); got != want {
		p.t.Errorf("exit status %d, want %d:\n%s", got, want, p.out)
	}
}

func TestRun_noticeOfTheDrain(t *testing.T) {
	t.Parallel()
	p, drain := noticed(t, `echo "watching $#: $*; spread $SHUTDOWN_NOTICE_SPREAD_SECONDS"; cat; until_drain`, asked(oneGroup+","+twoGroup), nil, "sh", "-c", listening)
	p.waitFor("watching 2: " + oneGroup + " " + twoGroup + "; spread 30\n")
	p.waitFor("ready")
	if strings.Contains(p.out.String(), "noticed") {
		t.Errorf("the command was told before the drain:\n%s", p.out)
	}
	drain()
	p.waitFor("noticed\n")
	p.stopsWith(6)
	if n := strings.Count(p.out.String(), "noticed\n"); n != 1 {
		t.Errorf("the command was told %d times, want once:\n%s", n, p.out)
	}
}

// TestRun_noticeOfAMember: only those of the group get the signal that do not end
// of it.
func TestRun_noticeOfAMember(t *testing.T) {
	t.Parallel()
	p, drain := noticed(t, "until_drain", asked(oneGroup), []string{"group"}, "sh", "-c", "(sleep 600) & sh -c '"+listening+"'; exit 6")
	p.waitFor("ready")
	drain()
	p.waitFor("noticed\n")
	p.stopsWith(143)
	if strings.Contains(p.out.String(), "the command ended before its process group") {
		t.Errorf("the shell ended of the notice:\n%s", p.out)
	}
}

// TestRun_noNotice: whatever becomes of the notice, the command serves on until
// the stop signal.
func TestRun_noNotice(t *testing.T) {
	t.Parallel()
	const deaf = `trap "exit 6" TERM; echo ready; while :; do sleep 0.02; done`
	for _, tt := range []struct {
		name, watch string
		environ     []string
		args        []string
		command     string
		says, not   string
	}{
		{"not asked for", "echo watching", nil, nil, listening, "ready", "watching"},
		{"asked for under another prefix", "echo watching", []string{"APP_NOTICE_SPREAD_SECONDS=30"}, nil, listening, "ready", "watching"},
		{"no target groups", "echo watching", []string{"SHUTDOWN_NOTICE_SPREAD_SECONDS=0"}, nil, listening, "because there are no target groups", "watching"},
		{"no program", "", asked(oneGroup), []string{"notice-watch=/nowhere/watch"}, listening, "its program did not start", "noticed"},
		{"no program by that name", "", asked(oneGroup), []string{"notice-watch="}, listening, "find in PATH graceful-notice", "noticed"},
		{"the watch fails", "exit 3", asked(oneGroup), nil, listening, "ended without it: the command is told by the stop signal alone\" by=\"graceful exec\" status=3", "noticed"},
		{"the watch is killed", "kill -KILL $$", asked(oneGroup), nil, listening, "status=137", "noticed"},
		{"no handler", "exit 0", asked(oneGroup), nil, deaf, "nothing in the command handles SIGUSR1: it is not sent", "level=ERROR"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, _ := noticed(t, tt.watch, tt.environ, tt.args, "sh", "-c", tt.command)
			p.waitFor("ready")
			p.waitFor(tt.says)
			p.stopsWith(6)
			if strings.Contains(p.out.String(), tt.not) {
				t.Errorf("%q in:\n%s", tt.not, p.out)
			}
		})
	}
}

// TestRun_watchEndsWithTheCommand: it must not outlive what it is for.
func TestRun_watchEndsWithTheCommand(t *testing.T) {
	t.Parallel()
	for name, command := range map[string]string{"at the stop": strings.Replace(listening, "ready", "up", 1), "by itself": "while ! [ -e $0 ]; do sleep 0.02; done; exit 6"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mark := t.TempDir() + "/seen"
			p, _ := noticed(t, "echo pid $$ ready; sleep 600; exit 0", asked(oneGroup), nil, "sh", "-c", command, mark)
			watch := p.pid()
			if name == "at the stop" {
				p.waitFor("up\n")
				p.stopsWith(6)
			} else {
				if err := os.WriteFile(mark, nil, 0o644); err != nil {
					t.Fatal(err)
				}
				if got := p.wait(); got != 6 {
					t.Errorf("exit status %d, want 6:\n%s", got, p.out)
				}
			}
			p.gone(watch)
			if strings.Contains(p.out.String(), "drains this task") || strings.Contains(p.out.String(), "ended without it") {
				t.Errorf("the end of the watch was taken for news:\n%s", p.out)
			}
		})
	}
}

func TestPlan_notice(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		options Options
		environ []string
		signal  syscall.Signal
		watch   []string
	}{
		{"asked for", Options{NoticeSignal: "SIGUSR1"}, asked(oneGroup + "," + twoGroup), syscall.SIGUSR1, []string{"", oneGroup, twoGroup}},
		{"real-time", Options{NoticeSignal: "SIGRTMIN+1", NoticeWatch: "w"}, asked(oneGroup), 35, []string{"w", oneGroup}},
		{"not by the flag", Options{}, asked(oneGroup), 0, nil},
		{"not by the environment", Options{NoticeSignal: "SIGUSR1"}, []string{"SHUTDOWN_TARGET_GROUPS=" + oneGroup}, 0, nil},
	} {
		p, err := command(tt.options).plan(lookupIn(tt.environ))
		if err != nil || p.notice != tt.signal {
			t.Errorf("%s: plan() has the signal %v, error %v, want %v", tt.name, p.notice, err, tt.signal)
		}
		if diff := cmp.Diff(tt.watch, p.watch); diff != "" {
			t.Errorf("%s: watch mismatch (-want +got):\n%s", tt.name, diff)
		}
	}
}
