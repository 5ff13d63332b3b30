package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const auditedPlan = "../../service/plan/testdata/plan.json"

// audited runs the command.
func audited(args ...string) (status int, stdout, stderr string) {
	var out, err strings.Builder
	status = run(append([]string{"audit"}, args...), strings.NewReader(""), &out, &err)
	return status, out.String(), err.String()
}

// The exit status is that of the worst finding, as far as it is asked for, and
// another one where something could not be read.
func TestAudit_status(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	stuck := file("stuck.json", `{"Resources": {"S": {"Type": "AWS::ECS::Service", "Properties": {"LaunchType": "FARGATE", "DesiredCount": 1, "DeploymentConfiguration": {"MaximumPercent": 100}}}}}`)
	none := file("none.json", `{"Resources": {}}`)
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	folder := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		file(filepath.Join(name, "main.tf"), text)
		return path
	}
	code := folder("code", "resource \"aws_ecs_service\" \"s\" {\n  launch_type = \"FARGATE\"\n  desired_count = 1\n  deployment_maximum_percent = 100\n}\n")
	faulty := folder("faulty", "locals {\n  a = local.b\n  b = local.a\n}\nresource \"aws_ecs_service\" \"s\" { desired_count = local.a }\n")
	empty := folder("empty", "resource \"aws_sqs_queue\" \"q\" {}\n")
	for name, tt := range map[string]struct {
		args           []string
		status         int
		stdout, stderr string
	}{
		"warnings":                {[]string{auditedPlan}, exitOK, "warning circuit-breaker-off", ""},
		"fixes that are opposite": {[]string{auditedPlan, "--format", "markdown"}, exitOK, "spot-drain asks for the opposite, deregistration_delay 40", ""},
		"warnings count":          {[]string{auditedPlan, "--fail-on", "warning"}, exitFaults, "", ""},
		"an error":                {[]string{stuck}, exitFaults, "error cannot-roll", ""},
		"an error that is let by": {[]string{stuck, "--fail-on", "never"}, exitOK, "error cannot-roll", ""},
		"for GitHub":              {[]string{stuck, "--format", "github"}, exitFaults, "::error file=" + stuck + ",line=1,title=cannot-roll in S::", ""},
		"another launch type":     {[]string{file("ec2.json", `{"Resources": {"S": {"Type": "AWS::ECS::Service", "Properties": {"LaunchType": "EC2"}}, "T": {"Type": "AWS::ECS::Service", "Properties": {"LaunchType": "EC2"}}}}`)}, exitOK, "Not judged, for its launch type is EC2: S, T\n\n0 services", ""},
		"no service":              {[]string{none}, exitOK, "0 services", ""},
		"no file":                 {[]string{filepath.Join(dir, "missing")}, exitUnsure, "", "no such file"},
		"one of two cannot be":    {[]string{stuck, file("cut.json", `{"Resources": `)}, exitUnsure, "error cannot-roll", "is no whole JSON"},
		"HCL":                     {[]string{file("main.tf", `resource "aws_ecs_service" "x" {}`)}, exitUnsure, "", "main.tf is one file of a configuration: give the folder that it stands in"},
		"code":                    {[]string{code}, exitFaults, "minimum_healthy_percent: 100 (default) at " + filepath.Join(code, "main.tf:1"), ""},
		"code with a fault":       {[]string{faulty}, exitUnsure, "", filepath.Join(faulty, "main.tf") + ":2: local.a refers to itself: local.a → local.b → local.a"},
		"code without a service":  {[]string{empty}, exitOK, "0 services", "graceful: " + empty + " has no aws_ecs_service"},
		"another JSON":            {[]string{file("other.json", `{"a": 1}`)}, exitUnsure, "", "is neither what terraform show -json prints"},
		"a folder of anything":    {[]string{filepath.Join(dir, "folder")}, exitUnsure, "", "has no *.tf, and no manifest.json"},
		"nothing":                 {nil, exitUsage, "", "requires at least 1 arg"},
	} {
		t.Run(name, func(t *testing.T) {
			status, stdout, stderr := audited(tt.args...)
			if status != tt.status || !strings.Contains(stdout, tt.stdout) || !strings.Contains(stderr, tt.stderr) || tt.stderr == "" && stderr != "" {
				t.Errorf("status %d, want %d; stdout:\n%s\nstderr:\n%s", status, tt.status, stdout, stderr)
			}
		})
	}
}

// The JSON has the shape that is promised.
func TestAudit_json(t *testing.T) {
	_, stdout, _ := audited(auditedPlan, "--format", "json")
	var got struct {
		Version  string
		Services []struct {
			Name, Address string
			Source        struct{ File string }
			Values        map[string]struct {
				Value        *int
				State, Where string
			}
			Promises map[string]struct {
				Sure *int `json:"sure_seconds"`
			}
			Rollout  struct{ CanRoll *bool } `json:"rollout"`
			Findings []struct {
				Rule, Fingerprint, Source string
				Numbers, Fix              []any
			}
		}
		NotJudged []struct {
			Service, Why string
			Values       []string
		} `json:"not_judged"`
		Summary struct{ Services, Errors, Warnings, Infos int }
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	if got.Version == "" || got.Summary.Services != 8 || len(got.Services) != 8 || got.Summary.Errors != 0 || got.Summary.Warnings != 19 {
		t.Errorf("%+v", got.Summary)
	}
	for _, s := range got.Services {
		if s.Address != `module.keyed["a.b"].aws_ecs_service.this` {
			continue
		}
		if v := s.Values["deregistration_delay"]; v.Value == nil || *v.Value != 45 || v.State != "computed" || v.Where != `module.keyed["a.b"].aws_lb_target_group.this` {
			t.Errorf("deregistration_delay is %+v", v)
		}
		if p := s.Promises["deployment"]; p.Sure == nil || *p.Sure != 30 || s.Source.File != auditedPlan {
			t.Errorf("deployment keeps %+v, read from %s", p, s.Source.File)
		}
		if len(s.Findings) != 5 || s.Findings[0].Numbers == nil || s.Findings[0].Fix == nil || s.Findings[0].Fingerprint == "" {
			t.Errorf("findings %+v", s.Findings)
		}
	}
	if len(got.NotJudged) != 2 || got.NotJudged[1].Service != "module.unknown.aws_ecs_service.this" || got.NotJudged[1].Why != "the container definitions are known after apply" {
		t.Errorf("not judged: %+v", got.NotJudged)
	}
}

// What another command prints comes through a pipe, as to every other command.
func TestAudit_standardInput(t *testing.T) {
	const stuck = `{"Resources": {"S": {"Type": "AWS::ECS::Service", "Properties": {"LaunchType": "FARGATE", "DesiredCount": 1, "DeploymentConfiguration": {"MaximumPercent": 100}}}}}`
	for name, tt := range map[string]struct {
		args           []string
		stdin          string
		status         int
		stdout, stderr string
	}{
		"a template": {[]string{"audit", "-"}, stuck, exitFaults, "S in standard input", ""},
		"a plan":     {[]string{"audit", "-", "--format", "json"}, whole(t, auditedPlan), exitOK, `"file": "standard input"`, ""},
		"before":     {[]string{"audit", auditedPlan, "--base", "-"}, whole(t, auditedPlan), exitOK, ", unchanged", ""},
		"nothing":    {[]string{"audit", "-"}, "", exitUnsure, "", "standard input is neither JSON nor"},
		"a profile":  {[]string{"suggest", "-"}, stuck, exitOK, "desired_count: 1", ""},
	} {
		var stdout, stderr strings.Builder
		status := run(tt.args, strings.NewReader(tt.stdin), &stdout, &stderr)
		if status != tt.status || !strings.Contains(stdout.String(), tt.stdout) || !strings.Contains(stderr.String(), tt.stderr) {
			t.Errorf("%s: status %d, want %d\n%s%s", name, status, tt.status, stdout.String(), stderr.String())
		}
	}
}

func whole(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
