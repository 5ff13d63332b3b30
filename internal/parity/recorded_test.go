package parity

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata from what Terraform sends now")

// recorded is what Terraform sent for a case when it was last recorded.
func recorded(t *testing.T, name string) Tree {
	t.Helper()
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	tree, err := Recorded(root, name)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// checkRecorded compares what Terraform sends now with the record, so that the
// comparison without Terraform is about the module as it is.
func checkRecorded(t *testing.T, name string, got Tree) {
	t.Helper()
	for _, i := range Ignored {
		if i.When == nil {
			got = got.without(i.Path)
		}
	}
	if *update {
		b, err := json.MarshalIndent(got, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		root, err := Root()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(RecordedPath(root, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(RecordedPath(root, name), append(b, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(Flatten(recorded(t, name)), Flatten(got)); diff != "" {
		t.Errorf("Terraform sends something else than recorded (-recorded +sent); if that is meant, run: go test -tags parity ./internal/parity -update\n%s", diff)
	}
}

func names(cases []Case) []string {
	out := make([]string, len(cases))
	for i, c := range cases {
		out[i] = c.Name
	}
	return out
}

// subtract lists what is in a and not in b.
func subtract(a, b []string) []string {
	known := map[string]bool{}
	for _, s := range b {
		known[s] = true
	}
	var out []string
	for _, s := range a {
		if !known[s] {
			out = append(out, s)
		}
	}
	return out
}
