package pid1

import (
	"io"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// lines writes log lines from a goroutine of its own: a full pipe on standard
// error must not hold up signals or the deadline.
type lines struct {
	queue chan []byte
	done  chan struct{}
}

func newLines(w io.Writer) *lines {
	l := &lines{make(chan []byte, 64), make(chan struct{})}
	go func() {
		defer close(l.done)
		for b := range l.queue {
			_, _ = w.Write(b) // There is nowhere else to report it.
		}
	}()
	return l
}

// Write takes a line, or drops it when the writer has fallen far behind. The log
// package quotes what cannot be seen, but knows no build systems.
func (l *lines) Write(b []byte) (int, error) {
	select {
	case l.queue <- []byte(safe.Text(string(b))):
	default:
	}
	return len(b), nil
}

// close waits a moment for what is still queued.
func (l *lines) close() {
	close(l.queue)
	select {
	case <-l.done:
	case <-time.After(100 * time.Millisecond):
	}
}
