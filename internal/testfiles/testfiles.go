// Package testfiles writes the files that a test reads.
package testfiles

import (
	"os"
	"path/filepath"
	"testing"
)

// Write writes files by their names into a folder, which is made where it is missing, with
// the folders that stand in the names.
func Write(t testing.TB, folder string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
