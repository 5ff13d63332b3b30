package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// progressAfter is how long an audit is silent, and progressEvery how often it then
// says what it does.
const (
	progressAfter = time.Second
	progressEvery = 200 * time.Millisecond
)

// auditProgress says on a terminal what a long audit is at. The line is wiped before
// anything else is written.
type auditProgress struct {
	to io.Writer
	mu sync.Mutex
	at string
	// shown says that there is a line to wipe.
	shown      bool
	stop, gone chan struct{}
	once       sync.Once
}

// newAuditProgress is one for a terminal; nil for anything else.
func newAuditProgress(w io.Writer) *auditProgress {
	file, is := w.(*os.File)
	if !is || os.Getenv("TERM") == "dumb" || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	return startProgress(w, time.After(progressAfter), time.NewTicker(progressEvery).C)
}

// startProgress says so at each tick after the first wait.
func startProgress(w io.Writer, first, ticks <-chan time.Time) *auditProgress {
	p := &auditProgress{to: w, stop: make(chan struct{}), gone: make(chan struct{})}
	began := time.Now()
	go func() {
		defer close(p.gone)
		for next := first; ; next = ticks {
			select {
			case <-p.stop:
				return
			case now := <-next:
				p.show(now.Sub(began))
			}
		}
	}()
	return p
}

// is sets what is being done.
func (p *auditProgress) is(doing string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at = doing
}

func (p *auditProgress) show(since time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	// To the line's begin, and wipe what stands there.
	fmt.Fprintf(p.to, "\r\x1b[K%s, %.0f s", safe.Line(p.at), since.Seconds())
	p.shown = true
}

// wipe clears the line, for something that is said meanwhile.
func (p *auditProgress) wipe() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.to, "\r\x1b[K")
		p.shown = false
	}
}

// end wipes the line. Nothing is written any more when it returns, and further calls
// do nothing.
func (p *auditProgress) end() {
	if p == nil {
		return
	}
	p.once.Do(func() {
		close(p.stop)
		<-p.gone
		p.wipe()
	})
}
