//go:build parity

package parity

import (
	"flag"
	"regexp"
	"testing"
)

var only = flag.String("only", "", "run the cases whose name matches, for work on one of them")

func chosen(t *testing.T) []Case {
	t.Helper()
	pattern, err := regexp.Compile(*only)
	if err != nil {
		t.Fatal(err)
	}
	var out []Case
	for _, c := range Cases() {
		if pattern.MatchString(c.Name) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		t.Fatalf("no case matches %q", *only)
	}
	return out
}
