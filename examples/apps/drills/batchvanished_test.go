//go:build drills && linux

package drills_test

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A job goes on in the next task although the database never heard that the one before
// has gone, as when its host vanishes with its network.
func TestBatchPostgres_vanished(t *testing.T) {
	t.Parallel()
	database, bin := newPostgres(t), t.TempDir()
	if err := run("../batch-postgres", "go", "build", "-o", bin, "."); err != nil {
		t.Fatal(err)
	}
	database.ask(t, "postgres", "CREATE DATABASE batch")
	network := newNetwork(t, "127.0.0.1:"+database.port)
	start := func(url string, steps int) *exec.Cmd {
		task := exec.Command(filepath.Join(bin, "batch-postgres"))
		task.Env = append(os.Environ(), "DATABASE_URL="+url, "JOB=squares", fmt.Sprint("STEPS=", steps))
		task.Stderr = os.Stderr
		if err := task.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = task.Process.Kill() })
		return task
	}
	first := start("postgres://graceful@"+network.address+"/batch?sslmode=disable", 1_000_000)
	for until := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if next, err := database.run("batch", "SELECT next FROM jobs WHERE next > 2"); err == nil && next != "" {
			break
		}
		if time.Now().After(until) {
			t.Fatal("the first task did no step within 30 s")
		}
	}
	network.gone.Store(true)
	_ = first.Process.Kill()
	_ = first.Wait()
	second, ended := start(database.url("batch"), 20), make(chan error, 1)
	go func() { ended <- second.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the second task: %v", err)
		}
	case <-time.After(time.Minute):
		t.Fatalf("the second task still waits after a minute; locks: %s", database.ask(t, "postgres", "SELECT pid, granted FROM pg_locks WHERE locktype = 'advisory'"))
	}
	if n := database.ask(t, "batch", "SELECT count(*) = max(step) + 1, count(*) >= 20 FROM results"); n != "t|t" {
		t.Errorf("each step once, and all: %s", n)
	}
}

// network passes on what comes until it is gone: then nothing comes through, not even
// the end of a connection.
type network struct {
	address string
	gone    atomic.Bool
}

func newNetwork(t testing.TB, to string) *network {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &network{address: listener.Addr().String()}
	var mu sync.Mutex
	open := []io.Closer{listener}
	t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		for _, c := range open {
			_ = c.Close()
		}
	})
	pass := func(to, from net.Conn) {
		for part := make([]byte, 1<<12); ; {
			got, err := from.Read(part)
			if n.gone.Load() {
				return
			}
			if _, e := to.Write(part[:got]); e != nil || err != nil {
				_ = to.Close()
				return
			}
		}
	}
	go func() {
		for {
			from, err := listener.Accept()
			if err != nil {
				return
			}
			behind, err := net.Dial("tcp", to)
			if err != nil {
				_ = from.Close()
				continue
			}
			mu.Lock()
			open = append(open, from, behind)
			mu.Unlock()
			go pass(behind, from)
			go pass(from, behind)
		}
	}()
	return n
}
