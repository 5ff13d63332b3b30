package prose_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// TestGenerated reads the provider's documentation back: each field and each
// setting has a line there with the default and the range of its row. A row that
// has changed since make generate, or a line that was changed by hand, is found.
func TestGenerated(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"docs/data-sources/settings.md", "docs/resources/service.md"} {
		data, err := os.ReadFile("../../" + file)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(data), "\n")
		// says looks for one line of the name that has all of the parts.
		says := func(name string, parts ...string) {
			t.Helper()
			last := name[strings.LastIndexByte(name, '.')+1:]
			for _, line := range lines {
				found := strings.HasPrefix(line, "- `"+last+"` (")
				for _, part := range parts {
					found = found && strings.Contains(line, part)
				}
				if found {
					return
				}
			}
			t.Errorf("%s has no line for %s with %q: make generate writes it", file, name, parts)
		}
		passedOn := map[string]bool{} // One attribute for what goes in and comes out.
		for _, f := range shutdown.Fields() {
			passedOn[f.Name] = true
			parts := []string{f.Doc}
			if f.Type == shutdown.Number {
				parts = append(parts, strconv.Itoa(f.Min)+" to "+strconv.Itoa(f.Max))
			}
			if f.Default != "" {
				parts = append(parts, "Default: "+f.Default+".")
			}
			says(f.Name, parts...)
		}
		for _, o := range shutdown.Outputs() {
			if o.Bounds() == "" || passedOn[o.Name] {
				continue
			}
			says(o.Name, o.Doc, ", "+o.Bounds()+".")
		}
	}
}
