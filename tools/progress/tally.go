package main

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
)

// An event is one line of `go test -json`.
type event struct {
	Action     string
	Package    string
	ImportPath string // of build output
	Test       string
	Elapsed    float64
	Output     string
}

// key names what the event is about.
func (e event) key() string { return strings.TrimSpace(short(e.Package) + " " + e.Test) }

// watched knows when something was last shown.
type watched struct {
	io.Writer
	last time.Time
}

func (w *watched) Write(p []byte) (int, error) {
	w.last = time.Now()
	return w.Writer.Write(p)
}

// A tally counts what has been seen and keeps the output of what may yet fail.
type tally struct {
	out                     *watched
	passed, failed, skipped int
	inPackage               map[string]int
	output                  map[string][]string
	skips                   []string
	failures                []failure
	broken                  bool // a package failed outside any test
	running                 map[string]time.Time
	began                   time.Time
}

func newTally(out io.Writer) *tally {
	now := time.Now()
	return &tally{out: &watched{out, now}, inPackage: map[string]int{}, output: map[string][]string{}, running: map[string]time.Time{}, began: now}
}

func (t *tally) line(line []byte) {
	var e event
	if err := json.Unmarshal(line, &e); err != nil {
		// go writes some faults as plain text, which nobody should miss.
		fmt.Fprintf(t.out, "%s\n", line)
		return
	}
	switch e.Action {
	case "build-output":
		fmt.Fprint(t.out, e.Output)
	case "build-fail":
		t.broken = true
	case "start", "run":
		t.running[e.key()] = time.Now()
	case "output":
		if strings.HasPrefix(e.Output, "==> ") {
			fmt.Fprint(t.out, e.Output)
			return
		}
		key := e.Package + " " + e.Test
		t.output[key] = append(t.output[key], e.Output)
	case "pass", "fail", "skip":
		delete(t.running, e.key())
		if e.Test == "" {
			t.packageEnds(e)
		} else {
			t.testEnds(e)
		}
	}
}

// beat says what is running when nothing has been shown for long.
func (t *tally) beat(now time.Time) {
	if now.Sub(t.out.last) < silence {
		return
	}
	var names []string
	for name := range t.running {
		if t.innermost(name) {
			names = append(names, fmt.Sprintf("%s (%.0f s)", name, now.Sub(t.running[name]).Seconds()))
		}
	}
	slices.Sort(names)
	what := "compiling"
	if len(names) > 0 {
		const most = 4
		what = "running " + strings.Join(names[:min(most, len(names))], ", ")
		if more := len(names) - most; more > 0 {
			what += fmt.Sprintf(" and %d more", more)
		}
	}
	fmt.Fprintf(t.out, "    … %.0f s: %d passed so far; %s\n", now.Sub(t.began).Seconds(), t.passed, what)
}

// innermost says that nothing inside a package or a test is running.
func (t *tally) innermost(name string) bool {
	for other := range t.running {
		if strings.HasPrefix(other, name+" ") || strings.HasPrefix(other, name+"/") && strings.Contains(name, " ") {
			return false
		}
	}
	return true
}

func (t *tally) testEnds(e event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "pass":
		t.passed++
		t.inPackage[e.Package]++
	case "skip":
		t.skipped++
		t.skips = append(t.skips, fmt.Sprintf("%s %s: %s", short(e.Package), e.Test, reason(t.output[key])))
	case "fail":
		t.failed++
		t.failures = append(t.failures, failure{short(e.Package) + " " + e.Test, t.output[key]})
		fmt.Fprintf(t.out, "FAIL %s %s\n%s", short(e.Package), e.Test, strings.Join(t.output[key], ""))
	}
	delete(t.output, key)
}

func (t *tally) packageEnds(e event) {
	key := e.Package + " "
	switch e.Action {
	case "skip":
		// A package without test files says nothing.
	case "fail":
		t.broken = true
		// What is left belongs to no finished test: a panic, or a test that hung.
		for left, lines := range t.output {
			if strings.HasPrefix(left, key) {
				fmt.Fprint(t.out, strings.Join(lines, ""))
			}
		}
		fmt.Fprintf(t.out, "%-40s FAIL %7.1f s\n", short(e.Package), e.Elapsed)
	case "pass":
		fmt.Fprintf(t.out, "%-40s %5d passed %7.1f s\n", short(e.Package), t.inPackage[e.Package], e.Elapsed)
	}
	for left := range t.output {
		if strings.HasPrefix(left, key) {
			delete(t.output, left)
		}
	}
}

func (t *tally) close() int {
	for _, s := range t.skips {
		fmt.Fprintf(t.out, "skipped: %s\n", s)
	}
	for _, f := range t.failures[:min(len(t.failures), repeated)] {
		f.again(t.out)
	}
	if t.broken && t.failed == 0 {
		t.failed = 1 // A build or a panic is a failure though no test bears its name.
	}
	fmt.Fprintf(t.out, "%d passed, %d failed, %d skipped\n", t.passed, t.failed, t.skipped)
	if t.failed > 0 {
		return 1
	}
	if t.passed == 0 {
		fmt.Fprintln(t.out, "No test ran, so nothing is proven.")
		return 1
	}
	return 0
}

var frame = regexp.MustCompile(`^\s*(=== |--- )`)

// reason is what a skipped test said.
func reason(output []string) string {
	var said []string
	for _, line := range output {
		if !frame.MatchString(line) {
			said = append(said, strings.TrimSpace(line))
		}
	}
	if len(said) == 0 {
		return "no reason given"
	}
	return strings.Join(said, " ")
}

// short drops the module's path, which every line would repeat.
func short(pkg string) string {
	const module = "github.com/graceful-ecs/terraform-provider-graceful"
	if pkg == module {
		return "."
	}
	return strings.TrimPrefix(pkg, module+"/")
}
