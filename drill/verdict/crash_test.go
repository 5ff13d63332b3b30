package verdict_test

import (
	"slices"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func TestJudge_crash(t *testing.T) {
	t.Parallel()
	const (
		goPanic = "stopping\npanic: assignment to entry in nil map\n\ngoroutine 1 [running]:\nmain.main()\n"
		python  = "INFO stopping\nTraceback (most recent call last):\n  File \"app.py\", line 3, in <module>\n    main()\nValueError: no\n"
		node    = "/app/app.js:3\n    throw e\n    ^\n\nError: no\n    at stop (/app/app.js:3:9)\n\nNode.js v22.1.0\n"
	)
	tests := map[string]struct {
		exit   verdict.Exit
		output string
		signal shutdown.Signal
		crash  bool
		warned bool // of the status, as an app may have chosen it
	}{
		"in order":                 {verdict.Exit{}, "", shutdown.SIGTERM, false, false},
		"segfault":                 {verdict.Exit{Code: 139, Signal: "SIGSEGV"}, "", shutdown.SIGTERM, true, false},
		"segfault behind an init":  {verdict.Exit{Code: 139}, "", shutdown.SIGTERM, true, false},
		"abort":                    {verdict.Exit{Code: 134, Signal: "SIGABRT"}, "", shutdown.SIGTERM, true, false},
		"the stop signal":          {verdict.Exit{Code: 143, Signal: "SIGTERM"}, "", shutdown.SIGTERM, false, true},
		"SIGQUIT":                  {verdict.Exit{Code: 131, Signal: "SIGQUIT"}, "", "SIGQUIT", false, true},
		"a panic":                  {verdict.Exit{Code: 2}, goPanic, shutdown.SIGTERM, true, false},
		"a panic as the output":    {verdict.Exit{Code: 2}, goPanic[9:], shutdown.SIGTERM, true, false},
		"a panic that was caught":  {verdict.Exit{Code: 0}, goPanic, shutdown.SIGTERM, false, false},
		"a panic, another status":  {verdict.Exit{Code: 1}, goPanic, shutdown.SIGTERM, false, true},
		"status 2, a word of it":   {verdict.Exit{Code: 2}, "recovered from panic: no\n", shutdown.SIGTERM, false, true},
		"status 2":                 {verdict.Exit{Code: 2}, "", shutdown.SIGTERM, false, true},
		"Python":                   {verdict.Exit{Code: 1}, python, shutdown.SIGTERM, true, false},
		"Python, logged and went":  {verdict.Exit{Code: 1}, python + "INFO still here\n", shutdown.SIGTERM, false, true},
		"Python, one after it":     {verdict.Exit{Code: 1}, python + "INFO still here\n" + python, shutdown.SIGTERM, true, false},
		"Python, by the signal":    {verdict.Exit{Code: 143, Signal: "SIGTERM"}, python, shutdown.SIGTERM, false, true},
		"Puma":                     {verdict.Exit{Code: 1}, "- Gracefully stopping, waiting for requests to finish\n=== puma shutdown ===\n", shutdown.SIGTERM, false, true},
		"Node.js":                  {verdict.Exit{Code: 1}, node, shutdown.SIGTERM, true, false},
		"Node.js, an error logged": {verdict.Exit{Code: 1}, "Error: no\n    at stop (/app/app.js:3:9)\n", shutdown.SIGTERM, false, true},
		"Rust":                     {verdict.Exit{Code: 101}, "thread 'main' panicked at src/main.rs:2:5:\nno\n", shutdown.SIGTERM, true, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := flawless()
			tt.exit.At, tt.exit.Known = 3*second, true
			r.Exit, r.Signal, r.Process.Output = tt.exit, tt.signal, tt.output
			got := judge(r)
			crash, warned := slices.Contains(rules(got), verdict.Crashes+"!"), slices.Contains(rules(got), verdict.BadStatus)
			if crash != tt.crash || warned != tt.warned || got.OK == tt.crash {
				t.Errorf("crash %v, want %v; warned %v, want %v; OK %v: %v", crash, tt.crash, warned, tt.warned, got.OK, got.Findings)
			}
		})
	}
}

// What crashed before the signal, or was killed, did not crash by its stop.
func TestJudge_noCrash(t *testing.T) {
	t.Parallel()
	early := flawless()
	early.Signalled, early.Exit = -1, verdict.Exit{At: second / 2, Known: true, Code: 139, Signal: "SIGSEGV"}
	killed := flawless()
	killed.Killed, killed.Exit = 5*second, verdict.Exit{At: 5 * second, Known: true, Code: 137, Signal: "SIGKILL"}
	unknown := flawless()
	unknown.Exit = verdict.Exit{At: 3 * second, Code: 139}
	for name, r := range map[string]verdict.Recording{"early": early, "killed": killed, "unknown": unknown} {
		if got := rules(judge(r)); slices.Contains(got, verdict.Crashes+"!") {
			t.Errorf("%s: %v", name, got)
		}
	}
}
