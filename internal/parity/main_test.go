package parity

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/aws/jsii-runtime-go"
)

// environment is what the CDK's process must see. It reads it when the test
// binary loads, so the binary starts itself once more with it.
var environment = map[string]string{
	"CDK_VALIDATION": "false", // The construct's own tests run it; here it would cost seconds.
	"JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1",
}

func TestMain(m *testing.M) {
	again := false
	for name := range environment {
		again = again || os.Getenv(name) == ""
	}
	if again {
		os.Exit(restart())
	}
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

func restart() int {
	if _, err := exec.LookPath("node"); err != nil {
		fmt.Fprintln(os.Stderr, "These tests need Node.js 20 or later in PATH: the CDK runs in it.")
		return 1
	}
	cmd := exec.Command(os.Args[0], os.Args[1:]...)
	cmd.Env = os.Environ()
	for name, value := range environment {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	default:
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
}
