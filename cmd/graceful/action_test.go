package main

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// action is what a test needs of action.yml.
type action struct {
	Inputs map[string]struct{ Description, Default string }
	Runs   struct {
		Using string
		Steps []struct {
			Name, ID, If, Shell, Run string
			Env                      map[string]string
		}
	}
}

func readYAML(t *testing.T, name string, into any) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(text)
}

// Every flag of the Action, of its scripts and of the hook is one of the command.
func TestAction_flags(t *testing.T) {
	var a action
	var hooks []struct{ ID, Entry, Language, Files string }
	readYAML(t, "action.yml", &a)
	readYAML(t, ".pre-commit-hooks.yaml", &hooks)
	calls := map[string]string{}
	for _, h := range hooks {
		calls[h.ID] = h.Entry
		if h.Language != "golang" || !strings.HasPrefix(h.Entry, "graceful audit") {
			t.Errorf("%+v", h)
		}
	}
	text, err := os.ReadFile("../../scripts/action-audit.sh")
	if err != nil {
		t.Fatal(err)
	}
	calls["the Action"] = string(text)
	flags := newAudit().Flags()
	found := 0
	for name, call := range calls {
		for _, m := range regexp.MustCompile(`\s--([a-z-]+)(?: ([a-z]+)\b)?`).FindAllStringSubmatch(call, -1) {
			found++
			flag := flags.Lookup(m[1])
			if flag == nil {
				t.Errorf("%s: there is no flag --%s", name, m[1])
			} else if words, is := flag.Value.(*choice); is && m[2] != "" && !slices.Contains(words.words, m[2]) {
				t.Errorf("%s: --%s takes no %s", name, m[1], m[2])
			}
		}
	}
	if found < 7 || len(hooks) == 0 {
		t.Errorf("%d flags in %d hooks and the Action", found, len(hooks))
	}
	files := regexp.MustCompile(hooks[0].Files)
	for name, want := range map[string]bool{"template.yaml": true, "infra/template.json": true, "cdk.out/Shop.template.json": true, "template.yml.bak": false, "mytemplate.yaml": false, "values.yaml": false} {
		if files.MatchString(name) != want {
			t.Errorf("the hook takes %s: %t", name, !want)
		}
	}
}

// Every input is used, and every variable of a script is one that its step sets or
// GitHub has; none is put into a command as text.
func TestAction_inputs(t *testing.T) {
	var a action
	text := readYAML(t, "action.yml", &a)
	for name, input := range a.Inputs {
		if input.Description == "" || !strings.Contains(text, "inputs."+name) {
			t.Errorf("the input %s is not used or not described", name)
		}
	}
	script := regexp.MustCompile(`scripts/[a-z-]+\.sh`)
	for _, step := range a.Runs.Steps {
		if step.Shell != "bash" || strings.Contains(step.Run, "${{") {
			t.Errorf("%s: %s", step.Name, step.Run)
		}
		name := script.FindString(step.Run)
		if name == "" {
			continue
		}
		body, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\$\{?([A-Z][A-Z0-9_]+)`).FindAllStringSubmatch(string(body), -1) {
			_, set := step.Env[m[1]]
			if !set && !slices.Contains([]string{"RUNNER_OS", "RUNNER_ARCH", "RUNNER_TEMP", "GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_REPOSITORY", "GRACEFUL_RELEASES"}, m[1]) {
				t.Errorf("%s uses %s, which nobody sets", name, m[1])
			}
		}
	}
}

// runner is a machine of GitHub for a script.
type runner struct {
	t   *testing.T
	dir string
}

func newRunner(t *testing.T) runner {
	t.Helper()
	r := runner{t, t.TempDir()}
	for _, name := range []string{"bin", "releases/v1.2.3"} {
		if err := os.MkdirAll(filepath.Join(r.dir, name), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(r.dir, "bin", "graceful")); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r runner) write(name, text string, mode os.FileMode) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), []byte(text), mode); err != nil {
		r.t.Fatal(err)
	}
}

func (r runner) read(name string) string {
	text, _ := os.ReadFile(filepath.Join(r.dir, name)) // Empty if it is not there.
	return string(text)
}

// run runs a script, and gives its status and what it printed.
func (r runner) run(script string, env ...string) (int, string) {
	r.t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", "scripts", script))
	if err != nil {
		r.t.Fatal(err)
	}
	cmd := exec.CommandContext(r.t.Context(), path)
	cmd.Dir = r.dir
	cmd.Env = append([]string{asProgram + "=1", "PATH=" + filepath.Join(r.dir, "bin") + ":" + os.Getenv("PATH"), "HOME=" + r.dir, "RUNNER_TEMP=" + r.dir,
		"RUNNER_OS=Linux", "RUNNER_ARCH=X64", "GITHUB_PATH=" + r.dir + "/path", "GITHUB_OUTPUT=" + r.dir + "/output", "GITHUB_STEP_SUMMARY=" + r.dir + "/summary", "GITHUB_REPOSITORY=shop/api"}, env...)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		r.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// A release is installed if its checksum is the right one, and not otherwise.
func TestAction_install(t *testing.T) {
	r := newRunner(t)
	file, err := os.Create(filepath.Join(r.dir, "releases/v1.2.3/graceful_1.2.3_linux_amd64.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	hash := sha256.New()
	zipped := gzip.NewWriter(file)
	packed := tar.NewWriter(zipped)
	const program = "#!/bin/sh\necho it runs\n"
	_ = packed.WriteHeader(&tar.Header{Name: "graceful", Mode: 0o755, Size: int64(len(program))})
	_, _ = packed.Write([]byte(program))
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	_ = zipped.Close()
	_ = file.Close()
	hash.Write([]byte(r.read("releases/v1.2.3/graceful_1.2.3_linux_amd64.tar.gz")))
	sum := hex.EncodeToString(hash.Sum(nil))
	const list = "releases/v1.2.3/terraform-provider-graceful_1.2.3_SHA256SUMS"
	for name, tt := range map[string]struct {
		version, given, listed string
		status                 int
		want                   string
	}{
		"listed":                  {"v1.2.3", "", sum, 0, ""},
		"without the v":           {"1.2.3", "", sum, 0, ""},
		"another in the list":     {"1.2.3", "", strings.Repeat("0", 64), 2, "::error title=graceful::The checksum of graceful_1.2.3_linux_amd64.tar.gz is " + sum + " and not 0000"},
		"none in the list":        {"1.2.3", "", "", 2, "and not in the list"},
		"given":                   {"1.2.3", sum, strings.Repeat("0", 64), 0, ""},
		"another is given":        {"1.2.3", strings.Repeat("1", 64), sum, 2, "and not 1111"},
		"no such release":         {"1.2.4", "", sum, 2, "The release 1.2.4 has no graceful_1.2.4_linux_amd64.tar.gz"},
		"no version":              {"latest", "", sum, 2, "version is none such as 0.2.0"},
		"a version that leads on": {"1.2.3/../../x", "", sum, 2, "version is none such as 0.2.0"},
	} {
		t.Run(name, func(t *testing.T) {
			r := runner{t, r.dir}
			r.write("path", "", 0o600)
			line := ""
			if tt.listed != "" {
				line = tt.listed + "  graceful_1.2.3_linux_amd64.tar.gz\n"
			}
			r.write(list, sum+"  another.zip\n"+line, 0o600)
			status, out := r.run("action-install.sh", "VERSION="+tt.version, "SHA256="+tt.given, "GRACEFUL_RELEASES=file://"+r.dir+"/releases")
			if status != tt.status || !strings.Contains(out, tt.want) {
				t.Errorf("status %d, want %d:\n%s", status, tt.status, out)
			}
			folder := strings.TrimSpace(r.read("path"))
			if installed := folder != ""; installed != (status == 0) {
				t.Errorf("on the path: %q", folder)
			}
			if text, err := exec.CommandContext(t.Context(), filepath.Join(folder, "graceful")).Output(); status == 0 && string(text) != "it runs\n" {
				t.Errorf("%q, %v", text, err)
			}
		})
	}
}

// The audit writes all that is read of it, whatever it finds, and keeps the status.
func TestAction_audit(t *testing.T) {
	for name, tt := range map[string]struct {
		paths, base, failOn, want string
		summary, out              string
	}{
		"an error":              {"app.yaml\n", "", "error", "status=1\n", "**1 service: 1 error", "::error file=app.yaml,line=4,title=cannot-roll in S::"},
		"an error that is let":  {"app.yaml", "", "never", "status=0\n", "**1 service: 1 error", "::error "},
		"as before":             {"app.yaml", "app.yaml", "error", "status=1\n", "<!-- graceful audit: unchanged -->", "::error "},
		"two, one is missing":   {"app.yaml\nnone.yaml", "", "never", "status=3\n", "**1 service: 1 error", "none.yaml cannot be read"},
		"a path with a blank":   {"an app.yaml", "", "never", "status=0\n", "**1 service: 1 error", "file=an app.yaml"},
		"a path that is a flag": {"--help", "", "never", "status=3\n", "", "--help cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRunner(t)
			r.write("app.yaml", marked("x"), 0o600)
			r.write("an app.yaml", marked("x"), 0o600)
			status, out := r.run("action-audit.sh", "PATHS="+tt.paths, "BASE="+tt.base, "FAIL_ON="+tt.failOn, "CONFIG=", "BASELINE=", "PROFILE=", "SARIF=found.sarif")
			if status != 0 || r.read("output") != tt.want || !strings.Contains(out, tt.out) || !strings.Contains(r.read("summary"), tt.summary) || r.read("summary") != r.read("graceful-comment.md") {
				t.Errorf("status %d, %q, summary:\n%s\nout:\n%s", status, r.read("output"), r.read("summary"), out)
			}
			if tt.summary != "" && !strings.Contains(r.read("found.sarif"), `"ruleId": "cannot-roll"`) {
				t.Errorf("no SARIF: %q", r.read("found.sarif"))
			}
		})
	}
}

// One comment is kept: it is begun where something changes, and written over where it
// is there, if the token's own user wrote it.
func TestAction_comment(t *testing.T) {
	filter := `exec jq -r "$2" there.json`
	if _, err := exec.LookPath("jq"); err != nil {
		t.Log("the comments are not chosen by the filter itself, which needs jq")
		filter = "exec cat ids"
	}
	const (
		changes = "<!-- graceful audit -->\n### What\n"
		nothing = "<!-- graceful audit -->\n<!-- graceful audit: unchanged -->\n### Nothing\n"
		other   = `{"id": 1, "body": "<!-- graceful audit -->", "user": {"login": "somebody"}}, {"id": 2, "body": "x <!-- graceful audit -->", "user": {"login": "bot"}}`
		ours    = `{"id": 7, "body": "<!-- graceful audit -->\nold", "user": {"login": "bot"}}, {"id": 8, "body": "<!-- graceful audit -->\nolder", "user": {"login": "bot"}}`
	)
	for name, tt := range map[string]struct {
		comment, there, refuses string
		want, out               string
	}{
		"the first":                   {changes, other, "", "--method POST repos/shop/api/issues/12/comments", ""},
		"one that is there":           {changes, other + ", " + ours, "", "--method PATCH repos/shop/api/issues/comments/7", ""},
		"nothing changes":             {nothing, other, "", "", ""},
		"nothing changes any more":    {nothing, ours, "", "--method PATCH repos/shop/api/issues/comments/7", ""},
		"nothing was read":            {"", ours, "", "", ""},
		"the token may not write":     {changes, other, "POST", "", "::warning title=graceful::The comment cannot be written"},
		"the token may not even read": {changes, other, "paginate", "", "::warning title=graceful::The comment cannot be written"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRunner(t)
			r.write("graceful-comment.md", tt.comment, 0o600)
			r.write("there.json", "["+tt.there+"]", 0o600)
			r.write("ids", strings.Repeat("7\n8\n", strings.Count(tt.there, ours)), 0o600)
			// As gh does: comments come through the filter, the rest is noted.
			r.write("bin/gh", fmt.Sprintf(`#!/usr/bin/env bash
set -euo pipefail
[[ -z %q || "$*" != *%q* ]] || { echo 'HTTP 403' >&2; exit 1; }
if [[ "$*" == *--paginate* ]]; then
  while [ "$1" != --jq ]; do shift; done
  %s
fi
echo "$*" >>called
`, tt.refuses, tt.refuses, filter), 0o700)
			status, out := r.run("action-comment.sh", "NUMBER=12", "AUTHOR=bot", "GH_TOKEN=S3cr3t")
			called := r.read("called")
			if status != 0 || !strings.Contains(called, tt.want) || (called == "") != (tt.want == "") || !strings.Contains(out, tt.out) || strings.Contains(out+called, "S3cr3t") {
				t.Errorf("status %d, called %q:\n%s", status, called, out)
			}
			if tt.want != "" && !strings.Contains(called, "body=@"+r.dir+"/graceful-comment.md") {
				t.Errorf("called %q", called)
			}
		})
	}
}
