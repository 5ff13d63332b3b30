package pid1

import (
	"io"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// lines writes log lines from a goroutine of its own: a full pipe on standard
// error must not hold up signals or the deadline.
type lines struct {
	w     io.Writer
	start sync.Once
	queue chan []byte
	done  chan struct{}
}

func newLines(w io.Writer) *lines {
	return &lines{w: w, queue: make(chan []byte, 64), done: make(chan struct{})}
}

func (l *lines) run() {
	defer close(l.done)
	for b := range l.queue {
		_, _ = l.w.Write(b) // There is nowhere else to report it.
	}
}

// Write takes a line, or drops it when the writer has fallen far behind. The log
// package quotes what cannot be seen, but knows no build systems.
func (l *lines) Write(b []byte) (int, error) {
	l.start.Do(func() { go l.run() })
	select {
	case l.queue <- []byte(safe.Text(string(b))):
	default:
	}
	return len(b), nil
}

// close waits a moment for what is still queued.
func (l *lines) close() {
	close(l.queue)
	l.start.Do(func() { close(l.done) })
	select {
	case <-l.done:
	case <-time.After(100 * time.Millisecond):
	}
}
