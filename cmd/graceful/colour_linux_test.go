package main

import (
	"errors"
	"os/exec"
	"strings"
	"testing"
)

// TestColour_terminal runs on a pseudo terminal, which script gives.
func TestColour_terminal(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("script"); errors.Is(err, exec.ErrNotFound) {
		t.Fatal("script is missing: install util-linux (bsdutils)")
	}
	tests := map[string]struct {
		line, env string
		coloured  bool
	}{
		"settings":      {"graceful settings profile.yaml", "", true},
		"faults":        {"graceful settings - <<< 'workload: htpp'", "", true},
		"never":         {"graceful settings profile.yaml --color never", "", false},
		"no colour":     {"graceful settings profile.yaml", "NO_COLOR=1", false},
		"empty":         {"graceful settings profile.yaml", "NO_COLOR=", true},
		"dumb":          {"graceful settings profile.yaml", "TERM=dumb", false},
		"always beats":  {"graceful settings profile.yaml --color always", "NO_COLOR=1", true},
		"to a pipe":     {"graceful settings profile.yaml | cat", "", false},
		"json":          {"graceful settings profile.yaml --format json", "", false},
		"markdown":      {"graceful settings profile.yaml --format markdown --color always", "", false},
		"faults in two": {"graceful settings - <<< 'workload: htpp' 2>&1 | cat", "", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			line := "script -qec \"bash -c '" + strings.ReplaceAll(tt.line, "'", `'\''`) + "'\" /dev/null < /dev/null"
			got := shell(t, line, "TERM=xterm", "NO_COLOR=", tt.env)
			if !strings.Contains(got.stdout, "longest_work") && !strings.Contains(got.stdout, "stop_timeout") && !strings.Contains(got.stdout, "Stop timeout") {
				t.Fatalf("status %d: %q %q", got.status, got.stdout, got.stderr)
			}
			if strings.Contains(got.stdout, "\x1b[") != tt.coloured {
				t.Errorf("coloured is %t, want %t: %q", !tt.coloured, tt.coloured, got.stdout)
			}
		})
	}
}
