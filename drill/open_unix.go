//go:build unix

package drill

import (
	"crypto/tls"
	"net"
	"syscall"

	"golang.org/x/sys/unix"
)

// open says that the other side has not closed an idle connection. A load
// balancer notices that as it happens, so looking when it is used is the same.
func open(c net.Conn) bool {
	if encrypted, ok := c.(*tls.Conn); ok {
		c = encrypted.NetConn() // What ends it comes first as a message of its own.
	}
	socket, ok := c.(syscall.Conn)
	if !ok {
		return false
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return false
	}
	quiet := false
	err = raw.Read(func(fd uintptr) bool {
		var one [1]byte
		_, _, err := unix.Recvfrom(int(fd), one[:], unix.MSG_PEEK|unix.MSG_DONTWAIT)
		quiet = err == unix.EAGAIN
		return true
	})
	return err == nil && quiet
}
