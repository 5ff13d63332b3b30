package report_test

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// TestTimelineSVG_readable is what a reader needs of any picture: it is well
// formed, everything lies inside it, no label touches another or a bar's edge,
// and no pole or break mark crosses a label.
func TestTimelineSVG_readable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		for _, timeline := range anyTimelines(r) {
			svg := report.TimelineSVG(timeline)
			if faults := parseSVG(r, svg).faults(); len(faults) > 0 {
				r.Fatalf("%s %s:\n%s\n%s", timeline.Cause, timeline.Reading, strings.Join(faults, "\n"), svg)
			}
		}
	})
}

// TestTimelineSVG_checks shows that the checks above see what they look for.
func TestTimelineSVG_checks(t *testing.T) {
	t.Parallel()
	const head = `<svg viewBox="0 0 200 100">`
	tests := map[string]struct{ body, want string }{
		"fine":           {`<text x="5" y="20">one</text><text x="5" y="40">two</text>`, ""},
		"texts overlap":  {`<text x="5" y="20">one two</text><text x="40" y="25">three</text>`, "overlaps"},
		"text outside":   {`<text x="180" y="20">reclaim</text>`, "outside"},
		"text below":     {`<text x="5" y="100">gyp</text>`, "outside"},
		"bar outside":    {`<rect x="150" y="5" width="60" height="5" class="bar"/>`, "outside"},
		"not a number":   {`<rect x="NaN" y="5" width="60" height="5" class="bar"/>`, "x="},
		"label too wide": {`<rect x="20" y="5" width="30" height="30" class="bar serve"/><text x="35" y="20" class="label">goes on</text>`, "does not fit"},
		"label fits":     {`<rect x="20" y="5" width="80" height="30" class="bar serve"/><text x="60" y="20" class="label">goes on</text>`, ""},
		"pole crosses":   {`<text x="5" y="20">one two</text><line x1="20" y1="5" x2="20" y2="50" class="pole event"/>`, "crosses"},
		"pole beside":    {`<text x="25" y="20">one two</text><line x1="20" y1="5" x2="20" y2="50" class="pole event"/>`, ""},
		"mark crosses":   {`<text x="5" y="20">one two</text><polygon points="15,30 20,5 30,5 25,30" class="tear"/>`, "crosses"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(parseSVG(t, head+tt.body+"</svg>").faults(), "\n")
			if (got != "") != (tt.want != "") || !strings.Contains(got, tt.want) {
				t.Errorf("faults() = %q, want %q", got, tt.want)
			}
		})
	}
}

// TestTimelineSVG_says looks for every time and name of the timeline.
func TestTimelineSVG_says(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		for _, timeline := range anyTimelines(r) {
			p := parseSVG(r, report.TimelineSVG(timeline))
			said := make(map[string]int)
			for _, s := range p.texts {
				said[s.text]++
			}
			for _, e := range timeline.Events {
				found := false
				for text := range said {
					found = found || strings.HasPrefix(text, strconv.Itoa(e.At)+" s")
				}
				if !found {
					r.Fatalf("event %s at %d s is not written", e.Name, e.At)
				}
			}
			spans := timeline.Spans
			if total := timeline.Budget.To - timeline.Budget.From; total > 0 && timeline.Left > 0 {
				spans = append(spans, shutdown.Span{To: timeline.Left, Name: "left"}, shutdown.Span{To: total - timeline.Left, Name: "used"})
			}
			for _, s := range spans {
				length := strconv.Itoa(s.To-s.From) + " s"
				if said[length+s.Name] == 0 && (said[length] == 0 || said[s.Name] == 0) {
					r.Fatalf("span %q of %s is not written", s.Name, length)
				}
			}
			left := strconv.Itoa(timeline.Left) + " s left"
			if timeline.Budget.To > 0 && timeline.Left >= 0 && !strings.Contains(strings.Join(p.words(), " "), left) {
				r.Fatalf("%q is not written", left)
			}
		}
	})
}

// TestTimelineSVG_deterministic draws twice.
func TestTimelineSVG_deterministic(t *testing.T) {
	t.Parallel()
	for _, s := range samples() {
		a, b := replay(t, s.profile), replay(t, s.profile)
		for i := range a {
			if report.TimelineSVG(a[i]) != report.TimelineSVG(b[i]) {
				t.Errorf("%s %s: two pictures of one stop differ", s.name, a[i].Cause)
			}
		}
	}
}

// TestTimelineSVG_escapes draws words that XML would take as its own.
func TestTimelineSVG_escapes(t *testing.T) {
	t.Parallel()
	const odd = `a<b> & "c" ]]> 'd'`
	timeline := shutdown.Timeline{Cause: odd, Reading: odd, Kept: shutdown.KeptAll, Because: odd,
		Events: []shutdown.Event{{At: 0, Actor: shutdown.ActorApp, Name: odd, Detail: odd}},
		Spans:  []shutdown.Span{{From: 0, To: 9, Actor: shutdown.ActorApp, Name: odd}}}
	words := strings.Join(parseSVG(t, report.TimelineSVG(timeline)).words(), "\n")
	if n := strings.Count(words, odd); n < 4 {
		t.Errorf("the words stand %d times in the picture, want at least 4:\n%s", n, words)
	}
}

// shape is a box of the picture, with its text if it has one.
type shape struct {
	left, top, right, bottom float64
	class, text              string
}

// drawing is a picture read back.
type drawing struct {
	page                      shape
	texts, bars, poles, tears []shape
	broken                    []string
}

func (d drawing) words() []string {
	var out []string
	for _, s := range d.texts {
		out = append(out, s.text)
	}
	return out
}

func (d drawing) faults() []string {
	out := d.broken
	complain := func(a shape, how string, b shape) {
		out = append(out, strconv.Quote(a.text+a.class)+" "+how+" "+strconv.Quote(b.text+b.class))
	}
	for _, list := range [][]shape{d.texts, d.bars, d.poles, d.tears} {
		for _, s := range list {
			if s.left < d.page.left || s.right > d.page.right || s.top < d.page.top || s.bottom > d.page.bottom {
				complain(s, "is outside", d.page)
			}
		}
	}
	for i, a := range d.texts {
		for _, b := range d.texts[i+1:] {
			if a.overlaps(b, 0) {
				complain(a, "overlaps", b)
			}
		}
		for _, line := range append(d.poles, d.tears...) {
			if a.overlaps(line, 0.5) {
				complain(line, "crosses", a)
			}
		}
		if strings.HasPrefix(a.class, "label") {
			fits := false
			for _, b := range d.bars {
				fits = fits || a.left >= b.left && a.right <= b.right && a.top >= b.top-2 && a.bottom <= b.bottom+2
			}
			if !fits {
				complain(a, "does not fit in any bar", shape{})
			}
		}
	}
	return out
}

// overlaps says whether two boxes share more than the given depth.
func (s shape) overlaps(o shape, depth float64) bool {
	return s.left+depth < o.right && o.left+depth < s.right && s.top+depth < o.bottom && o.top+depth < s.bottom
}

// parseSVG reads shapes, placing texts by the widths of a real wide font.
func parseSVG(t fataler, svg string) drawing {
	t.Helper()
	var d drawing
	var text *shape
	var size, advance float64
	bold, anchored := false, false
	decoder := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return d
		}
		if err != nil {
			t.Fatal(err, svg)
		}
		switch e := token.(type) {
		case xml.StartElement:
			a := attributes{list: e.Attr, fault: func(s string) { d.broken = append(d.broken, s) }}
			class := a.text("class")
			switch e.Name.Local {
			case "svg":
				box := strings.Fields(a.text("viewBox"))
				d.page = shape{right: a.parse("viewBox", box[2]), bottom: a.parse("viewBox", box[3])}
			case "rect":
				s := shape{left: a.number("x"), top: a.number("y"), class: class}
				s.right, s.bottom = s.left+a.number("width"), s.top+a.number("height")
				d.bars = append(d.bars, s)
			case "line":
				s := shape{left: a.number("x1"), top: a.number("y1"), right: a.number("x2"), bottom: a.number("y2"), class: class}
				if strings.HasPrefix(class, "pole") {
					s.left, s.right = s.left-0.5, s.right+0.5
					d.poles = append(d.poles, s)
				}
			case "polygon":
				s := shape{left: math.Inf(1), top: math.Inf(1), class: class}
				for _, point := range strings.Fields(a.text("points")) {
					x, y, _ := strings.Cut(point, ",")
					px, py := a.parse("points", x), a.parse("points", y)
					s.left, s.right = min(s.left, px), max(s.right, px)
					s.top, s.bottom = min(s.top, py), max(s.bottom, py)
				}
				d.tears = append(d.tears, s)
			case "text":
				size, bold, anchored = sizes(class)
				text, advance = &shape{left: a.number("x"), bottom: a.number("y"), class: class}, 0
			case "tspan":
				bold = class == "bold"
				if a.text("dx") != "" {
					advance += a.number("dx")
				}
			}
		case xml.CharData:
			if text != nil {
				text.text += string(e)
				advance += realWidth(string(e), size, bold)
			}
		case xml.EndElement:
			if e.Name.Local == "text" {
				if anchored {
					text.left -= advance / 2
				}
				// Ascenders and descenders, as seen: not the line height.
				text.right, text.top, text.bottom = text.left+advance, text.bottom-0.76*size, text.bottom+0.23*size
				d.texts = append(d.texts, *text)
				text = nil
			}
		}
	}
}

// sizes knows the style sheet.
func sizes(class string) (size float64, bold, anchored bool) {
	switch first, rest, _ := strings.Cut(class, " "); first {
	case "title":
		return 18, true, false
	case "verdict":
		return 13, true, true
	case "prose":
		return 13, false, false
	case "lane":
		return 13, true, false
	case "label":
		return 12, rest == "bold", true
	case "tick":
		return 11, false, true
	case "note":
		return 11, false, false
	default:
		return 12, false, false
	}
}

// attributes reads an element's numbers.
type attributes struct {
	list  []xml.Attr
	fault func(string)
}

func (a attributes) text(name string) string {
	for _, attr := range a.list {
		if attr.Name.Local == name {
			return attr.Value
		}
	}
	return ""
}

func (a attributes) number(name string) float64 { return a.parse(name, a.text(name)) }

func (a attributes) parse(name, value string) float64 {
	v, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		a.fault(name + "=" + strconv.Quote(value) + " is no coordinate")
		return 0
	}
	return v
}
