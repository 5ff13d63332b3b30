// Package buffer keeps log lines together, as a program with many of them does, and
// shows what that asks of its end.
package buffer

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"sync"
)

// Lines is a writer of log lines.
type Lines struct {
	mu     sync.Mutex
	out    *bufio.Writer
	closed bool
}

// New is a buffer of 64 KiB before a writer.
func New(out io.Writer) *Lines { return &Lines{out: bufio.NewWriterSize(out, 64<<10)} }

// Write keeps one line. An error is not kept back, with what came before it: it may be
// the last that the program says.
func (l *Lines) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n, err := l.out.Write(line)
	if err == nil && (l.closed || bytes.Contains(line, []byte(`"level":"ERROR"`))) {
		err = l.out.Flush()
	}
	return n, err
}

// Flush writes what is kept.
func (l *Lines) Flush(context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.out.Flush()
}

// Close writes what is kept, and from now on each line at once: the line that says
// that this was done comes after it.
func (l *Lines) Close(context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	return l.out.Flush()
}
