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
