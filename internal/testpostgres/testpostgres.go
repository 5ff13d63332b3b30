//go:build linux

// Package testpostgres starts a PostgreSQL for one test.
package testpostgres

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/testserver"
)

// Tool finds a program of PostgreSQL, which Debian keeps out of the path.
func Tool(t testing.TB, name string) string {
	t.Helper()
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) == 0 {
		t.Fatalf("these drills need %s: install Debian's postgresql", name)
	}
	return found[len(found)-1]
}

// Server is a PostgreSQL whose only user is graceful, who needs no password.
type Server struct{ Port, Log string }

// URL is that of a database.
func (s Server) URL(database string) string {
	return "postgres://graceful@127.0.0.1:" + s.Port + "/" + database
}

// Start starts one that is gone when the test ends. At debug1 its log has each
// connection that ends without a word, behind its application's name.
func Start(t testing.TB) Server {
	t.Helper()
	server, initdb := Tool(t, "postgres"), Tool(t, "initdb")
	folder, own := testserver.Folder(t, "graceful-postgres-")
	data, s := filepath.Join(folder, "data"), Server{testserver.Port(t), filepath.Join(folder, "log")}
	made := exec.Command(initdb, "--pgdata", data, "--username", "graceful", "--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync")
	made.Dir, made.SysProcAttr = folder, &syscall.SysProcAttr{Credential: own}
	if out, err := made.CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	log, err := os.Create(s.Log)
	if err != nil {
		t.Fatal(err)
	}
	process := exec.Command(server, "-D", data, "-h", "127.0.0.1", "-p", s.Port, "-c", "unix_socket_directories=", "-c", "max_connections=300",
		"-c", "fsync=off", "-c", "log_min_messages=debug1", "-c", "log_line_prefix=%a: ")
	process.Dir, process.Stdout, process.Stderr = folder, log, log
	process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: own}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = process.Process.Signal(syscall.SIGQUIT) // Ends its sessions too, at once.
		limit := time.AfterFunc(10*time.Second, func() { _ = process.Process.Kill() })
		_ = process.Wait()
		limit.Stop()
		_ = log.Close()
	})
	ready := Tool(t, "pg_isready")
	for range 200 {
		if exec.Command(ready, "-q", "-h", "127.0.0.1", "-p", s.Port).Run() == nil {
			return s
		}
		time.Sleep(50 * time.Millisecond)
	}
	said, _ := os.ReadFile(s.Log)
	t.Fatalf("PostgreSQL does not answer after 10 s:\n%s", said)
	return s
}
