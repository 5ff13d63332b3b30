package pid1

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Exit statuses of a command that did not start, as shells give them.
const (
	statusNotRun   = 126 // found, but it cannot be run
	statusNotFound = 127
)

// child is the command while it runs. Its process group has its own id.
type child struct {
	pid int
	// terminal says that the child's group was made the terminal's foreground
	// group in our place.
	terminal bool
}

// start runs the command in a process group of its own, with our standard
// streams and every other descriptor that was handed to us.
func start(command, environ []string) (child, int, error) {
	path, err := find(command[0])
	if err != nil {
		return child{}, startStatus(err), err
	}
	c := child{terminal: ownsTerminal()}
	attr := &syscall.ProcAttr{
		Env:   environ,
		Files: []uintptr{0, 1, 2},
		Sys:   &syscall.SysProcAttr{Setpgid: true, Foreground: c.terminal, Ctty: 0},
	}
	c.pid, err = syscall.ForkExec(path, command, attr)
	if errors.Is(err, syscall.ENOEXEC) && isText(path) {
		// A script without "#!" is the shell's, as everywhere else.
		script := append([]string{shell, path}, command[1:]...)
		if pid, err2 := syscall.ForkExec(shell, script, attr); err2 == nil {
			c.pid, err = pid, nil
		}
	}
	if err != nil {
		// The child that did not become the command had the terminal by then.
		signal.Ignore(syscall.SIGTTOU)
		c.takeTerminal()
		return child{}, startStatus(err), &fs.PathError{Op: "exec", Path: path, Err: err}
	}
	return c, 0, nil
}

// shell runs the scripts that do not name their interpreter.
const shell = "/bin/sh"

// isText tells a script from a program for another machine, by the rule of
// shells: the first line of a program has a zero byte.
func isText(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, 256)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false
	}
	line, _, _ := bytes.Cut(head[:n], []byte("\n"))
	return bytes.IndexByte(line, 0) < 0
}

func startStatus(err error) int {
	if errors.Is(err, fs.ErrNotExist) {
		return statusNotFound
	}
	return statusNotRun
}

// find looks the command up as a shell does. A file that is there but cannot
// be run is reported as such when no other one can.
func find(name string) (string, error) {
	if name == "" {
		return "", &fs.PathError{Op: "exec", Path: `""`, Err: fs.ErrNotExist}
	}
	if strings.Contains(name, "/") {
		return name, nil
	}
	path, ok := os.LookupEnv("PATH")
	if !ok {
		path = "/usr/local/bin:/usr/bin:/bin"
	}
	var failure error = &fs.PathError{Op: "find in PATH", Path: name, Err: fs.ErrNotExist}
	for _, dir := range filepath.SplitList(path) {
		candidate := filepath.Join(dir, name)
		if dir == "" {
			candidate = "./" + name
		}
		info, err := os.Stat(candidate)
		switch {
		case err != nil || info.IsDir():
			continue
		case unix.Access(candidate, unix.X_OK) == nil:
			return candidate, nil
		default:
			failure = &fs.PathError{Op: "exec", Path: candidate, Err: fs.ErrPermission}
		}
	}
	return "", failure
}
