package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestMain(m *testing.M) {
	if os.Getenv("GRACEFUL_EXEC_AS_PROGRAM") != "" {
		_ = os.Unsetenv("GRACEFUL_EXEC_AS_PROGRAM")
		main()
	}
	os.Exit(m.Run())
}

func TestRun(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		args   []string
		status int
		says   string
	}{
		"its status":    {[]string{"--quiet", "--", "sh", "-c", "exit 42"}, 42, ""},
		"its flags":     {[]string{"-quiet", "sh", "-c", "echo $1", "sh", "--quiet"}, 0, "--quiet\n"},
		"help":          {[]string{"--help"}, 0, "ENTRYPOINT"},
		"unknown flag":  {[]string{"--nope", "--", "true"}, 125, "-nope"},
		"wrong setting": {[]string{"--framework", "nope", "--", "true"}, 125, "--framework: Unknown Word"},
		"no command":    {nil, 125, "COMMAND: Missing Value"},
		"version":       {[]string{"--version"}, 0, "graceful-exec "},
		"its own flag":  {[]string{"--quiet", "--", "sh", "-c", "echo $0", "--version"}, 0, "--version\n"},
		"odd flag":      {[]string{"--a\n::error::b", "--", "true"}, 125, `graceful-exec: flag provided but not defined: -a\n::error::b` + "\n"},
		"odd value":     {[]string{"--group=a\n::error::b", "--", "true"}, 125, `invalid boolean value "a\n::error::b" for -group`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(self, tt.args...)
			cmd.Env = append(os.Environ(), "GRACEFUL_EXEC_AS_PROGRAM=1")
			out, _ := cmd.CombinedOutput()
			if got := cmd.ProcessState.ExitCode(); got != tt.status || !strings.Contains(string(out), tt.says) {
				t.Errorf("exit status %d, want %d with %q in:\n%s", got, tt.status, tt.says, out)
			}
		})
	}
}

// TestRun_output: help and version that did not arrive are no success.
func TestRun_output(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, flag := range []string{"--help", "--version"} {
		for redirect, want := range map[string]string{
			"> /dev/full": "graceful-exec: cannot write to standard output: no space left on device\n",
			">&-":         "graceful-exec: cannot write to standard output: it is closed; to discard the result, send it to the null device\n",
			"> /dev/null": "",
		} {
			cmd := exec.Command("sh", "-c", `"$0" "$1" `+redirect, self, flag)
			cmd.Env = append(os.Environ(), "GRACEFUL_EXEC_AS_PROGRAM=1")
			out, _ := cmd.CombinedOutput()
			if status := cmd.ProcessState.ExitCode(); string(out) != want || (status == 125) != (want != "") {
				t.Errorf("%s %s: status %d, output %q, want %q", flag, redirect, status, out, want)
			}
		}
	}
}
