package pid1

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Exit statuses of a command that did not start, as shells give them.
const (
	statusRefused  = 125 // the settings are wrong
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
	c.pid, err = syscall.ForkExec(path, command, &syscall.ProcAttr{
		Env:   environ,
		Files: []uintptr{0, 1, 2},
		Sys:   &syscall.SysProcAttr{Setpgid: true, Foreground: c.terminal, Ctty: 0},
	})
	if err != nil {
		return child{}, startStatus(err), &fs.PathError{Op: "exec", Path: path, Err: err}
	}
	return c, 0, nil
}

func startStatus(err error) int {
	if errors.Is(err, fs.ErrNotExist) {
		return statusNotFound
	}
	return statusNotRun
}

// ownsTerminal says whether standard input is a terminal whose foreground
// group is ours, so that we may hand it on.
func ownsTerminal() bool {
	group, err := unix.IoctlGetInt(0, unix.TIOCGPGRP)
	return err == nil && group == syscall.Getpgrp()
}

// takeTerminal makes our own group the foreground group again.
func (c child) takeTerminal() {
	if c.terminal {
		_ = unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, syscall.Getpgrp())
	}
}

// giveTerminal makes the child's group the foreground group.
func (c child) giveTerminal() {
	if c.terminal {
		_ = unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, c.pid)
	}
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
