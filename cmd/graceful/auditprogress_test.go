package main

import (
	"strings"
	"testing"
	"time"
)

// Progress is said from the first wait on, what is being done then, and wiped at the
// end; an audit that is quicker says nothing.
func TestAuditProgress(t *testing.T) {
	first, ticks := make(chan time.Time), make(chan time.Time)
	var out strings.Builder
	p := startProgress(&out, first, ticks)
	p.is("reading a\x1b[2J.json")
	first <- time.Now().Add(time.Second)
	p.is("auditing")
	ticks <- time.Now().Add(2 * time.Second)
	p.end()
	if got, want := out.String(), "\r\x1b[Kreading a\\x1b[2J.json, 1 s\r\x1b[Kauditing, 2 s\r\x1b[K"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	out.Reset()
	p = startProgress(&out, first, ticks)
	p.is("reading")
	p.end()
	if out.Len() > 0 {
		t.Errorf("%q", out.String())
	}
	if p := newAuditProgress(&out); p != nil {
		t.Error("no terminal, and there is progress")
	}
	var none *auditProgress
	none.is("reading")
	none.end()
}
