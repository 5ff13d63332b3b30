package report

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Frameworks writes the framework table for a terminal. A signal of a profile
// that is in neither column stops nothing.
func Frameworks(list []shutdown.Framework) string {
	rows := [][]string{{"framework", "drains on", "drops everything on", "listeners", "drilled with"}}
	for _, f := range list {
		rows = append(rows, []string{string(f.Name), signals(f.Graceful), signals(f.Quick), listeners(f), drilledWith(f)})
	}
	widths := make([]int, len(rows[0]))
	for i := range widths {
		widths[i] = widest(rows, func(cells []string) string { return cells[i] })
	}
	var b strings.Builder
	for _, cells := range rows {
		for i, cell := range cells {
			if i > 0 {
				b.WriteString("  ")
			}
			if i == len(cells)-1 {
				b.WriteString(cell + "\n")
				continue
			}
			b.WriteString(print.Pad(cell, widths[i]))
		}
	}
	for _, f := range list {
		for _, advice := range []string{f.Caveat, f.Undrilled} {
			if advice != "" {
				b.WriteString("\n")
				for _, line := range wrap(string(f.Name)+": "+advice, tableWidth) {
					b.WriteString(line + "\n")
				}
			}
		}
	}
	return b.String()
}

// FrameworksMarkdown writes the framework table for a document.
func FrameworksMarkdown(list []shutdown.Framework) string {
	t := newTable("framework", "drains on", "drops everything on", "listeners", "drilled with", "source")
	for _, f := range list {
		t.add(code(string(f.Name)), signals(f.Graceful), signals(f.Quick), listeners(f), escape(drilledWith(f)), "<"+f.Source+">")
	}
	return t.String()
}

// FrameworksJSON writes the framework table as one indented object with the
// one key "frameworks".
func FrameworksJSON(list []shutdown.Framework) ([]byte, error) {
	type framework struct {
		Name                 shutdown.FrameworkName `json:"name"`
		Graceful             []shutdown.Signal      `json:"graceful_signals"`
		Quick                []shutdown.Signal      `json:"quick_signals"`
		ListenersCloseAtOnce bool                   `json:"listeners_close_at_once"`
		Drilled              []string               `json:"drilled"`
		Undrilled            string                 `json:"undrilled,omitempty"`
		Caveat               string                 `json:"caveat,omitempty"`
		Source               string                 `json:"source"`
	}
	out := struct {
		Frameworks []framework `json:"frameworks"`
	}{[]framework{}}
	for _, f := range list {
		out.Frameworks = append(out.Frameworks, framework{f.Name, present(f.Graceful), present(f.Quick), f.ListenersCloseAtOnce,
			present(f.Drilled), f.Undrilled, f.Caveat, f.Source})
	}
	return indented(out)
}

func signals(list []shutdown.Signal) string {
	if len(list) == 0 {
		return "none"
	}
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = string(s)
	}
	return strings.Join(words, ", ")
}

func listeners(f shutdown.Framework) string {
	if f.ListenersCloseAtOnce {
		return "close at once"
	}
	return "stay open"
}

func drilledWith(f shutdown.Framework) string {
	if len(f.Drilled) == 0 {
		return "nothing"
	}
	return strings.Join(f.Drilled, ", ")
}
