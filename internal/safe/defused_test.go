package safe

import (
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

// TestDefused compares the code with the patterns that say what it does. Package
// regexp itself costs PID 1 of every container a slower start.
func TestDefused(t *testing.T) {
	t.Parallel()
	atStart := regexp.MustCompile(`(?m)^([\s\p{Z}]*):(:)`)
	anywhere := regexp.MustCompile(`#(#[A-Za-z]*\[)`)
	want := func(s string) string {
		return anywhere.ReplaceAllString(atStart.ReplaceAllString(s, `${1}\x3a$2`), `\x23$1`)
	}
	for _, s := range []string{"", ":", "::", ":::", "::::", " ::", "a::", "\n::", "a\n \u2028::b", "\v::", "\u0085::", "##", "##[", "###[", "##a[", "##a1[", "##é[", "##[##[", "::##[", "##vso[\n\t::error::", "\xff::", "a\xff\n::\xff##[", "#\n#[", "::\r\n::"} {
		if got := defused(s); got != want(s) {
			t.Errorf("defused(%q) = %q, want %q", s, got, want(s))
		}
	}
	part := rapid.SampledFrom([]string{":", "::", "#", "##", "[", "a", "Z", "é", " ", "\n", "\t", "\r", "\f", "\v", "\u2028", "\u00a0", "\ufffd", "\xff", "1", "x"})
	rapid.Check(t, func(t *rapid.T) {
		var s string
		for _, p := range rapid.SliceOf(part).Draw(t, "parts") {
			s += p
		}
		if got := defused(s); got != want(s) {
			t.Fatalf("defused(%q) = %q, want %q", s, got, want(s))
		}
	})
}
