package pid1

import (
	"errors"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/contract"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func noEnvironment(string) (string, bool) { return "", false }

func command(o Options) Options {
	o.Command = []string{"true"}
	if o.StopSignal == "" {
		o.StopSignal = "SIGTERM"
	}
	if o.Prefix == "" {
		o.Prefix = "SHUTDOWN_"
	}
	return o
}

func TestPlan_everyFramework(t *testing.T) {
	t.Parallel()
	for _, f := range shutdown.Frameworks() {
		p, err := command(Options{Framework: string(f.Name)}).plan(noEnvironment)
		if err != nil {
			t.Errorf("plan() of %s error = %v", f.Name, err)
			continue
		}
		if got, want := signalName(p.graceful), string(f.Graceful[0]); got != want {
			t.Errorf("graceful signal of %s is %s, want %s", f.Name, got, want)
		}
	}
}

func TestPlan_workedExamples(t *testing.T) {
	t.Parallel()
	for _, c := range cases.Worked() {
		settings, err := shutdown.Compute(c.Profile)
		if err != nil {
			continue // A profile with a fault has no environment.
		}
		o := command(Options{})
		if c.Profile.EnvironmentPrefix != "" {
			o.Prefix = c.Profile.EnvironmentPrefix
		}
		p, err := o.plan(settings.Environment.Get)
		if err != nil {
			t.Errorf("%s: plan() error = %v", c.Name, err)
			continue
		}
		want := [2]time.Duration{time.Duration(settings.ShutdownDelay) * time.Second, max(time.Second, time.Duration(settings.ShutdownDeadline)*time.Second)}
		if diff := cmp.Diff(want, [2]time.Duration{p.delay, p.deadline}); diff != "" {
			t.Errorf("%s: delay and deadline mismatch (-want +got):\n%s", c.Name, diff)
		}
	}
}

func TestPlan_flagsComeFirst(t *testing.T) {
	t.Parallel()
	environ := lookupIn([]string{"APP_DELAY_SECONDS=20", "APP_DEADLINE_SECONDS=1", "APP_DEADLINE_SECONDS=60"})
	for _, tt := range []struct {
		delay, deadline string
		want            [2]time.Duration
	}{
		{"", "", [2]time.Duration{20 * time.Second, 60 * time.Second}},
		{"1", "", [2]time.Duration{time.Second, 60 * time.Second}},
		{"", "30", [2]time.Duration{20 * time.Second, 30 * time.Second}},
		{"0", "0", [2]time.Duration{0, time.Second}},
	} {
		p, err := command(Options{Prefix: "APP_", Delay: tt.delay, Deadline: tt.deadline}).plan(environ)
		if err != nil {
			t.Errorf("plan(--delay %q --deadline %q) error = %v", tt.delay, tt.deadline, err)
			continue
		}
		if diff := cmp.Diff(tt.want, [2]time.Duration{p.delay, p.deadline}); diff != "" {
			t.Errorf("plan(--delay %q --deadline %q) mismatch (-want +got):\n%s", tt.delay, tt.deadline, diff)
		}
	}
}

// TestPlan_commandReadsWhatIsLeft reads the contract again from what the
// command sees.
func TestPlan_commandReadsWhatIsLeft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		prefix := rapid.SampledFrom([]string{"SHUTDOWN_", "APP_"}).Draw(t, "prefix")
		var environ []string
		for _, field := range []string{contract.DelaySeconds, contract.DrainSeconds, contract.CleanupSeconds, contract.DeadlineSeconds} {
			if rapid.Bool().Draw(t, field+" is set") {
				environ = append(environ, prefix+field+"="+strconv.Itoa(rapid.IntRange(0, 60).Draw(t, field)))
			}
		}
		o := command(Options{Prefix: prefix, Workload: rapid.SampledFrom([]string{"", "http", "queue"}).Draw(t, "workload"),
			Framework: rapid.SampledFrom([]string{"", "gunicorn", "celery"}).Draw(t, "framework")})
		if rapid.Bool().Draw(t, "--delay is set") {
			o.Delay = strconv.Itoa(rapid.IntRange(0, 60).Draw(t, "--delay"))
		}
		if rapid.Bool().Draw(t, "--deadline is set") {
			o.Deadline = strconv.Itoa(rapid.IntRange(0, 120).Draw(t, "--deadline"))
		}
		p, err := o.plan(lookupIn(environ))
		if err != nil {
			t.Skip("refused to start")
		}
		c, err := contract.Read(prefix, lookupIn(p.environment(environ, prefix)))
		if err != nil {
			t.Fatalf("the command cannot read its contract: %v", err)
		}
		want := [2]time.Duration{p.delay - p.hold, p.deadline - p.hold}
		if diff := cmp.Diff(want, [2]time.Duration{c.Delay, c.Deadline}); diff != "" {
			t.Errorf("delay and deadline of the command mismatch (-want +got):\n%s", diff)
		}
	})
}

// What only the command reads does not keep it from starting, however wrong.
func TestPlan_commandsOwnVariables(t *testing.T) {
	t.Parallel()
	for _, variable := range []string{"SHUTDOWN_HEARTBEAT_SECONDS=20", "SHUTDOWN_VISIBILITY_SECONDS=x", "SHUTDOWN_KEEP_ALIVE_SECONDS=0",
		"SHUTDOWN_MAX_CONNECTION_AGE_SECONDS=", "SHUTDOWN_PROTECTION_MINUTES=-1", "SHUTDOWN_NOTICE_SPREAD_SECONDS=x", "SHUTDOWN_TARGET_GROUPS=api"} {
		if _, err := command(Options{}).plan(lookupIn([]string{variable})); err != nil {
			t.Errorf("with %s: %v", variable, err)
		}
	}
	notice := Options{NoticeSignal: "SIGUSR1"}
	if _, err := command(notice).plan(lookupIn([]string{"SHUTDOWN_NOTICE_SPREAD_SECONDS=x"})); err == nil {
		t.Error("a notice began without its window")
	}
}

func TestPlan_faults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		options Options
		environ []string
		want    []string // path and rule of each fault
	}{
		{"signal", Options{Signal: "SIGNOPE"}, nil, []string{"--signal enum"}},
		{"signal that is kept", Options{Signal: "SIGCHLD"}, nil, []string{"--signal enum"}},
		{"no stop signal", Options{StopSignal: "SIGSTOP"}, nil, []string{"--stop-signal enum"}},
		{"lower case", Options{Signal: "sigterm"}, nil, []string{"--signal enum"}},
		{"framework", Options{Framework: "django"}, nil, []string{"--framework enum"}},
		{"both", Options{Framework: "nginx", Signal: "SIGTERM"}, nil, []string{"--signal duplicate"}},
		{"SIGRTMIN, which is not heard", Options{StopSignal: "SIGRTMIN"}, nil, []string{"--stop-signal enum"}},
		{"beyond the last", Options{Signal: "SIGRTMIN+31"}, nil, []string{"--signal enum"}},
		{"workload", Options{Workload: "job"}, nil, []string{"--workload enum"}},
		{"prefix", Options{Prefix: "shutdown_"}, nil, []string{"--prefix pattern"}},
		{"delay", Options{Delay: "15s"}, nil, []string{"--delay type"}},
		{"delay past deadline", Options{Delay: "11", Deadline: "10"}, nil, []string{"--deadline range"}},
		{"variable", Options{}, []string{"SHUTDOWN_DELAY_SECONDS=x"}, []string{"SHUTDOWN_DELAY_SECONDS type"}},
		{"variable past flag", Options{Deadline: "10"}, []string{"SHUTDOWN_DELAY_SECONDS=11"}, []string{"--deadline range"}},
		{"a notice by no signal", Options{NoticeWatch: "watch"}, nil, []string{"--notice-signal required"}},
		{"a notice that nobody can send", Options{NoticeSignal: "SIGKILL"}, nil, []string{"--notice-signal enum"}},
		{"a notice that stops", Options{NoticeSignal: "SIGTERM"}, nil, []string{"--notice-signal duplicate"}},
		{"a notice that drains", Options{NoticeSignal: "SIGQUIT", Framework: "nginx"}, nil, []string{"--notice-signal duplicate"}},
		{"all at once", Options{Signal: "X", StopSignal: "Y", Delay: "z", Deadline: "-1"}, nil,
			[]string{"--stop-signal enum", "--signal enum", "--deadline range", "--delay type"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := command(tt.options).plan(lookupIn(tt.environ))
			var found faults
			if !errors.As(err, &found) {
				t.Fatalf("plan() error = %v, want faults", err)
			}
			var got []string
			for _, f := range found {
				got = append(got, f.Path+" "+f.Rule)
				if f.Message == "" || f.Allowed == "" || len(f.WaysOut) == 0 || f.title() == "" {
					t.Errorf("fault is not complete: %+v", f)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("faults mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPlan_everySignal: each signal that a profile may name can be sent, and each
// but SIGRTMIN can stop.
func TestPlan_everySignal(t *testing.T) {
	t.Parallel()
	for _, s := range shutdown.Signals() {
		p, err := command(Options{Signal: string(s)}).plan(noEnvironment)
		if err != nil || signalName(p.graceful) != string(s) {
			t.Errorf("plan(--signal %s) sends %s, error %v", s, signalName(p.graceful), err)
		}
		p, err = command(Options{StopSignal: string(s)}).plan(noEnvironment)
		if (err != nil) != (s == "SIGRTMIN") || err == nil && signalName(p.stops[0]) != string(s) {
			t.Errorf("plan(--stop-signal %s) has stops %v, error %v", s, p.stops, err)
		}
	}
}

// TestPlan_whatFetches: a signal that ends the fetching of work is not held back,
// and the deadline stays.
func TestPlan_whatFetches(t *testing.T) {
	t.Parallel()
	const delay = 20 * time.Second
	at := map[string]time.Duration{"": delay, "http": delay, "websocket": delay, "queue": 0, "stream": 0, "batch": 0}
	for workload, hold := range at {
		p, err := command(Options{Workload: workload, Delay: "20", Deadline: "90"}).plan(noEnvironment)
		if err != nil || p.delay != delay || p.hold != hold || p.deadline != 90*time.Second {
			t.Errorf("--workload %s: delay %v, hold %v, deadline %v, error %v", workload, p.delay, p.hold, p.deadline, err)
		}
	}
	for _, f := range shutdown.Frameworks() {
		p, err := command(Options{Framework: string(f.Name), Delay: "20", Deadline: "90"}).plan(noEnvironment)
		if err != nil || (p.hold == 0) != f.FromSignal || p.deadline != 90*time.Second {
			t.Errorf("--framework %s: hold %v, deadline %v, error %v", f.Name, p.hold, p.deadline, err)
		}
	}
	for _, name := range []shutdown.FrameworkName{"sidekiq", "celery"} {
		if p, _ := command(Options{Framework: string(name), Delay: "20", Deadline: "90"}).plan(noEnvironment); p.hold != 0 {
			t.Errorf("%s gets its signal after %v", name, p.hold)
		}
	}
}

func TestHelp_namesWhatIsKept(t *testing.T) {
	t.Parallel()
	for _, k := range kept {
		if !strings.Contains(Help, signalName(k)) {
			t.Errorf("the help does not say that %s is not passed on", signalName(k))
		}
	}
	if passes(syscall.SIGKILL) || passes(0) || passes(32) || passes(65) || !passes(35) || !passes(64) || !passes(syscall.SIGTERM) {
		t.Error("passes() is wrong at a limit")
	}
}
