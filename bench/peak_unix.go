//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peak is what a process that has ended held at most, in bytes; false where the system
// does not tell. Linux counts in KiB, and macOS in bytes.
func peak(ended *os.ProcessState) (int, bool) {
	usage, is := ended.SysUsage().(*syscall.Rusage)
	if !is {
		return 0, false
	}
	if runtime.GOOS == "linux" {
		return int(usage.Maxrss) << 10, true
	}
	return int(usage.Maxrss), true
}
