package pid1

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// running names the processes of the child's group that have not ended, for
// the line that is logged when they are killed.
func (s *supervisor) running() []string {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if group, err := syscall.Getpgid(pid); err != nil || group != s.child.pid {
			continue
		}
		// The state follows the name, which is in parentheses and may itself
		// have some.
		stat, err := os.ReadFile("/proc/" + e.Name() + "/stat")
		open, end := strings.IndexByte(string(stat), '('), strings.LastIndex(string(stat), ") ")
		if err != nil || open < 0 || end < open || stat[end+2] == 'Z' {
			continue
		}
		out = append(out, string(stat[open+1:end])+"["+e.Name()+"]")
	}
	return out
}
