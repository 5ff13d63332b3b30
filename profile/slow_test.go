package profile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/profile"
)

// TestRead_hostile feeds a quarter of a megabyte of each thing that parsers choke
// on. The bound is generous for a busy machine: a parser whose time grows with
// the square of the size would need minutes.
func TestRead_hostile(t *testing.T) {
	t.Parallel()
	const size = 1 << 18
	for _, unit := range []string{
		"[", "{", "{a: ", "[{", "- ", "? ", "? [", ": ", "a: ", "a:\n", "a: b\n", "a: {b: c}\n", "\"", "'", "\"\\u0061", "a\n", "a\n ", "\n", "# c\n", "&a ", "*a ", "! ", "!!a ", "- &a [*a]\n",
		"%a b\n", "|\n", "a: |\n  b\n", "a: >\n\n", "---\n", "...\n", ", ", "a b", "0", "1e", "{\"a\":", "[1,", "{\"a\":{\"a\":", "\"\\\\", "é", "\u2029", "\ufeff", "@", "`", "]", "}", " -\n", "workload: http\n", "sidecars: [{name: a, flush: 1}]\n",
	} {
		for _, name := range []string{"p.yaml", "p.json"} {
			for _, start := range []string{"", "workload: http\nlongest_work: 10\nrequire: "} {
				data := []byte(start + strings.Repeat(unit, size/len(unit)))
				begin := time.Now()
				_, err := profile.Read(name, data)
				if err != nil && len(err.Error()) > 1<<20 {
					t.Errorf("%s with %q and many %q has a report of %d bytes", name, start, unit, len(err.Error()))
				}
				if took := time.Since(begin); took > 20*time.Second {
					t.Errorf("%s with %q and many %q took %s", name, start, unit, took)
				}
			}
		}
	}
}
