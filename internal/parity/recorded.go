package parity

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// RecordedPath is the file of what Terraform sent for a case.
func RecordedPath(root, name string) string {
	return filepath.Join(root, "internal", "parity", "testdata", "terraform", name+".json")
}

// Recorded is what Terraform sent for a case when it was last recorded. The test
// on the wire fails when Terraform sends something else now.
func Recorded(root, name string) (Tree, error) {
	b, err := os.ReadFile(RecordedPath(root, name))
	if err != nil {
		return nil, fmt.Errorf("nothing is recorded for %s; run: go test -tags parity ./internal/parity -update: %w", name, err)
	}
	var tree Tree
	if err := json.Unmarshal(b, &tree); err != nil {
		return nil, fmt.Errorf("%s: %w", RecordedPath(root, name), err)
	}
	return tree, nil
}
