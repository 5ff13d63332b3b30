package report

import (
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Faults writes faults as compilers do, so that editors find the place:
//
//	profile.yaml:2:15: longest_work: Spot Budget Exceeded
//	  …
//
// The name of the file may be empty, and a fault without a line has none. What
// comes from outside, that name among it, moves no terminal's cursor and is no
// command to a build system.
func Faults(name string, faults shutdown.Faults) string {
	var b strings.Builder
	for i, f := range faults {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(place(name, f))
		if f.Path != "" {
			b.WriteString(safe.Name(f.Path) + ": ")
		}
		b.WriteString(f.Title() + "\n")
		for line := range strings.SplitSeq(f.Detail(), "\n") {
			b.WriteString("  " + line + "\n")
		}
	}
	return safe.Text(b.String())
}

// place is where the fault stands, ready to go before its path.
func place(name string, f shutdown.Fault) string {
	var parts []string
	if name != "" {
		parts = append(parts, safe.Name(name))
	}
	if f.Line > 0 {
		parts = append(parts, strconv.Itoa(f.Line))
		if f.Column > 0 {
			parts = append(parts, strconv.Itoa(f.Column))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ":") + ": "
}
