//go:build drills && linux

package main

import (
	"bytes"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// wire stands between a worker and Redis, and cuts the connection when an entry is named.
type wire struct {
	address string

	mu sync.Mutex
	// cuts are the times to cut: when the entry is named for the first time, the second...
	names  []byte
	cuts   []cut
	played int
}

// cut is when a connection ends.
type cut int

const (
	never cut = iota
	// before Redis hears of it; after it has done what it was asked for, whose answer is lost.
	before
	after
)

func newWire(t *testing.T, to string) *wire {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	w := &wire{address: listener.Addr().String()}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", to)
			if err != nil {
				_ = client.Close()
				return
			}
			lost := &atomic.Bool{}
			go pass(client, server, func(text []byte) bool {
				next := w.next(text)
				lost.Store(next == after)
				return next != before
			})
			go pass(server, client, func([]byte) bool { return !lost.Load() })
		}
	}()
	return w
}

// pass hands on what comes, until somebody does not want it.
func pass(from, to net.Conn, wanted func([]byte) bool) {
	defer func() { _, _ = from.Close(), to.Close() }()
	b := make([]byte, 1<<16)
	for {
		n, err := from.Read(b)
		if err != nil || !wanted(b[:n]) {
			return
		}
		if _, err := to.Write(b[:n]); err != nil {
			return
		}
	}
}

// cut plays these cuts when something that has this text is asked for, from now on.
func (w *wire) cut(names string, cuts ...cut) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.names, w.cuts = []byte(names), cuts
}

func (w *wire) next(text []byte) cut {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.cuts) == 0 || !bytes.Contains(text, w.names) {
		return never
	}
	next := w.cuts[0]
	w.cuts = w.cuts[1:]
	w.played++
	return next
}
