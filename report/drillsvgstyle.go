package report

// plotStyle colours by class, so that one media query turns the picture dark.
const plotStyle = `
text { font-family: sans-serif; font-size: 12px; fill: #1f2328 }
.title { font-size: 17px; font-weight: bold }
.prose { font-size: 12px; fill: #59636e }
.tick { font-size: 11px; fill: #59636e }
.flag { font-size: 12px; paint-order: stroke; stroke: #ffffff; stroke-width: 4px }
.page { fill: #ffffff; stroke: #d1d9e0 }
.grid { stroke: #eaeef2 }
.axis { stroke: #818b98 }
.pole { stroke: #59636e; stroke-dasharray: 3 3 }
.fatal { stroke: #cf222e; stroke-dasharray: none; stroke-width: 2 }
.open { fill: none; stroke: #1f2328; stroke-width: 1.5 }
.old { fill: #54aeff }
.new { fill: #4ac26b }
.cut { fill: #cf222e }
.refused { fill: #bf8700 }
.failed { fill: #8250df }
.runs { fill: #b6e3ff }
.stops { fill: #ffd8b5 }
text.good { fill: #1a7f37 }
text.bad { fill: #cf222e }
text.unknown { fill: #9a6700 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.prose, .tick { fill: #9198a1 }
.page { fill: #0d1117; stroke: #3d444d }
.grid { stroke: #21262d }
.pole { stroke: #9198a1 }
.flag { stroke: #0d1117 }
.fatal { stroke: #f85149 }
.open { stroke: #e6edf3 }
.old { fill: #1f6feb }
.new { fill: #238636 }
.cut { fill: #f85149 }
.refused { fill: #d29922 }
.failed { fill: #a371f7 }
.runs { fill: #0c2d6b }
.stops { fill: #5a1e02 }
text.good { fill: #3fb950 }
text.bad { fill: #f85149 }
text.unknown { fill: #d29922 }
}
`
