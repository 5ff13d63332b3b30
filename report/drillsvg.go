package report

import (
	"html"
	"math"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// The plot's measures, in pixels.
const (
	plotWidth  = 960.0
	plotMargin = 20.0
	plotLeft   = 64.0
	plotRight  = 24.0
	barsHeight = 220.0
	flagHeight = 17.0
)

// DrillSVG draws results below each other: requests a second, by what became of
// them, with the events of the stop marked. The colours follow the reader's
// light or dark preference.
func DrillSVG(results []verdict.Result) string {
	var body strings.Builder
	y := 0.0
	for _, r := range results {
		p := plot{Result: r, top: y}
		p.draw()
		body.WriteString(p.body.String())
		y = p.top
	}
	title := "Stop drill"
	if len(results) == 1 {
		title = drillLine(results[0])
	}
	size := px(plotWidth) + `" height="` + px(y)
	return `<svg xmlns="http://www.w3.org/2000/svg" width="` + size + `" viewBox="0 0 ` + px(plotWidth) + " " + px(y) + `" role="img">` + "\n" +
		"<title>" + html.EscapeString(title) + "</title>\n<style>" + plotStyle + "</style>\n" +
		`<rect x="0.5" y="0.5" width="` + px(plotWidth-1) + `" height="` + px(y-1) + `" rx="6" class="page"/>` + "\n" + body.String() + "</svg>\n"
}

// plot is one result being drawn from top to bottom.
type plot struct {
	verdict.Result
	top      float64
	from, to float64 // seconds
	most     float64 // requests a second
	base     float64 // the y of the axis
	body     strings.Builder
}

func (p *plot) draw() {
	p.scale()
	p.header()
	lanes := p.lanes()
	rows := 0
	for _, l := range lanes {
		rows = max(rows, l.row+1)
	}
	p.base = p.top + float64(rows)*flagHeight + 10 + barsHeight
	p.grid()
	p.bars()
	p.openLine()
	p.flags(lanes)
	p.axis()
	p.legend()
	p.tracks()
}

// scale fits the plot to what there is.
func (p *plot) scale() {
	p.from, p.to, p.most = 0, 1, 1
	if len(p.Bars) > 0 {
		last := p.Bars[len(p.Bars)-1]
		p.from, p.to = p.Bars[0].From.Seconds(), (last.From + last.Width).Seconds()
	}
	for _, b := range p.Bars {
		p.most = max(p.most, float64(b.Sent)/b.Width.Seconds())
	}
}

func (p *plot) x(seconds float64) float64 {
	return plotLeft + (seconds-p.from)/(p.to-p.from)*(plotWidth-plotLeft-plotRight)
}

func (p *plot) y(rate float64) float64 { return p.base - rate/p.most*barsHeight }

func (p *plot) header() {
	class := "bad"
	switch p.Verdict {
	case verdict.Held:
		class = "good"
	case verdict.NotJudged, verdict.NotShown:
		class = "unknown"
	}
	p.text(plotMargin, p.top+32, "title "+class, "start", drillLine(p.Result))
	p.text(plotMargin, p.top+52, "prose", "start", print.Sentence(drillHeading(p.Result))+".")
	p.top += 66
	for _, f := range p.Findings {
		p.top += 17
		p.text(plotMargin, p.top-10, "prose", "start", print.Sentence(severity(f))+" "+f.Rule+": "+short(f.Message, 130))
	}
}

// grid has a line for a few round rates.
func (p *plot) grid() {
	step := roundStep(p.most / 4)
	for v := 0.0; v <= p.most; v += step {
		p.line(plotLeft, p.y(v), plotWidth-plotRight, p.y(v), "grid")
		p.text(plotLeft-8, p.y(v)+4, "tick", "end", print.Number(v))
	}
	p.text(plotMargin, p.base-barsHeight-10, "tick", "start", kindOf(p.Result).rate+" a second")
}

// bars stacks what became of the requests, the lost ones on top.
func (p *plot) bars() {
	for _, b := range p.Bars {
		low := 0.0
		for _, part := range []struct {
			n     int
			class string
		}{{b.Answered - b.ByReplacement, "old"}, {b.ByReplacement, "new"}, {b.Failed, "failed"}, {b.Refused, "refused"}, {b.Cut, "cut"}} {
			if part.n == 0 {
				continue
			}
			high := low + float64(part.n)/b.Width.Seconds()
			left, right := p.x(b.From.Seconds()), p.x((b.From + b.Width).Seconds())
			// A single lost request among thousands must still be seen.
			height := max(p.y(low)-p.y(high), 1)
			if part.class != "old" && part.class != "new" {
				height = max(height, 3)
			}
			p.body.WriteString(`<rect x="` + px(left+0.4) + `" y="` + px(p.y(low)-height) + `" width="` + px(right-left-0.8) + `" height="` + px(height) + `" class="` + part.class + `"/>` + "\n")
			low = high
		}
	}
}

// lane is an event's label with the row that it stands in.
type lane struct {
	verdict.Event
	label string
	row   int
	left  bool // the label is to the left of its line
}

// lanes puts each label into the first row in which it meets no other.
func (p *plot) lanes() []lane {
	var out []lane
	ends := []float64{}
	for _, e := range p.Events {
		if e.At.Float() > p.to {
			continue // The load had ended by then.
		}
		l := lane{Event: e, label: about(e.At) + "  " + e.Text}
		width := float64(len(l.label))*6.3 + 8
		start := p.x(e.At.Float())
		if start+width > plotWidth-plotMargin {
			l.left = true
			start -= width
		}
		for l.row < len(ends) && ends[l.row] > start {
			l.row++
		}
		if l.row == len(ends) {
			ends = append(ends, 0)
		}
		ends[l.row] = start + width + 6
		out = append(out, l)
	}
	return out
}

// flags marks the events.
func (p *plot) flags(lanes []lane) {
	top := p.top
	for _, l := range lanes {
		x, y := p.x(l.At.Float()), top+float64(l.row)*flagHeight+11
		class := "pole"
		if l.Name == verdict.EventKill || l.Name == verdict.EventContainerKill {
			class = "pole fatal"
		}
		p.line(x, y-9, x, p.base, class)
	}
	// The labels come last, so that no line runs through them.
	for _, l := range lanes {
		x, y := p.x(l.At.Float()), top+float64(l.row)*flagHeight+11
		anchor, shift := "start", 5.0
		if l.left {
			anchor, shift = "end", -5.0
		}
		p.text(x+shift, y, "flag", anchor, l.label)
	}
}

func (p *plot) axis() {
	p.line(plotLeft, p.base, plotWidth-plotRight, p.base, "axis")
	step := roundStep((p.to - p.from) / 12)
	for v := math.Ceil(p.from/step) * step; v <= p.to; v += step {
		p.line(p.x(v), p.base, p.x(v), p.base+5, "axis")
		p.text(p.x(v), p.base+18, "tick", "middle", print.Number(v))
	}
	p.text(plotWidth-plotRight, p.base+34, "tick", "end", "seconds from the start of the stop")
}

func (p *plot) legend() {
	x, w, c := plotLeft, kindOf(p.Result), p.plotted()
	for _, e := range []struct {
		class, text string
		always      bool
	}{{"old", w.answered + " by the old task " + print.Grouped(c.Answered-c.ByReplacement), true}, {"new", "by the replacement " + print.Grouped(c.ByReplacement), true},
		{"cut", w.cut + " " + print.Grouped(c.Cut), true}, {"refused", w.refused + " " + print.Grouped(c.Refused), true}, {"failed", "failed " + print.Grouped(c.Failed), c.Failed > 0}} {
		if !e.always {
			continue
		}
		p.body.WriteString(`<rect x="` + px(x) + `" y="` + px(p.base+44) + `" width="12" height="12" class="` + e.class + `"/>` + "\n")
		p.text(x+17, p.base+54, "flag", "start", e.text)
		x += float64(len(e.text))*6.8 + 40
	}
	p.openLegend(x)
	p.top = p.base + 74
}

// plotted is the sum of the bars.
func (p *plot) plotted() verdict.Bar {
	var sum verdict.Bar
	for _, b := range p.Bars {
		sum.Answered += b.Answered
		sum.Cut += b.Cut
		sum.Refused += b.Refused
		sum.Failed += b.Failed
		sum.ByReplacement += b.ByReplacement
	}
	return sum
}

func (p *plot) text(x, y float64, class, anchor, text string) {
	p.body.WriteString(`<text x="` + px(x) + `" y="` + px(y) + `" class="` + class + `" text-anchor="` + anchor + `">` + html.EscapeString(text) + "</text>\n")
}

func (p *plot) line(x1, y1, x2, y2 float64, class string) {
	p.body.WriteString(`<line x1="` + px(x1) + `" y1="` + px(y1) + `" x2="` + px(x2) + `" y2="` + px(y2) + `" class="` + class + `"/>` + "\n")
}

// roundStep is the least round number that is not below v.
func roundStep(v float64) float64 {
	if v <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 5, 10} {
		if m*power >= v {
			return m * power
		}
	}
	return 10 * power
}

// short cuts a text that is longer than most characters.
func short(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}
