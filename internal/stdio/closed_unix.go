//go:build unix

package stdio

import (
	"os"

	"golang.org/x/sys/unix"
)

// closed says that a standard file was closed when the program began: it is the
// null device, open for reading and writing as the runtime opens it. A shell's
// < and > open it for one of the two. Some programs that start others open it
// for both, and nothing tells that apart, except where they put one open file
// in several places.
func closed(fd int) bool {
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	if err != nil {
		return true
	}
	var file, null unix.Stat_t
	if flags&unix.O_ACCMODE != unix.O_RDWR || unix.Fstat(fd, &file) != nil || unix.Stat(os.DevNull, &null) != nil {
		return false
	}
	if file.Mode&unix.S_IFMT != unix.S_IFCHR || file.Rdev != null.Rdev {
		return false
	}
	for other := range 3 {
		if other != fd && sameFile(fd, other) {
			return false
		}
	}
	return true
}
