package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/testfiles"
)

// repository is a folder with files, in which the test runs.
func repository(t *testing.T, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	files[".git/HEAD"] = ""
	testfiles.Write(t, dir, files)
	t.Chdir(dir)
}

// stuckYAML has an error, cannot-roll, and what stands in place of MARK.
const stuckYAML = `Resources:
  S: # MARK
    Type: AWS::ECS::Service
    Properties: { LaunchType: FARGATE, DesiredCount: 1, DeploymentConfiguration: { MaximumPercent: 100, DeploymentCircuitBreaker: { Enable: true, Rollback: true } } }
`

func marked(text string) string { return strings.Replace(stuckYAML, "MARK", text, 1) }

// What people decided about a finding decides the exit status, and is said.
func TestAudit_decided(t *testing.T) {
	ignoring := func(text string) string { return "ignore:\n  \"*\":\n    - " + text + "\n" }
	for name, tt := range map[string]struct {
		template, config string
		args             []string
		status           int
		stdout, stderr   string
	}{
		"nothing":                         {"MARK", "", nil, exitFaults, "\n  error cannot-roll: ", ""},
		"in a comment":                    {"graceful:ignore cannot-roll until=9999-12-31 it is one", "", nil, exitOK, "suppressed error cannot-roll: ", ""},
		"over":                            {"graceful:ignore cannot-roll until=2000-01-01 it is one", "", nil, exitFaults, "warning ignore-expired: ", ""},
		"over, and warnings fail":         {"graceful:ignore no-drain", "", []string{"--fail-on", "warning"}, exitFaults, "warning ignore-invalid: cannot ignore no-drain: it has no reason", ""},
		"in the file":                     {"MARK", ignoring("cannot-roll it is one"), nil, exitOK, "      by config at .graceful.yaml:3: it is one", ""},
		"in a named file":                 {"MARK", "", []string{"--config", "other.yaml"}, exitOK, "      by config at other.yaml:3: of another", ""},
		"for nothing":                     {"MARK", ignoring("no-drain it is none"), nil, exitFaults, "info ignore-unused: no-drain is ignored, and nothing is found at .graceful.yaml:3", ""},
		"a file that is none":             {"graceful:ignore cannot-roll it is one", "ignored: []\n", nil, exitUnsure, "suppressed error", ".graceful.yaml:1: there is no such key"},
		"a file that is missing":          {"MARK", "", []string{"--config", "none.yaml"}, exitUnsure, "error cannot-roll", "none.yaml cannot be read: no such file or directory"},
		"a baseline":                      {"MARK", "", []string{"--baseline", "known.json"}, exitOK, "suppressed error cannot-roll: ", ""},
		"a baseline with more":            {"graceful:ignore cannot-roll it is one", "", []string{"--baseline", "more.json"}, exitOK, "Gone since the baseline: no-drain in S", ""},
		"a baseline of nothing":           {"MARK", "", []string{"--baseline", "empty.json"}, exitFaults, "\n  error cannot-roll: ", ""},
		"a baseline that is none":         {"MARK", "", []string{"--baseline", "other.yaml"}, exitUnsure, "error cannot-roll", "other.yaml is no baseline: "},
		"a baseline that is missing":      {"MARK", "", []string{"--baseline", "none.json"}, exitUnsure, "error cannot-roll", "cannot read none.json"},
		"a baseline that cannot be saved": {"MARK", "", []string{"--write-baseline", "none/known.json"}, exitUnsure, "error cannot-roll", "cannot write none/known.json"},
		"two baselines":                   {"MARK", "", []string{"--baseline", "known.json", "--write-baseline", "known.json"}, exitUsage, "", "none of the others can be"},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"app/app.yaml": marked(tt.template), "other.yaml": ignoring("cannot-roll of another"), "empty.json": `{"version": 1}`}
			if tt.config != "" {
				files[".graceful.yaml"] = tt.config
			}
			repository(t, files)
			if status, _, stderr := audited("app/app.yaml", "--config", "/dev/null", "--write-baseline", "known.json"); tt.template == "MARK" && (status != exitOK || !strings.Contains(stderr, "1 finding written to known.json")) {
				t.Fatalf("writing the baseline: status %d, %s", status, stderr)
			}
			more := `{"version": 1, "findings": [{"fingerprint": "x", "rule": "no-drain", "service": "S"}]}`
			if err := os.WriteFile("more.json", []byte(more), 0o600); err != nil {
				t.Fatal(err)
			}
			status, stdout, stderr := audited(append([]string{"app/app.yaml"}, tt.args...)...)
			if status != tt.status || !strings.Contains(stdout, tt.stdout) || !strings.Contains(stderr, tt.stderr) || tt.stderr == "" && stderr != "" {
				t.Errorf("status %d, want %d; stdout:\n%s\nstderr:\n%s", status, tt.status, stdout, stderr)
			}
		})
	}
}

// The nearest file is called as people would open it from where they are.
func TestAudit_configAbove(t *testing.T) {
	repository(t, map[string]string{"app/app.yaml": marked("x"), ".graceful.yaml": "ignore: { S: [cannot-roll it is one] }\n"})
	t.Chdir("app")
	if status, stdout, stderr := audited("app.yaml"); status != exitOK || !strings.Contains(stdout, "config at ../.graceful.yaml:1") {
		t.Errorf("status %d\n%s%s", status, stdout, stderr)
	}
}

// A baseline is not written over one that is good by an audit that saw a part.
func TestAudit_baselineKept(t *testing.T) {
	repository(t, map[string]string{"app.yaml": marked("x"), "known.json": "good"})
	status, _, _ := audited("app.yaml", "missing.yaml", "--write-baseline", "known.json")
	text, err := os.ReadFile("known.json")
	if status != exitUnsure || err != nil || string(text) != "good" {
		t.Errorf("status %d, %q, %v", status, text, err)
	}
}

// The JSON has who decided.
func TestAudit_decidedJSON(t *testing.T) {
	repository(t, map[string]string{"app.yaml": marked("graceful:ignore cannot-roll until=9999-12-31 it is one"), "known.json": `{"version": 1, "findings": [{"fingerprint": "x", "rule": "no-drain", "service": "S"}]}`})
	_, stdout, _ := audited("app.yaml", "--format", "json", "--baseline", "known.json")
	type suppressed struct{ By, Reason, Until, Where string }
	var got struct {
		Services []struct {
			Findings []struct{ Suppressed *suppressed }
		}
		Remarks []any
		Gone    []struct{ Rule string } `json:"baseline_gone"`
		Summary struct{ Errors, Suppressed int }
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	want := suppressed{"comment", "it is one", "9999-12-31", "app.yaml:2"}
	if s := got.Services[0].Findings[0].Suppressed; s == nil || *s != want || got.Summary.Errors != 0 || got.Summary.Suppressed != 1 || got.Remarks == nil || len(got.Gone) != 1 || got.Gone[0].Rule != "no-drain" {
		t.Errorf("%s", stdout)
	}
	if _, stdout, _ := audited("app.yaml", "--format", "json"); strings.Contains(stdout, "baseline_gone") || strings.Contains(stdout, "promises_before") {
		t.Errorf("what was not compared has keys of it:\n%s", stdout)
	}
}
