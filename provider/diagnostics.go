package provider

import (
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// addFaults adds an error for each fault, at its attribute.
func addFaults(diags *diag.Diagnostics, faults shutdown.Faults) {
	for _, f := range faults {
		diags.AddAttributeError(attributePath(f.Path), f.Title(), f.Detail())
	}
}

// addSchemaFaults is addFaults without the faults that Terraform itself finds:
// it knows from the schema which attributes are required.
func addSchemaFaults(diags *diag.Diagnostics, faults shutdown.Faults) {
	for _, f := range faults {
		if f.Rule != "required" {
			addFaults(diags, shutdown.Faults{f})
		}
	}
}

// addDoubts adds a warning for each note that puts a promise in doubt. The
// others only stand in notes, so that a plan stays quiet.
func addDoubts(diags *diag.Diagnostics, notes []shutdown.Note) {
	for _, n := range notes {
		if n.Doubt {
			diags.AddAttributeWarning(attributePath(n.Path), "Promise In Doubt", n.Message)
		}
	}
}

// addBug adds an error that only a mistake in the provider can cause.
func addBug(diags *diag.Diagnostics, err error) {
	diags.AddError("Unexpected Provider Error", "Please report this to the provider developers.\n\nOriginal Error: "+err.Error())
}

// attributePath is the place of a profile path, such as sidecars[0].flush, that
// Terraform can show. It finds the line of a list's element, but not of an
// attribute inside: for such a path it would show the head of the block.
func attributePath(profilePath string) path.Path {
	name, rest, _ := strings.Cut(profilePath, "[")
	p := path.Root(name)
	index, _, _ := strings.Cut(rest, "]")
	if i, err := strconv.Atoi(index); err == nil {
		p = p.AtListIndex(i)
	}
	return p
}
