package report

import (
	"sort"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// track is one lane of the picture: an actor's, or the budget's.
type track struct {
	name   string
	bars   []bar
	events []shutdown.Event
}

// bar is one stretch in a track.
type bar struct {
	from, to int
	name     string // without its length
	length   string
	class    string
}

func (p *picture) tracks() []track {
	var out []track
	for _, a := range lanes(p.Timeline) {
		l := track{name: string(a)}
		for _, s := range p.Spans {
			if s.Actor == a {
				l.bars = append(l.bars, bar{s.From, s.To, s.Name, strconv.Itoa(s.To-s.From) + " s", barClass(s)})
			}
		}
		for _, e := range p.Events {
			if e.Actor == a {
				l.events = append(l.events, e)
			}
		}
		out = append(out, l)
	}
	if bounded(p.Timeline) {
		out = append(out, p.budgetTrack())
	}
	return out
}

func (p *picture) budgetTrack() track {
	b, used := p.Budget, spent(p.Timeline)
	l := track{name: "budget", events: []shutdown.Event{{At: b.From, Name: "begins"}, {At: b.To, Name: "ends"}}}
	if p.Left < 0 {
		l.bars = append(l.bars, bar{b.From, used, "too short", strconv.Itoa(-p.Left) + " s missing", "over"})
		return l
	}
	l.bars = append(l.bars, bar{b.From, used, "used", strconv.Itoa(used-b.From) + " s", "used"})
	if p.Left > 0 {
		l.bars = append(l.bars, bar{used, b.To, "left", strconv.Itoa(p.Left) + " s", "left"})
	}
	return l
}

// barClass colours a span by what it means for the work: new work may arrive,
// old work is ended, or nobody works.
func barClass(s shutdown.Span) string { return barClasses[s.Name] }

var barClasses = map[string]string{
	"waits": "wait", "stop timeout": "wait", "stop timeout of the app": "wait", "waits for the protection": "wait",
	"cleans up": "clean",
	"serves":    "serve", "tells connections": "drain", "serves the front": "serve", "goes on serving": "serve", "takes what an open call brings": "serve",
	"still routes": "serve", "still call": "serve", "works, protected": "serve",
	"drains": "drain", "checkpoint": "drain", "close": "drain", "flush": "drain",
}

// above are the flags of a track's events.
func (p *picture) above(l track) []flag {
	flags := make([]flag, len(l.events))
	for i, e := range l.events {
		class := "event"
		if fatal(e.Name) {
			class = "event fatal"
		}
		flags[i] = flag{x: p.x(e.At), time: strconv.Itoa(e.At) + " s", name: eventLabel(e), class: class}
	}
	sort.SliceStable(flags, func(i, j int) bool { return flags[i].x < flags[j].x })
	return flags
}

// eventLabel is short: the meaning stands in the text forms.
func eventLabel(e shutdown.Event) string {
	switch e.Name {
	case shutdown.EventSignal, shutdown.EventAppSignal:
		signal, _, _ := strings.Cut(e.Detail, " ")
		return signal
	case shutdown.EventKill:
		return "SIGKILL"
	case shutdown.EventReclaim:
		return "capacity gone"
	default:
		return words(e.Name)
	}
}

// below are the labels of the bars that are too narrow to hold them.
func (p *picture) below(l track) []flag {
	var flags []flag
	for _, b := range l.bars {
		if _, fits := p.inside(b); fits {
			continue
		}
		flags = append(flags, flag{x: (p.x(b.from) + p.x(b.to)) / 2, time: b.length, name: b.name, class: "hang"})
	}
	return flags
}

// inside finds the middle of the widest part of a bar that no break mark
// covers, and whether the bar's label fits there.
func (p *picture) inside(b bar) (middle float64, fits bool) {
	from, to := p.x(b.from), p.x(b.to)
	best, start := 0.0, from
	consider := func(end float64) {
		if end-start > best {
			best, middle = end-start, (start+end)/2
		}
	}
	for _, g := range p.scale.breaks {
		if at := p.mark(g); at > from && at < to {
			consider(at - breakHalf)
			start = at + breakHalf
		}
	}
	consider(to)
	width := max(textWidth(b.name, smallText, false), textWidth(b.length, smallText, true))
	return middle, width+8 <= best
}

// mark is where the sign of a break stands: late in its stretch, so that the
// label of a bar has room before it.
func (p *picture) mark(g gap) float64 { return p.x(g.to) - 18 }
