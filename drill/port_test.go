package drill

import (
	"net"
	"strconv"
	"testing"
)

// A port that was given once is not given to the next drill.
func TestFreePort_differs(t *testing.T) {
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
	}
}

// A port on which somebody listens is passed over.
func TestFreePort_passesOverTaken(t *testing.T) {
	next := firstPort + int((lastPort.Load()+1)%ports)
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(next)))
	if err == nil { // Otherwise somebody else holds it, which serves as well.
		defer listener.Close() //nolint:errcheck // It only holds the port.
	}
	if port, err := freePort(); err != nil || port == strconv.Itoa(next) {
		t.Errorf("freePort() = %s, %v, though %d is taken", port, err, next)
	}
}
