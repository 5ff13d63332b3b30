//go:build !linux

package pid1

import (
	"fmt"
	"io"
	"runtime"
)

// Run says that there is no PID 1 to be on this system.
func Run(_ Options, _ []string, stderr io.Writer) int {
	_, _ = fmt.Fprintln(stderr, "graceful exec: runs in Linux containers only, not on "+runtime.GOOS)
	return StatusRefused
}
