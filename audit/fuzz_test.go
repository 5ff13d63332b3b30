package audit_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/read"
)

// FuzzServices audits what is read of any file without a panic, whatever it says.
func FuzzServices(f *testing.F) {
	err := filepath.WalkDir("testdata/real", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		f.Add(text)
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	path := filepath.Join(f.TempDir(), "some.file")
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		var in read.Reader
		_ = in.Add(path)
		for _, s := range audit.Varied(service.Link(in.Resources()), in.Variants()) {
			for _, found := range s.Findings {
				if found.Rule == "" || found.Message == "" || found.Fingerprint == "" {
					t.Errorf("%+v", found)
				}
			}
		}
	})
}
