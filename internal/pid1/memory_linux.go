package pid1

import (
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// giveBack unmaps the pages of the program's file that the start needed. Waiting
// needs few of them; the kernel maps the others again from its cache when the stop
// comes.
func giveBack() {
	smaps, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		return
	}
	// All at once, at the end: what runs in between comes back.
	ranges := untouched(string(smaps))
	for i := len(ranges) - 1; i >= 0; i-- {
		_, _, _ = unix.RawSyscall(unix.SYS_MADVISE, ranges[i].from, ranges[i].to-ranges[i].from, unix.MADV_DONTNEED)
	}
}

type pages struct{ from, to uintptr }

// untouched are the read-only parts of files, in the text of smaps, to which nothing
// was ever written: these can be dropped without a loss. A dynamic linker writes
// into some parts before it makes them read-only, and such pages are in no file.
func untouched(smaps string) []pages {
	var all []pages
	var part pages
	ours, clean := false, 0
	for line := range strings.Lines(smaps) {
		name, value, _ := strings.Cut(line, ":")
		switch {
		case strings.Contains(name, "-"): // The first line of a part begins with its range.
			part, ours = readOnly(strings.Fields(line))
			clean = 0
		case (name == "Anonymous" || name == "Swap") && strings.TrimSpace(value) == "0 kB":
			if clean++; clean == 2 && ours {
				all = append(all, part)
			}
		}
	}
	return all
}

// readOnly is the range of a part whose first line has these fields, if it is one
// of a file that cannot be written to now.
func readOnly(f []string) (pages, bool) {
	if len(f) < 6 || !strings.HasPrefix(f[5], "/") || f[1] != "r-xp" && f[1] != "r--p" {
		return pages{}, false
	}
	low, high, _ := strings.Cut(f[0], "-")
	a, err1 := strconv.ParseUint(low, 16, 64)
	b, err2 := strconv.ParseUint(high, 16, 64)
	return pages{uintptr(a), uintptr(b)}, err1 == nil && err2 == nil && a < b
}
