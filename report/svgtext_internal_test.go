package report

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Every line fits, whatever the text, and nothing but white space is lost. A word that
// is too long does not tear the others apart.
func TestLines(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zA-Z_.:/"]{1,200}`), 1, 12).Draw(t, "words")
		width := float64(rapid.IntRange(100, 900).Draw(t, "width"))
		got := lines(strings.Join(words, " "), smallText, width)
		if all := strings.ReplaceAll(strings.Join(got, ""), " ", ""); all != strings.Join(words, "") {
			t.Fatalf("%q, want %q", all, words)
		}
		for _, line := range got {
			if textWidth(line, smallText, false) > width {
				t.Fatalf("%q is wider than %v", line, width)
			}
		}
	})
	long := "a b c " + strings.Repeat("x", 200) + " d e f"
	if got := lines(long, smallText, 400); len(got) > 6 {
		t.Errorf("%q", got)
	}
}
