package drill

import (
	"strconv"
	"strings"
	"time"
)

// openCount is how many WebSockets are open at the old task at a moment, which
// counts from the start of the stop.
type openCount struct {
	at   time.Duration
	open int
}

// openSteps is in how many steps the plot follows the open connections.
const openSteps = 180

// openCounts follows the connections of the old task through the drill.
func (j judge) openCounts() []openCount {
	out := make([]openCount, 0, openSteps+1)
	for step := range openSteps + 1 {
		at := j.Ended * time.Duration(step) / openSteps
		c := openCount{at: at - j.zero()}
		for _, x := range j.Exchanges {
			if x.Socket != nil && x.Socket.Opened && x.ours() && x.Start <= at && x.End > at {
				c.open++
			}
		}
		out = append(out, c)
	}
	return out
}

// mostOpen is the highest of the counts.
func (r Result) mostOpen() int {
	most := 0
	for _, c := range r.open {
		most = max(most, c.open)
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
	for _, c := range p.open {
		points = append(points, px(p.x(c.at.Seconds()))+","+px(p.base-float64(c.open)/float64(most)*barsHeight))
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
