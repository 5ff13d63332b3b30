package lifecycle_test

import (
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// wire is a gRPC server that writes what it is given on the one connection it has,
// and whose GracefulStop waits for that connection to be closed.
type wire struct {
	answers chan []byte
	got     chan struct{}
	stopped chan struct{}
	conn    net.Conn
}

func (w *wire) Serve(l net.Listener) error {
	conn, err := l.Accept()
	if err != nil {
		return err
	}
	w.conn = conn
	go func() {
		defer close(w.got)
		_, _ = io.Copy(io.Discard, conn)
	}()
	for answer := range w.answers {
		if _, err := conn.Write(answer); err != nil {
			return err
		}
	}
	<-w.stopped
	return nil
}

func (w *wire) GracefulStop() { <-w.stopped }

func (w *wire) Stop() { _ = w.conn.Close(); close(w.stopped) }

// head is a frame of HTTP/2 with a body of so many bytes.
func head(kind, flags, stream byte, body int) string {
	return string([]byte{0, byte(body >> 8), byte(body), kind, flags, 0, 0, 0, stream}) + strings.Repeat("\x00", body)
}

// parts cuts bytes anywhere.
func parts(rt *rapid.T, name, all string) [][]byte {
	var out [][]byte
	for all != "" {
		n := rapid.IntRange(1, min(len(all), 40)).Draw(rt, name)
		out, all = append(out, []byte(all[:n])), all[n:]
	}
	return out
}

// The end of the drain is a loss just when a call has no whole answer, however the
// frames are cut, and what cannot be read counts as one.
func TestGRPC_callsLeft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		const data, headers, reset, settings, ping, streamEnds = 0, 1, 3, 4, 6, 1
		asks, answers, lost := "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"+head(settings, 0, 0, 6), head(settings, 0, 0, 12)+head(settings, streamEnds, 0, 0), 0
		for i := range rapid.IntRange(0, 4).Draw(rt, "calls") {
			body := rapid.IntRange(0, 300).Draw(rt, "body")
			id := byte(2*i + 1)
			asks += head(headers, 4, id, body) + head(data, streamEnds, id, body)
			switch rapid.SampledFrom([]string{"answered", "refused", "left", "answered in half", "cut", "cancelled", "reset"}).Draw(rt, "it is") {
			case "answered":
				answers += head(headers, 4, id, body) + head(data, 0, id, body) + head(headers, 4|streamEnds, id, 7)
			case "refused":
				answers += head(headers, 4|streamEnds, id, 7)
			case "left":
				lost++
			case "answered in half":
				answers += head(headers, 4, id, body) + head(data, 0, id, body)
				lost++
			case "cancelled":
				asks += head(reset, 0, id, 4)
			case "reset":
				answers += head(reset, 0, id, 4)
			case "cut":
				asks += head(headers, 4|streamEnds, id, body) // The client's trailers.
				lost++
			}
		}
		answers += head(ping, 0, 0, 8)
		if rapid.Bool().Draw(rt, "the last answer is cut") {
			id := byte(99)
			asks += head(headers, 4|streamEnds, id, 3)
			answers += head(headers, 4|streamEnds, id, 7)
			answers = answers[:len(answers)-1]
			lost++
		}
		if rapid.Bool().Draw(rt, "it is encrypted") {
			asks, lost = "\x16"+asks[1:], max(lost, 1)
		}
		requests, responses := parts(rt, "request", asks), parts(rt, "response", answers)
		synctest.Test(t, func(t *testing.T) {
			w, l := &wire{answers: make(chan []byte), got: make(chan struct{}), stopped: make(chan struct{})}, listenMemory()
			p := newProgram(t, budgets(0, time.Second, time.Second))
			p.GRPC(l, w)
			p.start()
			conn, err := l.dial(t.Context(), "", "")
			if err != nil {
				rt.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			go func() { _, _ = io.Copy(io.Discard, conn) }()
			for _, b := range requests {
				if _, err := conn.Write(b); err != nil {
					rt.Fatal(err)
				}
			}
			for _, b := range responses {
				w.answers <- b
			}
			close(w.answers)
			synctest.Wait()
			p.stop()
			if err := p.wait(); (err != nil) != (lost > 0) {
				rt.Errorf("%d calls without an answer: Run() error = %v\n%s", lost, err, p.log)
			}
			<-w.got
		})
	})
}
