package lifecycle

import (
	"bufio"
	"io"
	"net"
	"net/http"
)

// answer is the response to a request that offers another protocol, while
// connections are to be left. It asks for the end of the connection like any
// other, unless it switches protocols: to have the header set from the start
// would spoil the 101 of those who add theirs, as httputil.ReverseProxy does.
type answer struct {
	http.ResponseWriter
	decided bool
}

// decide sets the header before the first one that is final.
func (a *answer) decide(status int) {
	if a.decided || status < 200 && status != http.StatusSwitchingProtocols {
		return
	}
	a.decided = true
	if status != http.StatusSwitchingProtocols {
		a.Header().Set("Connection", "close")
	}
}

func (a *answer) WriteHeader(status int) {
	a.decide(status)
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(p []byte) (int, error) {
	a.decide(http.StatusOK)
	return a.ResponseWriter.Write(p)
}

// ReadFrom keeps the kernel's short cut from a file to a socket.
func (a *answer) ReadFrom(r io.Reader) (int64, error) {
	a.decide(http.StatusOK)
	return io.Copy(a.ResponseWriter, r)
}

// Flush is http.Flusher.
func (a *answer) Flush() { _ = a.FlushError() }

// FlushError is what a http.ResponseController calls.
func (a *answer) FlushError() error {
	a.decide(http.StatusOK)
	return http.NewResponseController(a.ResponseWriter).Flush()
}

// Hijack is http.Hijacker: what is written afterwards is the handler's own.
func (a *answer) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	a.decided = true
	return http.NewResponseController(a.ResponseWriter).Hijack()
}

// Unwrap gives a http.ResponseController the rest.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
