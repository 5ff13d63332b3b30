package drill

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// upgrades says that a request asks for another protocol on its connection.
func upgrades(h http.Header) bool {
	return h.Get("Upgrade") != "" && strings.Contains(strings.ToLower(h.Get("Connection")), "upgrade")
}

// tunnel hands an upgraded connection on in both directions, as it is. The
// task's connection stays among those in flight, so that the end of the
// deregistration delay cuts it.
func (b *embedded) tunnel(w http.ResponseWriter, a *answer) {
	client, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		a.fail()
		return
	}
	defer client.Close()       //nolint:errcheck // The other side has ended.
	defer a.connection.Close() //nolint:errcheck // The other side has ended.
	head := http.Response{StatusCode: a.StatusCode, ProtoMajor: 1, ProtoMinor: 1, Header: w.Header()}
	for name, values := range a.Header {
		head.Header[name] = values
	}
	if err := writeHead(buffered.Writer, &head); err != nil {
		a.leave()
		return
	}
	ended := make(chan struct{}, 2)
	pass := func(to net.Conn, from io.Reader) {
		io.Copy(to, from) //nolint:errcheck // The other side is told that it ended, whatever the reason.
		if half, ok := to.(interface{ CloseWrite() error }); ok {
			half.CloseWrite() //nolint:errcheck // Then it has gone.
		}
		ended <- struct{}{}
	}
	go pass(a.connection, buffered.Reader)
	go pass(client, a.connection.reader)
	<-ended
	a.leave()
	// A load balancer ends both sides when one has ended; what is on its way to
	// the other still gets there.
	select {
	case <-ended:
	case <-time.After(lastBytes):
	}
}

// lastBytes is how long the second half of a tunnel outlives the first.
const lastBytes = time.Second

// writeHead writes the head of an answer that switches protocols.
func writeHead(w *bufio.Writer, head *http.Response) error {
	if err := head.Write(w); err != nil {
		return err
	}
	return w.Flush()
}
