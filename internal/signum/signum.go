//go:build unix

// Package signum knows the number of every signal that a profile may name, the
// real-time signals among them, which the system's own tables leave out.
package signum

import (
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// The real-time signals as the C library of Linux has them, which keeps the two
// before them for itself.
const (
	realTimeLeast = 34
	realTimeMost  = 64
	realTimeName  = "SIGRTMIN"
)

// Number is the signal of a name such as SIGTERM or SIGRTMIN+3; false if this
// system has none.
func Number(name string) (syscall.Signal, bool) {
	if n := unix.SignalNum(name); n != 0 {
		return n, true
	}
	rest, ok := strings.CutPrefix(name, realTimeName)
	if !ok || runtime.GOOS != "linux" {
		return 0, false
	}
	if rest == "" {
		return realTimeLeast, true
	}
	k, err := strconv.Atoi(strings.TrimPrefix(rest, "+"))
	if err != nil || rest != "+"+strconv.Itoa(k) || k < 1 || k > realTimeMost-realTimeLeast {
		return 0, false
	}
	return syscall.Signal(realTimeLeast + k), true
}

// Name is the name of a signal, or its number where it has none.
func Name(n syscall.Signal) string {
	if s := unix.SignalName(n); s != "" {
		return s
	}
	switch {
	case runtime.GOOS != "linux" || n < realTimeLeast || n > realTimeMost:
		return n.String()
	case n == realTimeLeast:
		return realTimeName
	default:
		return realTimeName + "+" + strconv.Itoa(int(n)-realTimeLeast)
	}
}
