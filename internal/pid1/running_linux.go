package pid1

import (
	"os"
	"strconv"
	"syscall"
)

// running names the processes of the child's group that have not ended, for
// the line that is logged when they are killed.
func (s *supervisor) running() []string { return names(members(s.child.pid)) }

// members lists the processes of a group that have not ended, as far as /proc
// shows them: none where it is that of other processes, as in a PID namespace
// without a /proc of its own.
func members(group int) []member {
	if !ownProc() {
		return nil
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var out []member
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if g, err := syscall.Getpgid(pid); err != nil || g != group {
			continue
		}
		if m, alive := readMember(e.Name()); alive {
			out = append(out, m)
		}
	}
	return out
}

func names(members []member) []string {
	var out []string
	for _, m := range members {
		out = append(out, m.name+"["+m.pid+"]")
	}
	return out
}
