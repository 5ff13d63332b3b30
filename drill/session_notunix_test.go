//go:build !unix

package drill_test

import "syscall"

// sessionOf does nothing where there are no sessions.
func sessionOf(bool) *syscall.SysProcAttr { return nil }
