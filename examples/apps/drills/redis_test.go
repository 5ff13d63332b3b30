//go:build drills && linux

package drills_test

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// redis is a Redis of one test alone.
type redis struct {
	port    string
	process *os.Process
}

func newRedis(t *testing.T) redis {
	t.Helper()
	r := redis{port: port(t)}
	r.process = launch(t, ".", []string{"redis-server", "--bind", "127.0.0.1", "--port", r.port, "--save", "", "--dir", t.TempDir()}).Process
	for range 200 {
		if conn, err := net.Dial("tcp", "127.0.0.1:"+r.port); err == nil {
			_ = conn.Close()
			return r
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("Redis does not answer after 5 s")
	return r
}

func (r redis) url() string { return "redis://127.0.0.1:" + r.port + "/0" }

// length is how long a list is.
func (r redis) length(t *testing.T, list string) int {
	t.Helper()
	conn, err := net.Dial("tcp", "127.0.0.1:"+r.port)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	fmt.Fprintf(conn, "LLEN %s\r\n", list)
	answer, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(answer, ":")))
	if err != nil {
		t.Fatalf("LLEN %s: %s", list, answer)
	}
	return n
}

// wait waits until a list is so long.
func (r redis) wait(t *testing.T, list string, n int) {
	t.Helper()
	for limit := time.Now().Add(60 * time.Second); r.length(t, list) < n; time.Sleep(25 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatalf("list %s has %d entries after a minute, want %d", list, r.length(t, list), n)
		}
	}
}

// count is a number that a key holds, or 0.
func (r redis) count(t *testing.T, key string) int {
	t.Helper()
	conn, err := net.Dial("tcp", "127.0.0.1:"+r.port)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	// To add nothing is the way to have it answered as a number.
	fmt.Fprintf(conn, "INCRBY %s 0\r\n", key)
	answer, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(answer, ":")))
	if err != nil {
		t.Fatalf("INCRBY %s 0: %s", key, answer)
	}
	return n
}
