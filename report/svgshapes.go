package report

import (
	"math"
	"strconv"
	"strings"
)

// px writes a coordinate with at most one decimal, so that the bytes do not
// depend on rounding far behind the point.
func px(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

func (p *picture) text(b *strings.Builder, x, y float64, class, text string) {
	b.WriteString(`<text x="` + px(x) + `" y="` + px(y) + `" class="` + class + `">` + escapeXML(text) + "</text>\n")
}

// flag writes the label of a flag on the given baseline.
func (p *picture) flag(f flag, y float64) {
	p.body.WriteString(`<text x="` + px(f.x+flagGap) + `" y="` + px(y) + `" class="` + f.class + `"><tspan class="bold">` + escapeXML(f.time) +
		`</tspan><tspan dx="` + px(flagWord) + `">` + escapeXML(f.name) + "</tspan></text>\n")
}

func (p *picture) rect(b *strings.Builder, x, y, width, height, radius float64, class string) {
	b.WriteString(`<rect x="` + px(x) + `" y="` + px(y) + `" width="` + px(width) + `" height="` + px(height) + `"`)
	if radius > 0 {
		b.WriteString(` rx="` + px(radius) + `"`)
	}
	b.WriteString(` class="` + class + `"/>` + "\n")
}

func (p *picture) line(b *strings.Builder, x1, y1, x2, y2 float64, class string) {
	b.WriteString(`<line x1="` + px(x1) + `" y1="` + px(y1) + `" x2="` + px(x2) + `" y2="` + px(y2) + `" class="` + class + `"/>` + "\n")
}

func (p *picture) circle(x, y float64, class string) {
	p.body.WriteString(`<circle cx="` + px(x) + `" cy="` + px(y) + `" r="2.5" class="` + class + `"/>` + "\n")
}

// polygon is a slanted strip in the colour of the page, between two strokes.
func (p *picture) polygon(x, top, bottom float64, class string) {
	const half, slant = 3.0, 3.0
	p.body.WriteString(`<polygon points="` + px(x-half-slant) + "," + px(bottom) + " " + px(x-half+slant) + "," + px(top) + " " +
		px(x+half+slant) + "," + px(top) + " " + px(x+half-slant) + "," + px(bottom) + `" class="` + class + `"/>` + "\n")
	p.line(&p.body, x-half-slant, bottom, x-half+slant, top, "slash")
	p.line(&p.body, x+half-slant, bottom, x+half+slant, top, "slash")
}
