package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// shell runs a line as a user would, with graceful on the path, and a profile and
// values in the folder.
func shell(t *testing.T, line string, env ...string) result {
	t.Helper()
	return shellAs(t, func(*exec.Cmd) {}, line, env...)
}

// shellAs is shell with something about the process itself.
func shellAs(t *testing.T, as func(*exec.Cmd), line string, env ...string) result {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	bin := filepath.Join(dir, "bin")
	recording, err := os.ReadFile(filepath.Join("..", "..", "drill", "verdict", "testdata", "recordings", "http-held.jsonl"))
	if err := errors.Join(err, os.Mkdir(bin, 0o777), os.Symlink(self, filepath.Join(bin, "graceful")),
		os.WriteFile(filepath.Join(dir, "profile.yaml"), []byte(sound), 0o600),
		os.WriteFile(filepath.Join(dir, "drill.jsonl"), recording, 0o600),
		os.WriteFile(filepath.Join(dir, "plan.json"), []byte(plannedService), 0o600),
		os.Mkdir(filepath.Join(dir, "cdk.out"), 0o700),
		os.WriteFile(filepath.Join(dir, "cdk.out", "manifest.json"), []byte(`{}`), 0o600),
		os.WriteFile(filepath.Join(dir, "service.yaml"), []byte("load_balancer: alb\nstop_timeout: 30\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", "-c", line)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), append(env, asProgram+"=1", "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))...)
	as(cmd)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var status *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &status) {
		t.Fatalf("%s: %v", line, err)
	}
	if cmd.ProcessState.ExitCode() < 0 {
		t.Logf("%s: %s", line, cmd.ProcessState) // By which signal.
	}
	return result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// plannedService is a state with one service, named api.
const plannedService = `{"format_version": "1.2", "values": {"root_module": {"resources": [
	{"address": "aws_ecs_service.api", "mode": "managed", "type": "aws_ecs_service", "name": "api", "values": {"name": "api", "launch_type": "FARGATE"}}]}}}`

// everyCommand walks the tree of commands.
func everyCommand(visit func(*cobra.Command)) {
	root := newRoot()
	finish(root)
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		visit(c)
		for _, child := range c.Commands() {
			walk(child)
		}
	}
	walk(root)
}

// TestHelp_examples runs every example that any help shows.
func TestHelp_examples(t *testing.T) {
	t.Parallel()
	everyCommand(func(c *cobra.Command) {
		name := c.CommandPath()
		if c.Short == "" || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: short text %q is missing or ends with a stop", name, c.Short)
		}
		if c.Example == "" && (!c.HasParent() || c.Parent().Name() != "completion") {
			t.Errorf("%s: no example", name)
		}
		for line := range strings.Lines(c.Long) {
			if len(line) > 81 && !strings.HasPrefix(name, "graceful completion") {
				t.Errorf("%s: help is wider than 80 characters: %s", name, line)
			}
		}
		for line := range strings.Lines(c.Example) {
			t.Run(strings.TrimSpace(line), func(t *testing.T) {
				t.Parallel()
				if !strings.HasPrefix(line, "  ") || !strings.Contains(line, c.CommandPath()) {
					t.Errorf("%s: example %q is not about the command", name, line)
				}
				if c.Name() == "drill" {
					// It needs an app: here only its flags are tried, and TestDrill plays it.
					line = strings.Replace(line, " -- ", " --help -- ", 1)
				}
				if got := shell(t, line); got.status != exitOK || got.stderr != "" {
					t.Errorf("status %d: %s", got.status, got.stderr)
				}
			})
		}
	})
}

func TestProcess(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		line           string
		status         int
		stdout, stderr string
	}{
		"ok":              {"graceful settings profile.yaml > /dev/null", 0, "", ""},
		"faults":          {"graceful settings - <<< 'workload: http' 2> /dev/null", 1, "", ""},
		"usage":           {"graceful settings", 2, "", "needs a FILE"},
		"a closed pipe":   {"graceful schema | true; s=${PIPESTATUS[0]}; test $s = 0 || test $s = 141", 0, "", ""},
		"not on a screen": {"graceful settings profile.yaml; graceful settings nothing.yaml 2>&1", 2, "", ""},
		"a folder":        {"graceful settings .", 2, "", "is a directory"},
		"a megabyte":      {"head -c 3000000 /dev/zero | graceful settings -", 1, "", "too large"},
		"noise":           {"head -c 100000 /dev/urandom | graceful settings -", 1, "", "Unreadable File"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := shell(t, tt.line)
			if got.status != tt.status || !strings.Contains(got.stdout, tt.stdout) || !strings.Contains(got.stderr, tt.stderr) {
				t.Errorf("status %d, want %d\nstdout: %s\nstderr: %s", got.status, tt.status, got.stdout, got.stderr)
			}
			if strings.Contains(got.stdout+got.stderr, "\x1b") || strings.Contains(got.stderr, "goroutine") {
				t.Errorf("colour or a stack trace: %q %q", got.stdout, got.stderr)
			}
		})
	}
}
