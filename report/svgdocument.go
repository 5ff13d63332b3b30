package report

import (
	"math"
	"strings"
)

// svgStyle colours by class, so that one media query turns the picture dark.
const svgStyle = `
text { font-family: sans-serif; font-size: 12px; fill: #1f2328 }
.title { font-size: 18px; font-weight: bold }
.verdict { font-size: 13px; font-weight: bold; text-anchor: middle }
.prose { font-size: 13px; fill: #59636e }
.lane { font-size: 13px; font-weight: bold }
.label { text-anchor: middle }
.bold { font-weight: bold }
.tick { font-size: 11px; text-anchor: middle; fill: #59636e }
.note { font-size: 11px; fill: #59636e }
.page { fill: #ffffff; stroke: #d1d9e0 }
.rule { stroke: #d1d9e0 }
.grid { stroke: #eaeef2 }
.axis { stroke: #818b98 }
.band { fill: #818b98; fill-opacity: 0.1 }
.limit { stroke: #818b98; stroke-dasharray: 4 3 }
.pole { stroke: #59636e }
line.hang { stroke-opacity: 0.7 }
.dot { fill: #59636e }
.bar { stroke-width: 1 }
.serve { fill: #ddf4ff; stroke: #54aeff }
.drain { fill: #fff8c5; stroke: #d4a72c }
.clean { fill: #fbefff; stroke: #c297ff }
.wait { fill: #f6f8fa; stroke: #818b98 }
.used { fill: #d1d9e0; stroke: #818b98 }
.left { fill: #dafbe1; stroke: #4ac26b; stroke-dasharray: 4 3 }
.over { fill: #ffebe9; stroke: #ff8182 }
.tear { fill: #ffffff; stroke: none }
.slash { stroke: #59636e }
rect.good { fill: #dafbe1; stroke: #4ac26b }
rect.doubt { fill: #fff8c5; stroke: #d4a72c }
rect.bad { fill: #ffebe9; stroke: #ff8182 }
rect.neutral { fill: #f6f8fa; stroke: #818b98 }
text.good { fill: #1a7f37 }
text.doubt { fill: #7d4e00 }
text.bad, text.fatal { fill: #cf222e }
line.fatal { stroke: #cf222e }
circle.fatal { fill: #cf222e }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.prose, .tick, .note { fill: #9198a1 }
.page { fill: #0d1117; stroke: #3d444d }
.rule { stroke: #3d444d }
.grid { stroke: #21262d }
.pole, .slash { stroke: #9198a1 }
.dot { fill: #9198a1 }
.serve { fill: #0c2d6b; stroke: #4493f8 }
.drain { fill: #3b2300; stroke: #bb8009 }
.clean { fill: #271052; stroke: #8957e5 }
.wait { fill: #212830; stroke: #656c76 }
.used { fill: #3d444d; stroke: #656c76 }
.left { fill: #04260f; stroke: #2ea043 }
.over { fill: #490202; stroke: #da3633 }
.tear { fill: #0d1117 }
rect.good { fill: #04260f; stroke: #2ea043 }
rect.doubt { fill: #3b2300; stroke: #bb8009 }
rect.bad { fill: #490202; stroke: #da3633 }
rect.neutral { fill: #212830; stroke: #656c76 }
text.good { fill: #3fb950 }
text.doubt { fill: #d29922 }
text.bad, text.fatal { fill: #f85149 }
line.fatal { stroke: #f85149 }
circle.fatal { fill: #f85149 }
}
`

// document puts head, background and body together.
func (p *picture) document() string {
	var b strings.Builder
	height := math.Ceil(p.y)
	id := "stop-" + identifier(heading(p.Timeline))
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="` + px(svgWidth) + `" height="` + px(height) +
		`" viewBox="0 0 ` + px(svgWidth) + ` ` + px(height) + `" role="img" aria-labelledby="` + id + `-title ` + id + `-desc">` + "\n")
	b.WriteString(`<title id="` + id + `-title">` + escapeXML(heading(p.Timeline)+": "+keeps(p.Timeline)) + "</title>\n")
	b.WriteString(`<desc id="` + id + `-desc">` + escapeXML(TimelineText(p.Timeline)) + "</desc>\n")
	b.WriteString("<style>" + svgStyle + "</style>\n")
	p.rect(&b, 0.5, 0.5, svgWidth-1, height-1, 6, "page")
	b.WriteString(p.back.String())
	b.WriteString(p.body.String())
	b.WriteString("</svg>\n")
	return b.String()
}

// identifier keeps what may stand in an id that others refer to by spaces.
func identifier(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words, "-")
}

// escapeXML makes text safe as content and inside an attribute.
func escapeXML(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}
