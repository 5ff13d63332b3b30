package report

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The picture's measures, in pixels.
const (
	svgWidth  = 960.0
	svgMargin = 20.0
	svgGutter = 116.0 // where the names of the lanes stand
	barHeight = 34.0
	lanePad   = 12.0
	breakHalf = 9.0 // half the width of the mark of a break
)

// TimelineSVG draws one stop as a standalone picture: a lane for each actor,
// what it spends its time on as bars, events as flags, and the budget with
// what is left of it. Long stretches in which nothing happens are shortened
// and marked. The colours follow the reader's light or dark preference.
func TimelineSVG(t shutdown.Timeline) string {
	p := &picture{Timeline: t, scale: newScale(t)}
	p.fit()
	p.header()
	p.plot()
	return p.document()
}

// picture collects the body of an SVG from top to bottom.
type picture struct {
	shutdown.Timeline
	scale scale
	width float64 // of the plot
	y     float64
	// back lies behind the lanes, whose height is known only when they are drawn.
	back, body strings.Builder
}

// fit makes the plot as wide as it can be so that every label ends inside the
// picture: all of them are to the right of their mark.
func (p *picture) fit() {
	full := svgWidth - svgMargin - p.left()
	p.width = full
	// A narrower plot may push another label out of its bar, so look again
	// until nothing changes.
	for before := 0.0; p.width != before; {
		before = p.width
		for _, l := range p.tracks() {
			for _, f := range append(p.above(l), p.below(l)...) {
				if share := (f.x - p.left()) / before; share > 0 {
					p.width = min(p.width, (full-flagGap-f.width())/share)
				}
			}
		}
	}
}

func (p *picture) left() float64 { return svgMargin + svgGutter }

func (p *picture) x(second int) float64 { return p.left() + float64(p.width*p.scale.at(second)) }

// header is the verdict, its reason and the budget in words.
func (p *picture) header() {
	p.y = 34
	title := heading(p.Timeline)
	p.text(&p.body, svgMargin, p.y, "title", title)
	verdict, class := keeps(p.Timeline), toneClasses[verdictTone(p.Timeline)]
	x := svgMargin + textWidth(title, titleText, true) + 14
	width := textWidth(verdict, proseText, true) + 16
	p.rect(&p.body, x, p.y-16, width, 22, 11, class)
	p.text(&p.body, x+width/2, p.y-0.5, "verdict "+class, verdict)
	p.y += 10
	prose := []string{print.Sentence(p.Because) + "."}
	if bounded(p.Timeline) {
		prose = append(prose, "Of "+p.Budget.Name+": "+budget(p.Timeline)+".")
	}
	for _, paragraph := range prose {
		for _, line := range lines(paragraph, proseText, svgWidth-2*svgMargin) {
			p.y += 18
			p.text(&p.body, svgMargin, p.y, "prose", line)
		}
	}
	p.y += 16
}

var toneClasses = map[tone]string{toneGood: "good", toneDoubt: "doubt", toneBad: "bad", toneNeutral: "neutral"}
