package lifecycle

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

const (
	// patience is how long a line is waited for, so that what is logged and what
	// is done keep their order, and a flusher finds every line before it.
	patience = 200 * time.Millisecond
	// lastLines is how long the lines that are left are waited for in the end.
	lastLines = time.Second
	// mostLines is how many lines are kept while the log is stuck.
	mostLines = 256
)

// lines passes log lines on from a goroutine of its own: a log that blocks, such
// as a full pipe on standard error, must not hold up signals or the deadline.
// The goroutine ends whenever nothing is left to write.
type lines struct {
	mu      sync.Mutex
	queue   []line // The first is being written.
	dropped int
	writing bool
	// stuck says that a line was waited for in vain. Nobody waits again before
	// the log has caught up.
	stuck bool
}

// line is a record on its way to the handler that was asked for.
type line struct {
	to      slog.Handler
	record  slog.Record
	written chan struct{}
}

// add takes a line, and waits for it a moment.
func (l *lines) add(to slog.Handler, record slog.Record) {
	l.mu.Lock()
	if len(l.queue) >= mostLines {
		l.dropped++
		l.mu.Unlock()
		return
	}
	next := line{to, record, make(chan struct{})}
	l.queue = append(l.queue, next)
	if !l.writing {
		l.writing = true
		go l.write()
	}
	stuck := l.stuck
	l.mu.Unlock()
	if !stuck && !waitFor(next.written, patience) {
		l.mu.Lock()
		l.stuck = l.writing
		l.mu.Unlock()
	}
}

// write writes until nothing is left.
func (l *lines) write() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.queue) > 0 {
		next := l.queue[0]
		l.mu.Unlock()
		pass(next.to, next.record)
		close(next.written)
		l.mu.Lock()
		l.queue = l.queue[1:]
		if len(l.queue) == 0 && l.dropped > 0 {
			r := slog.NewRecord(time.Now(), slog.LevelWarn, "the log was stuck: lines dropped", 0)
			r.Add("lines", l.dropped)
			l.dropped = 0
			l.queue = []line{{next.to, r, make(chan struct{})}}
		}
	}
	l.writing, l.stuck = false, false
}

// pass gives a record to a handler, whose panic costs this one line.
func pass(to slog.Handler, record slog.Record) {
	defer func() { _ = recover() }()
	ctx := context.Background()
	if to.Enabled(ctx, record.Level) {
		_ = to.Handle(ctx, record) // There is nowhere else to report it.
	}
}

// flush waits for the lines that are left.
func (l *lines) flush(most time.Duration) {
	l.mu.Lock()
	n := len(l.queue)
	if n == 0 {
		l.mu.Unlock()
		return
	}
	last := l.queue[n-1].written
	l.mu.Unlock()
	waitFor(last, most)
}

// waitFor says whether a channel was closed in time.
func waitFor(c <-chan struct{}, most time.Duration) bool {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-c:
		return true
	case <-timer.C:
		return isClosed(c)
	}
}

// queued is the slog.Handler in front of the program's own.
type queued struct {
	to    slog.Handler
	lines *lines
}

// Enabled leaves the question to the goroutine that writes: the program's own
// handler may block here too.
func (q queued) Enabled(context.Context, slog.Level) bool { return true }

func (q queued) Handle(_ context.Context, r slog.Record) error {
	q.lines.add(q.to, r)
	return nil
}

func (q queued) WithAttrs(attrs []slog.Attr) slog.Handler {
	return queued{q.to.WithAttrs(attrs), q.lines}
}

func (q queued) WithGroup(name string) slog.Handler { return queued{q.to.WithGroup(name), q.lines} }
