package verdict

import (
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Crashes is the rule of a finding on an app whose stop ends in a crash.
const Crashes = "crashes-while-stopping"

// faulting are the signals by which a program ends that did something it may not,
// with their numbers on Linux: behind an init they are a status of 128 more.
var faulting = map[shutdown.Signal]int{"SIGILL": 4, "SIGTRAP": 5, "SIGABRT": 6, "SIGBUS": 7, "SIGFPE": 8, "SIGSEGV": 11, "SIGSYS": 31}

// traces are what runtimes write about an error that nobody caught, each with the
// status that they then end with. A status alone says nothing: 1 and 2 are also
// those of apps that end in order, such as Puma. All of the words must be there;
// last says that what they begin is the end of the output, as an error that was
// caught and logged may look the same.
var traces = []struct {
	what   string
	status int
	words  []string
	last   bool
}{
	{"a panic of Go", 2, []string{"\npanic: ", "\ngoroutine "}, false},
	{"a fatal error of Go", 2, []string{"\nfatal error: ", "\ngoroutine "}, false},
	{"an exception of Python", 1, []string{"\nTraceback (most recent call last):\n"}, true},
	{"an exception of Node.js", 1, []string{"\n    at ", "\nNode.js v"}, false},
	{"an exception of Java", 1, []string{"\nException in thread "}, false},
	{"a panic of Rust", 101, []string{"panicked at "}, false},
	{"an error of PHP", 255, []string{"Fatal error: "}, false},
}

// crash says by what the app crashed from the signal on; empty when it did not, or
// when that is not sure.
func (j judge) crash() string {
	e := j.Exit
	if j.Signalled < 0 || e.At < j.Signalled || j.killedAt() >= 0 {
		return ""
	}
	return crashOf(e, j.Signal, j.Process.Output)
}

// crashOf says by what a process crashed that ended so, with so much output.
func crashOf(e Exit, signal shutdown.Signal, text string) string {
	if !e.Known || e.Code == 0 {
		return ""
	}
	for name, n := range faulting {
		if name != signal && (e.Signal == string(name) || e.Signal == "" && e.Code == 128+n) {
			return string(name)
		}
	}
	output := "\n" + text
	for _, t := range traces {
		missing := func(word string) bool { return !strings.Contains(output, word) }
		if e.Code == t.status && !slices.ContainsFunc(t.words, missing) && (!t.last || ends(output, t.words[0])) {
			return t.what
		}
	}
	return ""
}

// ends says that the output ends with the trace that the word begins: lines that
// are indented, and one that names the error.
func ends(output, word string) bool {
	trace := output[strings.LastIndex(output, word)+len(word):]
	lines := strings.Split(strings.TrimRight(trace, "\n"), "\n")
	return !slices.ContainsFunc(lines[:len(lines)-1], func(line string) bool { return !strings.HasPrefix(line, " ") })
}

// status is the status with which the app ends.
func (f *finder) status() {
	if what := f.crash(); what != "" {
		f.add(Crashes, "crashes while stopping: it ends by "+what+" "+Seconds(f.after()).String()+" after the signal, with status "+f.out.Exit.Text,
			"find what failed in its output, which is in the report: a stop that crashes has not run the rest of its cleanup", true)
		return
	}
	if e := f.Exit; e.Known && e.Code != 0 && !f.out.Exit.Killed && !f.has(ExitsAtOnce, ShellWithoutExec) {
		f.add(BadStatus, "ends with status "+f.out.Exit.Text, "exit with 0 after a stop in order, so that a fault can be told from it", false)
	}
}
