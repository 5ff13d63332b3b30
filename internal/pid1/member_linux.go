package pid1

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// member is a process as /proc tells of it.
type member struct {
	pid, name string
	// known says that the three sets were there: some sandboxes leave them out.
	known                    bool
	blocked, ignored, caught signalSet
}

// signalSet has a bit for each signal, the lowest for signal 1.
type signalSet uint64

func (s signalSet) has(n syscall.Signal) bool { return n > 0 && s>>(n-1)&1 == 1 }

// ownProc says that /proc has the numbers that we know processes by. In a PID
// namespace without a /proc of its own they are those of strangers.
func ownProc() bool {
	self, err := os.Readlink("/proc/self")
	return err == nil && self == strconv.Itoa(os.Getpid())
}

// readMember reads about the process with this entry in /proc. It says whether
// the process is alive; one that may not be looked at is, by an unknown name.
func readMember(pid string) (m member, alive bool) {
	text, err := os.ReadFile("/proc/" + pid + "/status")
	if err != nil {
		return member{pid: pid, name: "?"}, !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ESRCH)
	}
	return parseMember(pid, string(text))
}

func parseMember(pid, status string) (m member, alive bool) {
	m, alive = member{pid: pid}, true
	sets := map[string]*signalSet{"SigBlk": &m.blocked, "SigIgn": &m.ignored, "SigCgt": &m.caught}
	for line := range strings.Lines(status) {
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch field {
		case "Name":
			m.name = value
		case "State":
			alive = !strings.HasPrefix(value, "Z") && !strings.HasPrefix(value, "X")
		case "SigBlk", "SigIgn", "SigCgt":
			if n, err := strconv.ParseUint(value, 16, 64); err == nil {
				*sets[field] = signalSet(n)
				delete(sets, field)
			}
		}
	}
	m.known = len(sets) == 0
	return m, alive
}
