package main

import (
	"strings"
	"testing"
)

func TestExec(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		line           string
		status         int
		stdout, stderr string
	}{
		"its status":             {"graceful exec --quiet -- sh -c 'exit 42'", 42, "", ""},
		"its signal":             {"graceful exec --quiet -- sh -c 'kill -KILL $$'", 137, "", ""},
		"its flags":              {"graceful exec --quiet sh -c 'echo $1' sh --quiet", 0, "--quiet\n", ""},
		"its input":              {"echo typed | graceful exec --quiet -- cat", 0, "typed\n", ""},
		"not found":              {"graceful exec --quiet -- no-such-command", 127, "", "no-such-command"},
		"no command":             {"graceful exec", 125, "", "COMMAND: Missing Value"},
		"every fault":            {"graceful exec --delay x --signal y", 125, "", "--signal: Unknown Word"},
		"a variable":             {"APP_DELAY_SECONDS=-1 graceful exec --prefix APP_ -- true", 125, "", "APP_DELAY_SECONDS: Value Out Of Range"},
		"the variables it spent": {"SHUTDOWN_DELAY_SECONDS=15 SHUTDOWN_DEADLINE_SECONDS=30 graceful exec -- sh -c 'echo $SHUTDOWN_DELAY_SECONDS $SHUTDOWN_DEADLINE_SECONDS'", 0, "0 15\n", ""},
		"a flag it has not":      {"graceful exec --framwork nginx -- true", 125, "", "graceful: exec has no flag --framwork: did you mean --framework?\nTry: graceful exec --help\n"},
		"a word it has not":      {"graceful exec --color sometimes -- true", 125, "", "there are auto, always, never"},
		"a flag without a value": {"graceful exec --delay", 125, "", "--delay"},
		"help":                   {"graceful exec --help >&2", 0, "", "125 when the"},
		"the stop":               {"graceful exec --delay 1 --deadline 5 --signal SIGINT -- sh -c 'trap \"exit 9\" INT; kill -TERM $PPID; while :; do sleep 0.05; done'", 9, "", "signal=SIGINT"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := shell(t, tt.line)
			if got.status != tt.status || got.stdout != tt.stdout || !strings.Contains(got.stderr, tt.stderr) {
				t.Errorf("status %d, want %d\nstdout: %q, want %q\nstderr: %s\nwant: %s", got.status, tt.status, got.stdout, tt.stdout, got.stderr, tt.stderr)
			}
			if tt.stderr == "" && got.stderr != "" {
				t.Errorf("stderr: %s", got.stderr)
			}
		})
	}
}
