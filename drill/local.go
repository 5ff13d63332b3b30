package drill

import (
	"net"
	"net/http"
	"time"
)

// serveLocal starts a server on a loopback port of its own, which ends with
// the server's Close. The address, such as http://127.0.0.1:20000, is written
// down before the first request, whose handler may read it.
func serveLocal(server *http.Server, address *string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	*address = "http://" + listener.Addr().String()
	server.ReadHeaderTimeout = time.Minute
	go server.Serve(listener) //nolint:errcheck // It ends with ErrServerClosed.
	return nil
}
