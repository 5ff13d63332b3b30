package report

import (
	"strconv"
	"strings"
)

// mostOpen is the highest of the counts.
func (p *plot) mostOpen() int {
	most := 0
	for _, c := range p.Open {
		most = max(most, c.Open)
	}
	return most
}

// openLine draws how many connections are open at the old task, as high as the
// plot where there are most: a stop should bring it down before the task goes.
func (p *plot) openLine() {
	most := p.mostOpen()
	if most == 0 {
		return
	}
	var points []string
	for _, c := range p.Open {
		points = append(points, px(p.x(c.At.Seconds()))+","+px(p.base-float64(c.Open)/float64(most)*barsHeight))
	}
	p.body.WriteString(`<polyline points="` + strings.Join(points, " ") + `" class="open"/>` + "\n")
}

// openLegend explains the line.
func (p *plot) openLegend(x float64) {
	if most := p.mostOpen(); most > 0 {
		p.line(x, p.base+50, x+12, p.base+50, "open")
		p.text(x+17, p.base+54, "flag", "start", "open at the old task, at most "+strconv.Itoa(most))
	}
}
