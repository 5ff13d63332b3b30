package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const changingPlan = "../../service/plan/testdata/changing.json"

// What a plan, or another state of the same kind, has of before is said beside what
// there is.
func TestAudit_changes(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	stuck := file("stuck.yaml", marked("x"))
	rolls := file("rolls.yaml", strings.Replace(marked("x"), "MaximumPercent: 100", "MaximumPercent: 200", 1))
	state := file("state.json", `{"format_version": "1.0", "values": {"root_module": {"resources": [{"address": "aws_ecs_service.s", "type": "aws_ecs_service", "name": "s", "values": {"name": "api", "launch_type": "FARGATE"}}]}}}`)
	for name, tt := range map[string]struct {
		args   []string
		status int
		// stdout and not are what is printed and what is not.
		stdout, not []string
		stderr      string
	}{
		"a plan":                      {[]string{changingPlan, "--changes"}, exitOK, []string{"api, aws_ecs_service.s in " + changingPlan + ", changed", ": 285 s, was 15 s", "made, aws_ecs_service.made in " + changingPlan + ", new", "Gone: gone, aws_ecs_service.gone"}, nil, ""},
		"a plan, not asked":           {[]string{changingPlan}, exitOK, []string{"285 s"}, []string{", was ", "Gone", "changed"}, ""},
		"a plan in Markdown":          {[]string{changingPlan, "--format", "markdown"}, exitOK, []string{"<!-- graceful audit -->\n###", "| 15 s | **285 s** |", "| `stop_timeout` | 30 (set) | **60 (set)** |"}, nil, ""},
		"a template before":           {[]string{stuck, "--base", rolls}, exitFaults, []string{", changed\n", "\n  new error cannot-roll"}, nil, ""},
		"the same template":           {[]string{stuck, "--base", stuck}, exitFaults, []string{", unchanged\n", "\n  error cannot-roll"}, []string{"new error"}, ""},
		"a finding that is gone":      {[]string{rolls, "--base", stuck}, exitOK, []string{"\n  gone error cannot-roll"}, nil, ""},
		"two before":                  {[]string{rolls, "--base", stuck, "--base", changingPlan}, exitOK, []string{"gone error cannot-roll", "Gone: api, aws_ecs_service.s"}, nil, ""},
		"a template in Markdown":      {[]string{stuck, "--format", "markdown"}, exitFaults, []string{"**1 service: 1 error"}, []string{"new"}, ""},
		"a template without a before": {[]string{stuck, "--changes"}, exitUsage, nil, nil, "--changes needs a plan"},
		"a state, which has none":     {[]string{state, "--changes"}, exitUsage, nil, nil, "--changes needs a plan"},
		"a state in Markdown":         {[]string{state, "--format", "markdown"}, exitOK, []string{"**1 service: "}, []string{"new"}, ""},
		"a base that is missing":      {[]string{stuck, "--base", "missing.yaml"}, exitUnsure, []string{"\n  error cannot-roll"}, []string{"new", "changed"}, "missing.yaml cannot be read"},
		"both":                        {[]string{changingPlan, "--changes", "--base", stuck}, exitUsage, nil, nil, "none of the others can be"},
	} {
		t.Run(name, func(t *testing.T) {
			status, stdout, stderr := audited(append(tt.args, "--config", "/dev/null")...)
			if status != tt.status || !strings.Contains(stderr, tt.stderr) || tt.stderr == "" && stderr != "" {
				t.Errorf("status %d, want %d; stderr:\n%s", status, tt.status, stderr)
			}
			for _, want := range tt.stdout {
				if !strings.Contains(stdout, want) {
					t.Errorf("no %q in:\n%s", want, stdout)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(stdout, not) {
					t.Errorf("%q in:\n%s", not, stdout)
				}
			}
		})
	}
}

// In JSON what was promised stands beside what is.
func TestAudit_changesJSON(t *testing.T) {
	_, stdout, _ := audited(changingPlan, "--changes", "--format", "json")
	type promise struct {
		Sure *int `json:"sure_seconds"`
	}
	var got struct {
		Services []struct {
			Name     string
			Before   map[string]promise `json:"promises_before"`
			Promises map[string]promise
			Change   struct {
				Kind string
				Gone []struct{ Rule string }
			}
			Findings []struct{ Rule, Change string }
		}
		Gone []struct{ Name, Address string } `json:"services_gone"`
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]struct{ Name, Address string }{{"gone", "aws_ecs_service.gone"}}, got.Gone); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, s := range got.Services {
		want := map[string]string{"api": "changed", "made": "new"}[s.Name]
		if s.Change.Kind != want || s.Change.Gone == nil || (s.Before == nil) != (s.Name == "made") {
			t.Errorf("%s is %+v, before %v", s.Name, s.Change, s.Before)
		}
		for _, f := range s.Findings {
			if f.Change == "" {
				t.Errorf("%s says not whether %s is new", s.Name, f.Rule)
			}
		}
		if s.Name == "api" && (*s.Before["deployment"].Sure != 15 || *s.Promises["deployment"].Sure != 285) {
			t.Errorf("the promises are %v and %v", s.Before["deployment"], s.Promises["deployment"])
		}
	}
	if strings.Index(stdout, `"promises_before"`) > strings.Index(stdout, `"promises":`) {
		t.Error("the promises of before come not beside those of now")
	}
}
