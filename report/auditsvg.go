package report

import (
	"math"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// AuditSVG draws what [AuditMarkdown] writes as a standalone picture: of each service
// the promises, with what they were, the values that change, and the findings.
func AuditSVG(r *audit.Report) string {
	s := sheet{}
	s.y = 34
	s.line("title", svgMargin, "What the services promise when tasks stop")
	s.prose(headlineOf(r))
	for _, service := range shownServices(r) {
		s.service(service)
	}
	for _, gone := range r.Gone {
		s.heading(gone.Name + ", gone")
	}
	height := math.Ceil(s.y + 16)
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="` + px(svgWidth) + `" height="` + px(height) + `" viewBox="0 0 ` + px(svgWidth) + " " + px(height) + `" role="img">` + "\n" +
		"<title>" + escapeXML(safe.Line("What the services promise: "+headlineOf(r))) + "</title>\n<style>" + svgStyle + "</style>\n")
	s.rect(&b, 0.5, 0.5, svgWidth-1, height-1, 6, "page")
	return b.String() + s.body.String() + "</svg>\n"
}

// headlineOf is the headline, also where nothing changes.
func headlineOf(r *audit.Report) string {
	if r.Compared && len(shownServices(r))+len(r.Gone) == 0 {
		return "Nothing changes. " + summed(r).String() + "."
	}
	return strings.ReplaceAll(headline(r), "**", "")
}

// sheet is a picture of lines of text, written from top to bottom.
type sheet struct{ picture }

// The columns of a sheet, in pixels.
const (
	sheetBefore = 560.0
	sheetAfter  = 740.0
)

// line writes on the line that the sheet is at.
func (s *sheet) line(class string, x float64, text string) {
	s.text(&s.body, x, s.y, class, safe.Line(text))
}

func (s *sheet) prose(text string) {
	for _, line := range lines(safe.Line(text), proseText, svgWidth-2*svgMargin) {
		s.y += 20
		s.line("prose", svgMargin, line)
	}
}

func (s *sheet) heading(text string) {
	s.y += 34
	s.picture.line(&s.body, svgMargin, s.y-20, svgWidth-svgMargin, s.y-20, "rule")
	for i, line := range lines(safe.Line(text), proseText*boldness, sheetBefore-2*svgMargin) {
		if i > 0 {
			s.y += 18
		}
		s.line("lane", svgMargin, line)
	}
}

func (s *sheet) service(service audit.Service) {
	compared := service.Change != nil && service.Change.Before != nil
	title := service.Name
	if service.Change != nil {
		title += ", " + service.Change.Kind
	}
	if service.When != "" {
		title += ", if " + service.When
	}
	s.heading(title)
	if compared {
		s.line("note", sheetBefore, "before")
	}
	s.line("note", sheetAfter, "after")
	s.promises("", changed(service), compared)
	for _, p := range service.LowerPromises() {
		s.promises(" if "+p.When, changedFrom(p.Promises, p.Before), compared)
	}
	if compared {
		for _, e := range service.Values {
			if old, ok := service.Change.Before.Values.Get(e.Key); ok && numberText(old) != numberText(e.Value) {
				s.row(e.Key, numberText(old), numberText(e.Value), "")
			}
		}
	}
	for _, f := range service.Findings {
		if f.Suppressed == nil && f.Change != audit.IsSame {
			s.finding(strings.TrimSpace(f.Change+" "+string(f.Severity)), f)
		}
	}
	if service.Change != nil {
		for _, f := range service.Change.Gone {
			s.finding("gone", f)
		}
	}
}

// promises are those of causes that are alike, with when they are so; of what was
// compared, those that change.
func (s *sheet) promises(when string, list []changedPromise, compared bool) {
	for i := 0; i < len(list); {
		p, causes := list[i], []string{words(list[i].cause)}
		for i++; i < len(list) && list[i].alike(p); i++ {
			causes = append(causes, words(list[i].cause))
		}
		if !compared || p.changes() {
			s.row(strings.Join(causes, ", ")+when, p.before, p.now(), toneClasses[p.tone])
		}
	}
}

// row is what something was and is.
func (s *sheet) row(name, before, after, class string) {
	for i, line := range lines(safe.Line(name), smallText, sheetBefore-2*svgMargin) {
		s.y += 20
		s.line("", svgMargin, line)
		if i == 0 {
			s.line("", sheetBefore, before)
			s.line("bold "+class, sheetAfter, after)
		}
	}
}

func (s *sheet) finding(lead string, f audit.Finding) {
	class := map[string]string{"gone": "good"}[lead]
	if class == "" {
		class = map[audit.Severity]string{audit.Error: "bad", audit.Warning: "doubt"}[f.Severity]
	}
	text := lead + " " + f.Rule
	if f.When != "" {
		text += " if " + f.When
	}
	text += ": " + f.Message
	if fix := fixes(f); fix != "" && lead != "gone" {
		text += "; fix: " + fix
	}
	for i, line := range lines(safe.Line(text), smallText, svgWidth-2*svgMargin) {
		s.y += 18
		if i == 0 {
			s.y += 4
		}
		s.line(class, svgMargin, line)
	}
}
