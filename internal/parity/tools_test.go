package parity

import (
	"path/filepath"
	"strings"
	"testing"
)

// Without a tool the test on the wire must fail, not pass over it.
func TestFindTools_saysHowToGetEach(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "nothing")
	for _, variable := range []string{"GRACEFUL_GO", "GRACEFUL_TERRAFORM", "GRACEFUL_AWS_PROVIDER", "GRACEFUL_PYTHON"} {
		t.Setenv(variable, nowhere)
	}
	_, err := FindTools(t.TempDir())
	if err == nil {
		t.Fatal("there are no tools, and no error")
	}
	for _, want := range []string{"set GRACEFUL_GO", "set GRACEFUL_TERRAFORM", "set GRACEFUL_AWS_PROVIDER", "set GRACEFUL_PYTHON", getTools, nowhere} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q:\n%v", want, err)
		}
	}
}

func TestFindTools_looksForMoto(t *testing.T) {
	for _, variable := range []string{"GRACEFUL_GO", "GRACEFUL_TERRAFORM", "GRACEFUL_AWS_PROVIDER"} {
		t.Setenv(variable, "go")
	}
	t.Setenv("GRACEFUL_PYTHON", "false") // A Python in which no module can be imported.
	if _, err := FindTools(t.TempDir()); err == nil || !strings.Contains(err.Error(), "pip install 'moto[server]'") {
		t.Errorf("got %v, want how to get moto", err)
	}
}
