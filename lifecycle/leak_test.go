package lifecycle_test

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"testing"
	"time"
)

// TestMain fails when anything is still running after the tests, as goleak does
// in tests/; it is not at hand here, because this module requires no other.
func TestMain(m *testing.M) {
	status := m.Run()
	for end := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > 1 && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > 1 {
		fmt.Printf("%d goroutines are left:\n", n-1)
		_ = pprof.Lookup("goroutine").WriteTo(os.Stdout, 1)
		status = 1
	}
	os.Exit(status)
}
