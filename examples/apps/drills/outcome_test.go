//go:build drills && linux

package drills_test

import (
	"bytes"
	"testing"
	"time"
)

// outcome is what a stop has come to, at the client, in the database and in the log.
type outcome struct {
	shop                 *shop
	sent, taken, refused int
	missing, twice       int // orders taken without a row, and orders with more than one
	unlogged             int // orders taken without a log line
	sessions             int // that are still there
	unclosed, open       int // that ended without a word, and those in a transaction
	status               int
	inTime               bool // before the deadline, not killed
	took                 time.Duration
	rows                 map[string]int
	log                  []byte
}

// ended waits for the app and its clients and looks at what they have left.
func (s *shop) ended(t testing.TB) outcome {
	t.Helper()
	s.wait(t)
	s.orders.Wait()
	o := outcome{shop: s, status: s.status(), took: s.left.Sub(s.signalled), log: s.said(t), rows: s.database.rows(t, s.name)}
	// A moment for the backends of a process that has gone to see it.
	for limit := time.Now().Add(time.Second); ; time.Sleep(25 * time.Millisecond) {
		if o.sessions = len(s.database.sessions(t, s.name)); o.sessions == 0 || time.Now().After(limit) {
			break
		}
	}
	o.inTime = o.took <= time.Duration(s.settings.ShutdownDeadline)*time.Second+200*time.Millisecond && o.status >= 0
	o.unclosed, o.open = s.database.unclosed(t, s.name)
	for name, status := range s.answers {
		o.sent++
		if o.rows[name] > 1 {
			o.twice++
		}
		if status != 201 {
			o.refused++
			continue
		}
		o.taken++
		if o.rows[name] == 0 {
			o.missing++
		}
		if !bytes.Contains(o.log, []byte(`"`+name+`"`)) {
			o.unlogged++
		}
	}
	return o
}

// complete wants a row and a log line of each order that was taken, and no session.
func (o outcome) complete(t testing.TB) {
	t.Helper()
	if o.taken == 0 || o.missing > 0 || o.twice > 0 || o.unlogged > 0 {
		t.Errorf("of %d orders taken %d have no row, %d more than one, %d no log line", o.taken, o.missing, o.twice, o.unlogged)
	}
	if o.sessions > 0 || o.unclosed > 0 {
		t.Errorf("%d sessions are left, and %d ended without a word, %d of them in a transaction", o.sessions, o.unclosed, o.open)
	}
}

// steps wants the lines of the stop in order, each with the time that was left.
func (o outcome) steps(t testing.TB) {
	t.Helper()
	rest := o.log
	for _, step := range o.shop.pooled.steps {
		i := bytes.Index(rest, []byte(step))
		if i < 0 {
			t.Errorf("no line of the stop has %s, or it comes too soon", step)
			return
		}
		line, after, _ := bytes.Cut(rest[i:], []byte("\n"))
		if !bytes.Contains(line, []byte(`"left_seconds":`)) {
			t.Errorf("no time left stands in %s", line)
		}
		rest = after
	}
}
