package hcl_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The project's own modules and examples are read without a fault; the settings that
// its provider computes are computed here too, so that the examples have no number
// that is not known.
func TestFolder_own(t *testing.T) {
	for pattern, known := range map[string]bool{"../../modules/*": false, "../../examples/terraform/*": true, "../../examples/resources/*": false, "../../examples/data-sources/*": false} {
		folders, err := filepath.Glob(pattern)
		if err != nil || len(folders) == 0 {
			t.Fatalf("%s: %d, %v", pattern, len(folders), err)
		}
		for _, dir := range folders {
			all := services(t, dir)
			if known && len(all) != 1 && filepath.Base(dir) != "quickstart" {
				t.Errorf("%s has %d services", dir, len(all))
			}
			for address, s := range all {
				if !s.OnFargate() {
					t.Errorf("%s: %s is not on Fargate", dir, address)
				}
				if diff := cmp.Diff(map[string]string{}, s.Values().Unknown); known && diff != "" {
					t.Errorf("%s: %s (-want +got):\n%s", dir, address, diff)
				}
			}
		}
	}
}
