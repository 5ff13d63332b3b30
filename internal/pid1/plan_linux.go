package pid1

import (
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/contract"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// plan is what the options and the environment come to.
type plan struct {
	// delay is the contract's. hold is how much of it the signal is held back:
	// all of it, or nothing where the signal stops the fetching of work.
	delay, hold time.Duration
	deadline    time.Duration
	// graceful is what the command gets when the delay is over.
	graceful syscall.Signal
	// stops are the signals that start the stop.
	stops []syscall.Signal
	group bool
	// notice tells the command of the drain, and watch is what waits for it, with
	// the target groups; 0 and empty where there is no notice.
	notice syscall.Signal
	watch  []string
	// missing names the variables of the two that have a default instead.
	missing []string
}

// plan resolves the options against the environment. The error tells of every
// fault at once, each in the words of the other surfaces.
func (o Options) plan(lookup func(string) (string, bool)) (plan, error) {
	var faults faults
	p := plan{group: o.Group}
	if len(o.Command) == 0 {
		faults = append(faults, fault{Path: "COMMAND", Rule: "required", Allowed: "a command and its arguments",
			Message: "There is nothing to run.", WaysOut: []string{"graceful " + Usage}})
	}
	stop := o.signal("--stop-signal", o.StopSignal, true, &faults)
	graceful, atOnce := o.graceful(stop, &faults)
	p.graceful = graceful
	atOnce = o.fetches(&faults) || atOnce
	if p.stops = []syscall.Signal{stop}; p.graceful != stop {
		p.stops = append(p.stops, p.graceful)
	}
	notice := o.notice(p.stops, &faults)
	prefix := o.prefix(&faults)
	c, err := contract.ReadFrom(o.source(prefix, lookup))
	if wrong, ok := err.(contract.Faults); ok { //nolint:errorlint // ReadFrom documents the type.
		for _, f := range wrong {
			faults = append(faults, fault(f))
		}
	}
	if len(faults) > 0 {
		return plan{}, faults
	}
	p.delay, p.deadline = c.Delay, max(c.Deadline, leastDeadline)
	if !atOnce {
		p.hold = p.delay
	}
	if notice != 0 && c.DrainNotice {
		p.notice, p.watch = notice, append([]string{o.NoticeWatch}, c.TargetGroups...)
	}
	for _, name := range c.Missing {
		// The drain and the cleanup are the command's own business.
		if strings.HasSuffix(name, contract.DelaySeconds) || strings.HasSuffix(name, contract.DeadlineSeconds) {
			p.missing = append(p.missing, name)
		}
	}
	return p, nil
}

// leastDeadline is enforced below a deadline of 0: ECS never kills sooner than
// two seconds after the signal.
const leastDeadline = time.Second

// source gives the contract's fields from flags first, then from variables. Those of
// the command alone are its own business, right or wrong: it reads them itself.
func (o Options) source(prefix string, lookup func(string) (string, bool)) func(string) (string, string, bool) {
	return func(field string) (string, string, bool) {
		switch {
		case field == contract.DelaySeconds && o.Delay != "":
			return "--delay", o.Delay, true
		case field == contract.DeadlineSeconds && o.Deadline != "":
			return "--deadline", o.Deadline, true
		case !o.uses(field):
			return prefix + field, "", false
		}
		v, ok := lookup(prefix + field)
		return prefix + field, v, ok
	}
}

// uses says whether a field decides anything here.
func (o Options) uses(field string) bool {
	switch field {
	case contract.DelaySeconds, contract.DrainSeconds, contract.CleanupSeconds, contract.DeadlineSeconds:
		return true
	case contract.NoticeSpreadSeconds, contract.TargetGroups:
		return o.NoticeSignal != ""
	}
	return false
}

func (o Options) signal(flag, word string, heard bool, faults *faults) syscall.Signal {
	n, ok := parseSignal(word, heard)
	if !ok {
		f := fault{Path: flag, Rule: "enum", Given: safe.Word(word),
			Allowed: "the name of a signal that can be passed on, such as SIGTERM, SIGINT, SIGQUIT, SIGUSR1, SIGWINCH or SIGRTMIN+1",
			Message: flag + " does not know the signal " + safe.Word(word) + ".", WaysOut: []string{"write " + flag + " SIGTERM"}}
		if n == sigRTMin {
			f.Message = flag + " cannot be SIGRTMIN: a C library has it for itself, so that it does not arrive."
			f.WaysOut = []string{"declare STOPSIGNAL SIGRTMIN+1 in the image and write " + flag + " SIGRTMIN+1"}
		}
		*faults = append(*faults, f)
	}
	return n
}

// fetches says that the command fetches its work itself, so that the stop signal,
// which ends the fetching, goes to it at once.
func (o Options) fetches(faults *faults) bool {
	if o.Workload == "" {
		return false
	}
	for _, w := range workloads {
		if w.name == o.Workload {
			return w.fetches
		}
	}
	*faults = append(*faults, fault{Path: "--workload", Rule: "enum", Given: safe.Word(o.Workload), Allowed: workloadWords,
		Message: "--workload does not know the word " + safe.Word(o.Workload) + ".", WaysOut: []string{"write the profile's workload, or leave --workload out"}})
	return false
}

// graceful is the signal of --signal or --framework, else the stop signal, and
// whether the framework wants it at once because it counts from there.
func (o Options) graceful(stop syscall.Signal, faults *faults) (n syscall.Signal, atOnce bool) {
	switch {
	case o.Signal != "" && o.Framework != "":
		*faults = append(*faults, fault{Path: "--signal", Rule: "duplicate", Given: safe.Word(o.Signal), Allowed: "--signal or --framework, not both",
			Message: "--framework " + safe.Name(safe.Cut(o.Framework, 60)) + " names the graceful signal already.", WaysOut: []string{"remove --signal", "remove --framework"}})
		return stop, false
	case o.Signal != "":
		return o.signal("--signal", o.Signal, false, faults), false
	case o.Framework == "":
		return stop, false
	}
	var names []string
	for _, f := range frameworks {
		if f.name == o.Framework {
			return o.signal("--framework", f.graceful, false, faults), f.fromSignal
		}
		names = append(names, f.name)
	}
	*faults = append(*faults, fault{Path: "--framework", Rule: "enum", Given: safe.Word(o.Framework), Allowed: "one of " + strings.Join(names, ", "),
		Message: "--framework does not know the word " + safe.Word(o.Framework) + ".", WaysOut: []string{"name its graceful signal with --signal instead"}})
	return stop, false
}

// prefix checks the prefix by the profile's own rule.
func (o Options) prefix(faults *faults) string {
	if !isPrefix(o.Prefix) {
		*faults = append(*faults, fault{Path: "--prefix", Rule: "pattern", Given: safe.Word(o.Prefix), Allowed: prefixWords,
			Message: "--prefix is not a valid name.", WaysOut: []string{"set --prefix to " + prefixWords}})
	}
	return o.Prefix
}

// isPrefix is the pattern of the profile's environment_prefix, written out: the
// package regexp costs a start more than all else that is read here.
func isPrefix(s string) bool {
	return s != "" && len(s) <= 64 && s[0] >= 'A' && s[0] <= 'Z' &&
		strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

// environment is what the command sees: what the signal is held back is spent
// here, so its own delay and its deadline are what is left. Both are set even when
// nobody had set them, lest a command that reads the contract waits the default
// delay once more.
func (p plan) environment(environ []string, prefix string) []string {
	out := slices.Clone(environ)
	for _, v := range [...]string{
		prefix + contract.DelaySeconds + "=" + strconv.Itoa(int((p.delay-p.hold)/time.Second)),
		prefix + contract.DeadlineSeconds + "=" + strconv.Itoa(int((p.deadline-p.hold)/time.Second)),
	} {
		name, found := v[:strings.IndexByte(v, '=')+1], false
		for i, e := range out {
			if strings.HasPrefix(e, name) {
				out[i], found = v, true
			}
		}
		if !found {
			out = append(out, v)
		}
	}
	return out
}
