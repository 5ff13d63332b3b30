package gracefulecs_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/aws/jsii-runtime-go"
)

// The environment that every test needs. The CDK's process reads it when the
// test binary loads, before any code of ours runs, so that setting it here
// would be too late: the binary starts itself once more.
var environment = map[string]string{
	"CDK_VALIDATION": "false", // Loads in 6 s; TestCloudFormationValidation turns it on.
	"JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20", // A list of Node's major versions.
}

func TestMain(m *testing.M) {
	if code, again := withEnvironment(); again {
		os.Exit(code)
	}
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

// withEnvironment runs this binary again, unless the environment is there
// already or a test has asked for validation.
func withEnvironment() (code int, again bool) {
	if os.Getenv(validationOn) != "" {
		return 0, false
	}
	for name, value := range environment {
		if os.Getenv(name) != value {
			again = true
		}
	}
	if !again {
		return 0, false
	}
	if _, err := exec.LookPath("node"); err != nil {
		fmt.Fprintln(os.Stderr, "These tests need Node.js 20 or later in PATH: the CDK runs in it.")
		return 1, true
	}
	cmd := exec.Command(os.Args[0], os.Args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = os.Environ()
	for name, value := range environment {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		return exit.ExitCode(), true
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		return 1, true
	}
	return 0, true
}
