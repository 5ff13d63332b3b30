//go:build unix

package drill_test

import "syscall"

// sessionOf starts a process in a session of its own or in its parent's.
func sessionOf(own bool) *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: own} }
