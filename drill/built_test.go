package drill_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// builds counts the programs that were built, each in a folder of its own below
// this one; TestMain removes it.
var (
	builds     atomic.Int32
	buildsRoot = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "drill-*") })
)

// built builds the program of a folder, once for all tests. It is built there,
// as it may belong to another module.
func built(folder string, flags ...string) func(t *testing.T) string {
	build := sync.OnceValues(func() (string, error) {
		builds.Add(1)
		root, err := buildsRoot()
		if err != nil {
			return "", err
		}
		binary := filepath.Join(root, filepath.Base(folder))
		command := exec.Command("go", append(append([]string{"build", "-o", binary}, flags...), ".")...)
		command.Dir = folder
		command.Env = append(os.Environ(), "GOWORK=off")
		if out, err := command.CombinedOutput(); err != nil {
			return "", fmt.Errorf("building %s: %w: %s", folder, err, out)
		}
		return binary, nil
	})
	return func(t *testing.T) string {
		t.Helper()
		binary, err := build()
		if err != nil {
			t.Fatal(err)
		}
		return binary
	}
}

// removeBuilt removes what was built.
func removeBuilt() {
	if builds.Load() > 0 {
		root, _ := buildsRoot()
		_ = os.RemoveAll(root)
	}
}
