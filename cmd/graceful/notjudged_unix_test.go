//go:build unix

package main

import (
	"encoding/json"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// halts is a job that halts the drill itself for a while, as a machine that is
// overloaded would.
const halts = `sh -c 'sleep 1; kill -STOP $PPID; sleep 0.6; kill -CONT $PPID; touch $STATE_FOLDER/done; exec sleep 600'`

// A drill that was itself too late says so, in each of its attempts, and has a
// status of its own.
func TestDrill_notJudged(t *testing.T) {
	t.Parallel()
	profile := file(t, "job.yaml", job)
	tests := map[string]struct {
		flags        string
		command      string
		status       int
		verdict      verdict.Verdict
		attempts     int // at most
		playedAgain  int
		notJudgedYet bool
	}{
		"late":           {"", halts, exitUnsure, verdict.NotJudged, 3, 2, true},
		"late, strict":   {"--strict", halts, exitUnsure, verdict.NotJudged, 3, 2, true},
		"one attempt":    {"--attempts 1", halts, exitUnsure, verdict.NotJudged, 1, 0, true},
		"without a halt": {"--attempts 8", `sh -c 'sleep 1.6; touch $STATE_FOLDER/done; exec sleep 600'`, exitOK, verdict.Held, 8, -1, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// In a session of its own, as the kernel ends a halted process with SIGHUP when a
			// process of its group ends that was the group's last tie to the session.
			got := shellAs(t, func(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} },
				"graceful drill "+profile+" --plain --warmup 3s --format json "+tt.flags+" -- "+tt.command)
			var out struct {
				Drills []struct {
					Verdict  verdict.Verdict
					Attempts int
					Findings []verdict.Finding
				}
			}
			if err := json.Unmarshal([]byte(got.stdout), &out); err != nil || len(out.Drills) != 1 {
				t.Fatalf("status %d, %v: %s\n%s", got.status, err, got.stdout, got.stderr)
			}
			d := out.Drills[0]
			if got.status != tt.status || d.Verdict != tt.verdict || d.Attempts > tt.attempts || tt.notJudgedYet && d.Attempts != tt.attempts {
				t.Errorf("status %d, %s in attempt %d; want %d, %s, %d\n%s", got.status, d.Verdict, d.Attempts, tt.status, tt.verdict, tt.attempts, got.stderr)
			}
			if n := strings.Count(got.stderr, "NOT JUDGED: the machine was up to "); tt.playedAgain >= 0 && n != tt.playedAgain {
				t.Errorf("it said %d times that it plays again, want %d:\n%s", n, tt.playedAgain, got.stderr)
			}
		})
	}
}
