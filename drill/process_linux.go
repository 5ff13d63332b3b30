package drill

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// isolated starts a process as PID 1 of a PID namespace. There, as in a
// container, a signal without a handler does nothing, and when the process
// ends so does everything that it started.
func isolated() *attributes {
	how := &attributes{Setpgid: true, Cloneflags: syscall.CLONE_NEWPID}
	if uid := os.Geteuid(); uid != 0 {
		how.Cloneflags |= syscall.CLONE_NEWUSER
		how.UidMappings = []syscall.SysProcIDMap{{ContainerID: uid, HostID: uid, Size: 1}}
		how.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getegid(), HostID: os.Getegid(), Size: 1}}
	}
	return how
}

// tied lets a process end with the drill, even when SIGKILL ends that. Linux means
// the thread that starts it, which must live as long as the process then.
func tied(how *attributes) *attributes {
	if how != nil {
		how.Pdeathsig = syscall.SIGKILL
	}
	return how
}

// relative is a process that another one started.
type relative struct {
	pid     int
	started string // since boot; with the id it names a process for good
	name    string
}

// descendants lists the living processes that a process started, and theirs.
func descendants(pid int) []relative {
	var out []relative
	for _, child := range children(pid) {
		if state, started := stat(child); state != "" && state != "Z" && state != "X" {
			out = append(out, relative{child, started, commandLine(child)})
		}
		out = append(out, descendants(child)...)
	}
	return out
}

// forked is how many processes and threads the machine has started since its boot;
// 0 where it does not say.
func forked() uint64 {
	text, _ := os.ReadFile("/proc/stat")
	for line := range strings.Lines(string(text)) {
		if count, found := strings.CutPrefix(line, "processes "); found {
			n, _ := strconv.ParseUint(strings.TrimSpace(count), 10, 64)
			return n
		}
	}
	return 0
}

// children lists the processes that a process started itself, ended or not.
func children(pid int) (out []int) {
	lists, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/children")
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		for _, word := range strings.Fields(string(text)) {
			child, _ := strconv.Atoi(word)
			out = append(out, child)
		}
	}
	return out
}

// lives says that the very process still runs.
func (r relative) lives() bool {
	state, started := stat(r.pid)
	return state != "" && state != "Z" && state != "X" && started == r.started
}

// kill ends the very process if it still runs.
func (r relative) kill() {
	if r.lives() {
		syscall.Kill(r.pid, syscall.SIGKILL) //nolint:errcheck // Then it has gone.
	}
}

func zombie(pid int) bool {
	state, _ := stat(pid)
	return state == "Z" || state == "X"
}

// stat reads the state and the start time of a process; both are empty when
// there is none.
func stat(pid int) (state, started string) {
	fields := statFields(pid)
	if len(fields) < 20 {
		return "", ""
	}
	return fields[0], fields[19]
}

// statFields are the fields of a process's stat from its state on.
func statFields(pid int) []string {
	text, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	// The name of the command, in brackets, may have brackets and spaces itself.
	return strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
}

// working says that a process has not begun to end: then its memory, and with
// it the program that it runs, is gone.
func working(pid int) bool {
	_, err := os.Readlink("/proc/" + strconv.Itoa(pid) + "/exe")
	return err == nil && !zombie(pid)
}

func commandLine(pid int) string {
	text, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/cmdline")
	line := strings.TrimSpace(strings.ReplaceAll(string(text), "\x00", " "))
	if r := []rune(line); len(r) > 80 {
		line = string(r[:80]) + "…"
	}
	return line
}

// shell says which shell a process is and what it runs, when it is a shell
// that waits for a child instead of having become it.
func shell(pid int) (name, child string) {
	path, err := os.Readlink("/proc/" + strconv.Itoa(pid) + "/exe")
	if err != nil {
		return "", ""
	}
	name = filepath.Base(path)
	switch name {
	case "busybox": // It is a shell only if it was called one.
		words := strings.Fields(commandLine(pid))
		if len(words) == 0 || !strings.HasSuffix(words[0], "sh") && (len(words) < 2 || words[1] != "sh") {
			return "", ""
		}
	case "sh", "dash", "bash", "ash", "zsh", "ksh", "mksh":
	default:
		return "", ""
	}
	children := descendants(pid)
	if len(children) == 0 {
		return "", ""
	}
	return name, children[0].name
}
