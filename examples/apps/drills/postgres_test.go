//go:build drills && linux

package drills_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// postgres is a PostgreSQL of one test alone.
type postgres struct{ bin, port, log string }

// postgresTool finds a program of PostgreSQL, which Debian keeps out of the path.
func postgresTool(t *testing.T, name string) string {
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

func newPostgres(t *testing.T) postgres {
	t.Helper()
	p := postgres{bin: postgresTool(t, "psql"), port: port(t)}
	server, initdb := postgresTool(t, "postgres"), postgresTool(t, "initdb")
	folder, err := os.MkdirTemp("", "graceful-postgres-") //nolint:usetesting // Another user must get in.
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	own := unprivileged(t, folder)
	data := filepath.Join(folder, "data")
	p.log = filepath.Join(folder, "log")

	made := exec.Command(initdb, "--pgdata", data, "--username", "graceful", "--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync")
	made.Dir, made.SysProcAttr = folder, &syscall.SysProcAttr{Credential: own}
	if out, err := made.CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}

	log, err := os.Create(p.log)
	if err != nil {
		t.Fatal(err)
	}
	// At debug1 it logs each connection that ends without a word, with its
	// application's name.
	process := exec.Command(server, "-D", data, "-h", "127.0.0.1", "-p", p.port, "-c", "unix_socket_directories=",
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
	for range 200 {
		if _, err := p.run("postgres", "SELECT 1"); err == nil {
			return p
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("PostgreSQL does not answer after 10 s:\n%s", p.said(t))
	return p
}

// unprivileged is an ordinary user who owns the folder, for root: PostgreSQL does not
// run as root. Nil stands for whoever runs the test.
func unprivileged(t *testing.T, folder string) *syscall.Credential {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(nobody.Uid)
	gid, _ := strconv.Atoi(nobody.Gid)
	if err := os.Chown(folder, uid, gid); err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// url is a database for an app that has its name in it, so that its sessions are known.
func (p postgres) url(database string) string {
	return fmt.Sprintf("postgres://graceful@127.0.0.1:%s/%s?sslmode=disable&application_name=%[2]s", p.port, database)
}

// run runs SQL and returns what it prints, a row a line.
func (p postgres) run(database, sql string) (string, error) {
	command := exec.Command(p.bin, "--no-psqlrc", "--no-align", "--tuples-only", "--quiet", "-h", "127.0.0.1", "-p", p.port, "-U", "graceful", "-d", database, "-c", sql)
	out, err := command.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", sql, err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

func (p postgres) ask(t *testing.T, database, sql string) string {
	t.Helper()
	out, err := p.run(database, sql)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// rows counts the rows of each order.
func (p postgres) rows(t *testing.T, database string) map[string]int {
	t.Helper()
	rows := map[string]int{}
	for id := range strings.SplitSeq(p.ask(t, database, "SELECT id FROM orders"), "\n") {
		if id != "" {
			rows[id]++
		}
	}
	return rows
}

// sessions are the process ids of an app's sessions.
func (p postgres) sessions(t *testing.T, app string) []string {
	t.Helper()
	return strings.Fields(p.ask(t, "postgres", "SELECT pid FROM pg_stat_activity WHERE application_name = '"+app+"'"))
}

func (p postgres) said(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile(p.log)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// unclosed counts the sessions of an app that ended without a word, because the
// process was gone: nobody closed its pool. open are those with a transaction.
func (p postgres) unclosed(t *testing.T, app string) (all, open int) {
	t.Helper()
	for line := range bytes.Lines(p.said(t)) {
		if !bytes.HasPrefix(line, []byte(app+": ")) || !bytes.Contains(line, []byte("unexpected EOF on client connection")) &&
			!bytes.Contains(line, []byte("could not receive data from client")) {
			continue
		}
		all++
		if bytes.Contains(line, []byte("open transaction")) {
			open++
		}
	}
	return all, open
}
