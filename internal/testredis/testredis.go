//go:build linux

// Package testredis starts a Redis for one test.
package testredis

import (
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/testserver"
)

// Server is a Redis that keeps nothing on disk.
type Server struct {
	// Address is its host:port.
	Address string
	Process *os.Process
}

// URL is that of its first database.
func (s Server) URL() string { return "redis://" + s.Address + "/0" }

// Start starts one that is gone when the test ends.
func Start(t testing.TB) Server {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Fatal("this test needs redis-server: install Debian's redis-server")
	}
	port := testserver.Port(t)
	process := exec.Command("redis-server", "--bind", "127.0.0.1", "--port", port, "--save", "", "--dir", t.TempDir())
	testserver.Launch(t, process, nil)
	s := Server{net.JoinHostPort("127.0.0.1", port), process.Process}
	for range 400 {
		if conn, err := net.Dial("tcp", s.Address); err == nil {
			_ = conn.Close()
			return s
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("Redis does not answer after 10 s")
	return s
}
