package hcl

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// installed are the folders of the modules that `terraform init` has put into a
// folder, by their names with dots. Without them, or where they lead out of that
// folder, there are none.
func installed(path string) map[string]string {
	out := map[string]string{}
	file := filepath.Join(path, ".terraform", "modules", "modules.json")
	info, err := os.Stat(file)
	if err != nil || info.Size() > mostBytes {
		return out
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return out
	}
	var manifest struct {
		Modules []struct{ Key, Source, Dir string }
	}
	if json.Unmarshal(text, &manifest) != nil {
		return out
	}
	for _, m := range manifest.Modules {
		if dir := filepath.ToSlash(filepath.Clean(m.Dir)); strings.HasPrefix(dir, ".terraform/modules/") {
			out[m.Key] = filepath.Join(path, dir)
		}
	}
	return out
}
