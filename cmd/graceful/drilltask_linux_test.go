package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A whole task that does not come up ends with the way out, and nothing of it runs on.
func TestDrill_wholeTaskLeavesNothing(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const sleeps = "setsid sleep 600 & exec sleep 600"
	serves := "unset " + asProgram + "; " + drilled + "=1 exec " + self
	tests := map[string]struct {
		front, otel, app string
		want             []string
	}{
		"a front with a bad line":      {"echo bad line 7; exit 1", sleeps, sleeps, []string{"the front proxy ended before it answered", "bad line 7"}},
		"a front that is not there":    {"exec no-such-front", sleeps, sleeps, []string{"the front proxy ended before it answered", "127", "no-such-front"}},
		"a front that never answers":   {sleeps, sleeps, sleeps, []string{"the front proxy is not ready after 1 s", "it must listen on $HOST:$PORT"}},
		"an app without its database":  {sleeps, sleeps, "echo no database; exit 3", []string{"the app ended before the front proxy was ready: 3", "no database"}},
		"a sidecar without its key":    {serves, "echo no key; exit 2", sleeps, []string{"the sidecar otel ended before the front proxy was ready: 2", "no key"}},
		"a front that knows no health": {serves, sleeps, sleeps, []string{"the front proxy is not ready", "404 Not Found; name the path of its health check with --health PATH"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			scratch := t.TempDir()
			mark := "WHOLE_TASK_TEST=" + scratch
			quoted := func(script string) string { return "sh -c '" + strings.ReplaceAll(script, "'", `'\''`) + "'" }
			cmd := exec.Command(self, "drill", file(t, "profile.yaml", fronted), "--ready", "1s", "--path", "concurrent", "--front", quoted(tt.front), "--sidecar", "otel="+quoted(tt.otel), "--", "sh", "-c", tt.app)
			if strings.Contains(name, "health") {
				cmd.Args = append(cmd.Args[:3], append([]string{"--health", "/nothing"}, cmd.Args[3:]...)...)
			}
			cmd.Env = append(os.Environ(), asProgram+"=1", mark, "TMPDIR="+scratch)
			out, err := cmd.CombinedOutput()
			if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != exitUsage {
				t.Errorf("%v, want status %d\n%s", err, exitUsage, out)
			}
			for _, want := range tt.want {
				if !strings.Contains(string(out), want) {
					t.Errorf("it does not say %q:\n%s", want, out)
				}
			}
			await(t, "the end of all that it started", func() bool { return len(bearing(mark)) == 0 })
			if left, _ := filepath.Glob(filepath.Join(scratch, "*")); len(left) > 0 {
				t.Errorf("files are left: %v", left)
			}
		})
	}
}
