package pid1

import (
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// giveBack unmaps the pages of the program's file that the start needed. Waiting
// needs few of them; the kernel reads the others again from its cache when the
// stop comes.
func giveBack() {
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		return
	}
	var ranges [][2]uintptr
	for line := range strings.Lines(string(maps)) {
		if from, to, ok := ownCode(line); ok {
			ranges = append(ranges, [2]uintptr{from, to - from})
		}
	}
	// All at once, at the end: what runs in between comes back.
	for i := len(ranges) - 1; i >= 0; i-- {
		_, _, _ = unix.RawSyscall(unix.SYS_MADVISE, ranges[i][0], ranges[i][1], unix.MADV_DONTNEED)
	}
}

// ownCode is the range of a line of /proc/self/maps that is a part of a file
// which nothing can have written to: its pages can be dropped without a loss.
func ownCode(line string) (from, to uintptr, ok bool) {
	f := strings.Fields(line)
	if len(f) < 6 || !strings.HasPrefix(f[5], "/") || f[1] != "r-xp" && f[1] != "r--p" {
		return 0, 0, false
	}
	low, high, _ := strings.Cut(f[0], "-")
	a, err1 := strconv.ParseUint(low, 16, 64)
	b, err2 := strconv.ParseUint(high, 16, 64)
	return uintptr(a), uintptr(b), err1 == nil && err2 == nil && a < b
}
