package drill

import (
	"errors"
	"math/rand/v2"
	"net"
	"strconv"
	"sync/atomic"
)

// Ports are taken below the range from which the system numbers outgoing
// connections (32768 and up on Linux, 49152 and up on macOS): a port of that
// range can be taken by any connection between the choice and the app's start.
const firstPort, ports = 20000, 10000

// lastPort counts through the ports, so that drills side by side differ; the
// start is drawn, so that processes side by side do.
var lastPort = func() *atomic.Uint32 {
	var v atomic.Uint32
	v.Store(rand.Uint32N(ports))
	return &v
}()

// freePort is a port that nobody listens on and no other drill was given.
func freePort() (string, error) {
	for range ports {
		port := strconv.Itoa(firstPort + int(lastPort.Add(1)%ports))
		listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", port))
		if err != nil {
			continue
		}
		return port, listener.Close()
	}
	return "", errors.New("no port from " + strconv.Itoa(firstPort) + " on is free")
}
