//go:build linux

// Package testrabbit starts a RabbitMQ for one test.
package testrabbit

import (
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/rabbitmq/amqp091-go"
)

// Start starts one that is gone when the test ends, with all that it started.
func Start(t testing.TB) (url string) {
	t.Helper()
	const server = "/usr/lib/rabbitmq/bin/rabbitmq-server"
	if _, err := os.Stat(server); err != nil {
		t.Fatal("this test needs RabbitMQ: install Debian's rabbitmq-server")
	}
	folder, err := os.MkdirTemp("", "graceful-rabbitmq-") //nolint:usetesting // Another user must get in.
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	port, distribution, registry := freePort(t), freePort(t), freePort(t)
	own := unprivileged(t, folder)
	// Erlang's registry of nodes would be started as a daemon that goes on for ever,
	// where there is none.
	launch(t, exec.Command("epmd", "-port", registry, "-address", "127.0.0.1"), own)
	process := exec.Command(server)
	process.Dir = folder
	process.Env = append(os.Environ(), "HOME="+folder, "RABBITMQ_MNESIA_BASE="+filepath.Join(folder, "data"), "RABBITMQ_LOG_BASE="+filepath.Join(folder, "log"), "RABBITMQ_LOGS=-",
		"RABBITMQ_NODENAME=graceful"+port+"@localhost", "RABBITMQ_NODE_IP_ADDRESS=127.0.0.1", "RABBITMQ_NODE_PORT="+port, "RABBITMQ_DIST_PORT="+distribution, "ERL_EPMD_PORT="+registry,
		"RABBITMQ_ENABLED_PLUGINS_FILE="+filepath.Join(folder, "plugins"), "RABBITMQ_CONFIG_FILE="+filepath.Join(folder, "none"), "RABBITMQ_PID_FILE="+filepath.Join(folder, "pid"))
	log, err := os.Create(filepath.Join(folder, "output"))
	if err != nil {
		t.Fatal(err)
	}
	process.Stdout, process.Stderr = log, log
	t.Cleanup(func() { _ = log.Close() })
	launch(t, process, own)
	url = "amqp://guest:guest@127.0.0.1:" + port + "/"
	for range 600 {
		if c, err := amqp091.Dial(url); err == nil {
			_ = c.Close()
			return url
		}
		time.Sleep(100 * time.Millisecond)
	}
	text, _ := os.ReadFile(log.Name())
	t.Fatalf("RabbitMQ does not answer after a minute:\n%s", text)
	return ""
}

// launch starts a process that is gone when the test ends, with all of its group.
func launch(t testing.TB, process *exec.Cmd, own *syscall.Credential) {
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

// unprivileged is an ordinary user who owns the folder, for root. Nil stands for
// whoever runs the test.
func unprivileged(t testing.TB, folder string) *syscall.Credential {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil
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
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func freePort(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	_ = listener.Close()
	return port
}
