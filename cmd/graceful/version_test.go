package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The flag prints what the command prints, before anything else is looked at.
func TestVersion_flag(t *testing.T) {
	t.Parallel()
	want := cli(t, "", "version")
	if diff := cmp.Diff(want, cli(t, "", "--version"), cmp.AllowUnexported(result{})); diff != "" {
		t.Errorf("mismatch (-version +--version):\n%s", diff)
	}
}
