package provider

import (
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// diagnostics are what a call tells Terraform beside its answer.
type diagnostics []*tfprotov6.Diagnostic

// addFaults adds an error for each fault, at its attribute.
func (d *diagnostics) addFaults(faults shutdown.Faults) {
	for _, f := range faults {
		*d = append(*d, &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityError,
			Summary: f.Title(), Detail: f.Detail(), Attribute: attributePath(f.Path)})
	}
}

// addDoubts adds a warning for each note that puts a promise in doubt. The
// others only stand in notes, so that a plan stays quiet.
func (d *diagnostics) addDoubts(notes []shutdown.Note) {
	for _, n := range notes {
		if n.Doubt {
			*d = append(*d, &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityWarning,
				Summary: "Promise In Doubt", Detail: n.Message, Attribute: attributePath(n.Path)})
		}
	}
}

// addBug adds an error that only a mistake in the provider can cause.
func (d *diagnostics) addBug(err error) {
	*d = append(*d, &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityError,
		Summary: "Unexpected Provider Error", Detail: "Please report this to the provider developers.\n\nOriginal Error: " + err.Error()})
}

// failed says whether there is an error among them.
func (d diagnostics) failed() bool {
	for _, one := range d {
		if one.Severity == tfprotov6.DiagnosticSeverityError {
			return true
		}
	}
	return false
}

// attributePath is the place of a profile path, such as sidecars[0].flush, that
// Terraform can show. It finds the line of a list's element, but not of an
// attribute inside: for such a path it would show the head of the block.
func attributePath(profilePath string) *tftypes.AttributePath {
	head, _, _ := strings.Cut(profilePath, ".")
	name, rest, _ := strings.Cut(head, "[")
	p := tftypes.NewAttributePath().WithAttributeName(name)
	index, _, _ := strings.Cut(rest, "]")
	if i, err := strconv.Atoi(index); err == nil {
		p = p.WithElementKeyInt(i)
	}
	return p
}
