package contract

import "strings"

// Fault is one value of the environment that is wrong. It reads as the faults
// of a profile do.
type Fault struct {
	// Path is the variable, such as "SHUTDOWN_DRAIN_SECONDS".
	Path string
	// Rule is a stable id: "type", "range" or "missing".
	Rule string
	// Given is the value as it was given.
	Given string
	// Allowed says which values would pass.
	Allowed string
	// Message is one sentence that says what is wrong and why.
	Message string
	// WaysOut lists what to change.
	WaysOut []string
}

// Title is the fault's rule as a heading without values.
func (f Fault) Title() string {
	switch f.Rule {
	case "type":
		return "Wrong Type"
	case "missing":
		return "Missing Value"
	default:
		return "Value Out Of Range"
	}
}

// Error is the whole fault: the variable, what is wrong with it, what was
// given, what is allowed, and each way out.
func (f Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.Path + ": " + f.Title() + "\n" + f.Message + "\nGiven: " + f.Given + ". Allowed: " + f.Allowed + ".")
	if len(f.WaysOut) > 0 {
		b.WriteString("\nWays out:")
		for _, w := range f.WaysOut {
			b.WriteString("\n  - " + w)
		}
	}
	return b.String()
}

// Faults is everything that is wrong with the environment, at once.
type Faults []Fault

// Error joins the faults, one blank line between two.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i := range f {
		lines[i] = f[i].Error()
	}
	return strings.Join(lines, "\n\n")
}
