package pid1

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/contract"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// fault is a wrong option or variable. It reads as a fault of a profile does;
// package shutdown itself, whose tables are large, would cost every container a
// slower start.
type fault contract.Fault

// title is the rule as a heading.
func (f fault) title() string {
	switch f.Rule {
	case "required", "missing":
		return "Missing Value"
	case "type":
		return "Wrong Type"
	case "enum":
		return "Unknown Word"
	case "pattern":
		return "Invalid Name"
	case "duplicate":
		return "Duplicate Value"
	default:
		return "Value Out Of Range"
	}
}

// Error is the path, the title, what is wrong, and each way out.
func (f fault) Error() string {
	given := f.Given
	if given == "" {
		given = "nothing"
	}
	return safe.Name(f.Path) + ": " + f.title() + "\n" + f.Message + "\nGiven: " + given + ". Allowed: " + f.Allowed + "." +
		"\nWays out:\n  - " + strings.Join(f.WaysOut, "\n  - ")
}

// faults is everything that is wrong, at once.
type faults []fault

// Error joins the faults, one blank line between two.
func (f faults) Error() string {
	lines := make([]string, len(f))
	for i := range f {
		lines[i] = f[i].Error()
	}
	return strings.Join(lines, "\n\n")
}
