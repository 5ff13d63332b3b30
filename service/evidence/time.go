package evidence

import (
	"strconv"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// Unbounded is the state of a time that has no end: the program waits for its work
// until it is killed.
const Unbounded service.State = "unbounded"

// Time is a time of a program's own, as far as anything tells it. One without a
// State is none that the program has.
type Time struct {
	// State is set, default, unbounded or unknown.
	State service.State
	For   time.Duration
	// By is what sets it, such as --graceful-timeout.
	By string
	// Why is the reason of an unknown time.
	Why   string
	Where service.Where
	// Sure says of a default, or of no bound, that nothing that was not read can
	// change it.
	Sure bool
}

// Known is the time, and whether there is one that is known.
func (t Time) Known() (time.Duration, bool) {
	return t.For, t.State == service.Set || t.State == service.Default
}

// Certain says that the time is known, or known to have no end, whatever was not
// read.
func (t Time) Certain() bool {
	return t.State == service.Set || t.Sure && (t.State == service.Default || t.State == Unbounded)
}

// plus is a time with what always follows it.
func (t Time) plus(more time.Duration) Time {
	if _, ok := t.Known(); ok {
		t.For += more
	}
	return t
}

// ifAny is a time for which a connection is kept; with 0 none is kept at all, and
// whoever is on the other side is told so.
func (t Time) ifAny() Time {
	if t.State == service.Set && t.For == 0 {
		return Time{}
	}
	return t
}

// Seconds are whole seconds, rounded up.
func (t Time) Seconds() int { return int((t.For + time.Second - 1) / time.Second) }

// period reads a length of time as programs take it: a number in a unit, or a number
// with one (30s, 500ms, 1m), or ISO 8601 as Java writes it (PT30S).
func period(text string, unit time.Duration) (time.Duration, bool) {
	text = strings.TrimSpace(text)
	if n, err := strconv.ParseFloat(text, 64); err == nil && n < 1e9 && n > -1e9 {
		return time.Duration(n * float64(unit)), true
	}
	text = strings.TrimPrefix(strings.ToLower(text), "pt")
	d, err := time.ParseDuration(text)
	return d, err == nil
}
