package drill

import (
	"bytes"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// A daemon has another parent, session and group than the command that it came
// from. Two things it inherits all the same: an entry of the environment and a
// limit. A program may start another without the first, hardly one without both.

// inheritMark starts a process that has, and hands on to all that it will start,
// the limit that is its mark: so much time as a realtime process that it means
// nothing. It inherits it from the drill, which has it for that moment: a mark that
// is set once the process runs comes too late for what it starts first. The limit
// above it stays, so a program may still change it.
func (p *process) inheritMark(start func() error) error {
	starting.Lock()
	defer starting.Unlock()
	var own unix.Rlimit
	if unix.Prlimit(0, unix.RLIMIT_RTTIME, nil, &own) == nil && own.Max == unix.RLIM_INFINITY {
		marked := unix.Rlimit{Cur: p.mark, Max: own.Max}
		if unix.Prlimit(0, unix.RLIMIT_RTTIME, &marked, nil) == nil { // Else the environment has the mark.
			defer unix.Prlimit(0, unix.RLIMIT_RTTIME, &own, nil) //nolint:errcheck // What was there can be set.
		}
	}
	return start()
}

// marked says that a process has the mark, which it got when it was born.
func (p *process) marked(pid int) bool {
	folder, mark := "/proc/"+strconv.Itoa(pid), strconv.FormatUint(p.mark, 10)
	limits, _ := os.ReadFile(folder + "/limits")
	if bytes.Contains(limits, []byte(" "+mark+" ")) {
		return true
	}
	environment, _ := os.ReadFile(folder + "/environ")
	return slices.Contains(strings.Split(string(environment), "\x00"), markVariable+"="+mark)
}

// kin is a process as /proc lists it.
type kin struct {
	relative
	parent, group int
}

// everybody lists all living processes.
func everybody() (out []kin) {
	folder, err := os.Open("/proc")
	if err != nil {
		return nil
	}
	defer folder.Close() //nolint:errcheck // It was only read.
	names, _ := folder.Readdirnames(-1)
	for _, name := range names {
		pid, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		fields := statFields(pid)
		if len(fields) < 20 || fields[0] == "Z" || fields[0] == "X" {
			continue
		}
		k := kin{relative: relative{pid: pid, started: fields[19]}}
		k.parent, _ = strconv.Atoi(fields[1])
		k.group, _ = strconv.Atoi(fields[2])
		out = append(out, k)
	}
	return out
}

// family lists the living processes that a command started, and theirs, whatever
// they did to leave it; not the command's own.
func (p *process) family() (out []relative) {
	all := everybody()
	ours := map[int]bool{}
	// The number of a command that has gone may be somebody else's by now.
	grouped := !slices.ContainsFunc(all, func(k kin) bool { return k.pid == p.pid && p.ended() })
	for _, k := range all {
		if k.pid == p.pid && !p.ended() || k.pid != p.pid && (grouped && k.group == p.pid || p.marked(k.pid)) {
			ours[k.pid] = true
		}
	}
	for found := true; found; {
		found = false
		for _, k := range all {
			if ours[k.parent] && !ours[k.pid] {
				ours[k.pid], found = true, true
			}
		}
	}
	for _, k := range all {
		if ours[k.pid] && k.pid != p.pid {
			k.name = commandLine(k.pid)
			out = append(out, k.relative)
		}
	}
	return out
}

// killFamily kills all that is left of a command, also what starts meanwhile. The
// wait is bounded: the system may be unable to end a process.
func (p *process) killFamily() {
	for limit := time.Now().Add(2 * time.Second); time.Now().Before(limit); time.Sleep(5 * time.Millisecond) {
		left := p.family()
		if len(left) == 0 {
			return
		}
		for _, r := range left {
			r.kill()
		}
	}
}
