//go:build linux

// Package testserver has what every server needs that a test starts: a port, a folder and
// an ordinary user of its own, and an end with the test.
package testserver

import (
	"net"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
	"testing"
)

// Launch starts a process that is gone when the test ends, with all of its group.
func Launch(t testing.TB, process *exec.Cmd, own *syscall.Credential) {
	t.Helper()
	process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: own}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-process.Process.Pid, syscall.SIGKILL)
		_ = process.Wait()
	})
}

// Folder is one of the test's, and the ordinary user who owns it, for root, as whom many
// servers do not run. A nil user stands for whoever runs the test.
func Folder(t testing.TB, pattern string) (folder string, own *syscall.Credential) {
	t.Helper()
	folder, err := os.MkdirTemp("", pattern) //nolint:usetesting // Another user must get in.
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if os.Geteuid() != 0 {
		return folder, nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.ParseUint(nobody.Uid, 10, 32)
	gid, _ := strconv.ParseUint(nobody.Gid, 10, 32)
	if err := os.Chown(folder, int(uid), int(gid)); err != nil {
		t.Fatal(err)
	}
	return folder, &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// Port is one that nobody listens on.
func Port(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	_ = listener.Close()
	return port
}
