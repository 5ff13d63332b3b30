package lifecycle

import (
	"bytes"
	"encoding/binary"
	"net"
	"sync"
)

// calls follows the calls of a gRPC server by the frames on its connections, because
// the server itself says of none when it waits for connections alone.
type calls struct {
	mu    sync.Mutex
	conns map[*callConn]struct{}
}

// callListener hands out connections that are followed.
type callListener struct {
	net.Listener
	calls *calls
}

func (l callListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	k := &callConn{Conn: conn, calls: l.calls, streams: map[uint32]struct{}{}}
	l.calls.mu.Lock()
	defer l.calls.mu.Unlock()
	l.calls.conns[k] = struct{}{}
	return k, nil
}

// left counts the calls that have no whole answer. It is not known when a connection
// is encrypted, and when there is none although the server has not ended.
func (c *calls) left() (n int64, known bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known = len(c.conns) > 0
	for k := range c.conns {
		k.mu.Lock()
		n += int64(len(k.streams))
		known = known && !k.foreign
		k.mu.Unlock()
	}
	return n, known
}

// callConn is one connection. What it does not understand it passes on like all else.
type callConn struct {
	net.Conn
	calls *calls

	mu      sync.Mutex
	greeted int // bytes of the preface
	foreign bool
	in, out frames
	streams map[uint32]struct{} // begun and without the end of their answer
}

// preface is what a client of HTTP/2 begins with (RFC 9113, 3.4).
const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

func (k *callConn) Read(b []byte) (int, error) {
	n, err := k.Conn.Read(b)
	k.mu.Lock()
	defer k.mu.Unlock()
	got := b[:n]
	if greeting := min(len(preface)-k.greeted, n); greeting > 0 {
		k.foreign = k.foreign || !bytes.Equal(got[:greeting], []byte(preface[k.greeted:k.greeted+greeting]))
		k.greeted += greeting
		got = got[greeting:]
	}
	if !k.foreign {
		k.in.pass(got, func(f frame) {
			switch f.kind {
			case headersFrame:
				k.streams[f.stream] = struct{}{}
			case resetFrame:
				delete(k.streams, f.stream)
			}
		})
	}
	return n, err
}

func (k *callConn) Write(b []byte) (int, error) {
	n, err := k.Conn.Write(b)
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.foreign {
		k.out.pass(b[:n], func(f frame) {
			if f.kind == resetFrame || f.kind <= headersFrame && f.flags&endStream != 0 {
				delete(k.streams, f.stream)
			}
		})
	}
	return n, err
}

func (k *callConn) Close() error {
	k.calls.mu.Lock()
	delete(k.calls.conns, k)
	k.calls.mu.Unlock()
	return k.Conn.Close()
}

// Of the frames these alone begin and end a call (RFC 9113, 6): DATA is 0.
const (
	headersFrame = 1
	resetFrame   = 3
	endStream    = 1
)

// frame is what the head of a frame says.
type frame struct {
	kind, flags byte
	stream      uint32
}

// frames reads the heads of the frames of one direction, wherever they are cut.
type frames struct {
	head [9]byte
	got  int // bytes of the head
	body int // bytes that are to come of the body
}

// pass sees each frame once its last byte has passed.
func (f *frames) pass(b []byte, see func(frame)) {
	for len(b) > 0 {
		if f.got < len(f.head) {
			n := copy(f.head[f.got:], b)
			f.got, b = f.got+n, b[n:]
			if f.got < len(f.head) {
				return
			}
			f.body = int(f.head[0])<<16 | int(f.head[1])<<8 | int(f.head[2])
		}
		n := min(f.body, len(b))
		f.body, b = f.body-n, b[n:]
		if f.body == 0 {
			f.got = 0
			see(frame{kind: f.head[3], flags: f.head[4], stream: binary.BigEndian.Uint32(f.head[5:]) & (1<<31 - 1)})
		}
	}
}
