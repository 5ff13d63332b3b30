package report

import "strconv"

// plot draws the lanes, the axis and, behind them, the budget as a band.
func (p *picture) plot() {
	top := p.y
	for i, l := range p.tracks() {
		if i > 0 {
			p.line(&p.body, svgMargin, p.y, svgWidth-svgMargin, p.y, "rule")
		}
		p.lane(l)
	}
	bottom := p.y
	if bounded(p.Timeline) {
		from, to := p.x(p.Budget.From), p.x(p.Budget.To)
		p.rect(&p.back, from, top, to-from, bottom-top, 0, "band")
		p.line(&p.back, to, top, to, bottom, "limit")
	}
	p.axis(top, bottom)
}

// lane draws one track: flags above, the bars, the labels that do not fit
// inside below.
func (p *picture) lane(l track) {
	above, below := p.above(l), p.below(l)
	up, down := raise(above), raise(below)
	p.y += lanePad
	top := p.y + float64(up)*flagRow + 2
	bottom := top + barHeight
	p.text(&p.body, svgMargin, top+barHeight/2+4, "lane", l.name)
	if len(l.bars) == 0 {
		p.line(&p.body, p.left(), bottom-barHeight/2, p.left()+p.width, bottom-barHeight/2, "rule")
	}
	for _, b := range l.bars {
		p.bar(b, top)
	}
	for _, g := range p.scale.breaks {
		p.tear(l, g, top, bottom)
	}
	for _, f := range above {
		y := top - 2 - float64(f.row)*flagRow
		foot := p.foot(l, f.x, top, bottom)
		p.line(&p.body, f.x, y-11, f.x, foot, "pole "+f.class)
		p.circle(f.x, foot, "dot "+f.class)
		p.flag(f, y-2)
	}
	for _, f := range below {
		y := bottom + 16 + float64(f.row)*flagRow
		p.line(&p.body, f.x, bottom-4, f.x, y, "pole hang")
		p.flag(f, y)
	}
	p.y = bottom + lanePad
	if down > 0 {
		p.y += float64(down)*flagRow + 2
	}
}

// foot is where a pole ends: below the bars, or on top of one whose label it
// would cross.
func (p *picture) foot(l track, x, top, bottom float64) float64 {
	for _, b := range l.bars {
		if x > p.x(b.from)+1 && x < p.x(b.to)-1 {
			return top
		}
	}
	return bottom
}

func (p *picture) bar(b bar, top float64) {
	from, to := p.x(b.from), p.x(b.to)
	p.rect(&p.body, from+0.5, top, max(1, to-from-1), barHeight, 3, "bar "+b.class)
	if middle, fits := p.inside(b); fits {
		p.text(&p.body, middle, top+14, "label bold", b.length)
		p.text(&p.body, middle, top+28, "label", b.name)
	}
}

// tear marks a break in the bars that span it.
func (p *picture) tear(l track, g gap, top, bottom float64) {
	for _, b := range l.bars {
		if b.from <= g.from && b.to >= g.to {
			x := p.mark(g)
			p.polygon(x, top-1, bottom+1, "tear")
			return
		}
	}
}

// axis writes seconds below the lanes and faint lines behind them.
func (p *picture) axis(top, bottom float64) {
	p.y += 6
	p.line(&p.body, p.left(), p.y, p.left()+p.width, p.y, "axis")
	previous := -1000.0
	for _, second := range p.scale.ticks(46 / p.width) {
		x := p.x(second)
		label := strconv.Itoa(second) + " s"
		half := textWidth(label, tinyText, false) / 2
		if x-half < previous+6 || x+half > svgWidth-2 {
			continue
		}
		previous = x + half
		p.line(&p.back, x, top, x, bottom, "grid")
		p.line(&p.body, x, p.y-3, x, p.y+3, "axis")
		p.text(&p.body, x, p.y+16, "tick", label)
	}
	for _, g := range p.scale.breaks {
		p.polygon(p.mark(g), p.y-5, p.y+5, "tear")
	}
	p.y += 16
	if len(p.scale.breaks) > 0 {
		p.y += 18
		p.text(&p.body, p.left(), p.y, "note", "The axis is broken at the slanted marks: what lies there is longer than it looks.")
	}
	p.y += svgMargin - 6
}
