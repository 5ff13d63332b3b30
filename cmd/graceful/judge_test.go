package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A drill that was recorded is judged as when it was played, in any format.
func TestJudge_asPlayed(t *testing.T) {
	t.Parallel()
	recorded := filepath.Join(t.TempDir(), "drill.jsonl")
	args := []string{file(t, "profile.yaml", briefly), "--record", recorded, "--attempts", "1", "--quiet", "--format", "json", "--path", "concurrent", "--repeat", "2", "--env", drilled + "=1", "--", os.Args[0]}
	played := cli(t, "", append([]string{"drill"}, args...)...)
	again := cli(t, "", "judge", recorded, "--format", "json")
	if diff := cmp.Diff(played.stdout, again.stdout); diff != "" || played.status != again.status {
		t.Errorf("status %d when played and %d when judged (-played +judged):\n%s\n%s", played.status, again.status, diff, played.stderr)
	}
	text, err := os.ReadFile(recorded)
	if err != nil {
		t.Fatal(err)
	}
	if got := cli(t, string(text), "judge", "-", "--format", "svg"); got.status != played.status || !strings.HasPrefix(got.stdout, "<svg ") {
		t.Errorf("status %d, want %d; %.40s, %s", got.status, played.status, got.stdout, got.stderr)
	}
}

func TestJudge_refuses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		args   []string
		stderr string
	}{
		"no file":       {nil, "needs a FILE"},
		"nothing there": {[]string{"/nowhere/drill.jsonl"}, "cannot read /nowhere/drill.jsonl"},
		"a profile":     {[]string{file(t, "profile.yaml", briefly)}, "cannot be read"},
		"empty":         {[]string{file(t, "empty.jsonl", "")}, "no recording"},
	} {
		if got := cli(t, "", append([]string{"judge"}, tt.args...)...); got.status != exitUsage || got.stdout != "" || !strings.Contains(got.stderr, tt.stderr) {
			t.Errorf("%s: status %d, stdout %q, stderr %q, want %q", name, got.status, got.stdout, got.stderr, tt.stderr)
		}
	}
}
