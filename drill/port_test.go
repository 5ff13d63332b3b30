package drill

import (
	"net"
	"strconv"
	"testing"
	"time"
)

func TestFreePort_differsAndIsFree(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for range 100 {
		port, err := freePort()
		if err != nil {
			t.Fatal(err)
		}
		if n, err := strconv.Atoi(port); err != nil || n < firstPort || n >= firstPort+ports {
			t.Errorf("port %q is out of range", port)
		}
		if seen[port] {
			t.Errorf("port %s was given twice", port)
		}
		seen[port] = true
		// A process that another test is just forking holds the closed listener
		// until its exec, some milliseconds.
		listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", port))
		for tries := 0; err != nil && tries < 200; tries++ {
			time.Sleep(10 * time.Millisecond)
			listener, err = net.Listen("tcp", net.JoinHostPort("127.0.0.1", port))
		}
		if err != nil {
			t.Fatalf("port %s is not free: %v", port, err)
		}
		defer listener.Close() //nolint:errcheck // Held until the end, so that a second draw of it would fail.
	}
}
