package drill

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestEvents(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{ // whether it ends in the middle of an event
		"":                              false,
		"data: 1\n\n":                   false,
		"data: 1\r\n\r\n":               false,
		"data: 1\r\r":                   false,
		"data: 1\n\r\n":                 false,
		"data: 1\n\n: still here\n":     false,
		"data: 1\n\n: still":            false,
		"\n":                            false,
		"data: 1\n":                     true,
		"data: 1\r\n":                   true,
		"data: 1":                       true,
		"data: 1\n\ndata: {\"a\": 1":    true,
		"data: 1\n: and then\n":         true,
		"data: 1\n\nid: 2\ndata: 2\n":   true,
		"data: 1\n\n: still\ndata: 2\n": true,
	}
	for text, want := range tests {
		var e events
		e.read([]byte(text))
		if e.open != want {
			t.Errorf("%q ends in the middle of an event: %v, want %v", text, e.open, want)
		}
	}
}

// In which pieces a stream comes does not matter.
func TestEvents_pieces(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SampledFrom([]string{"data: 1", ": c", "\n", "\r\n", "\r"})).Draw(t, "parts")
		text := strings.Join(parts, "")
		var whole, pieces events
		whole.read([]byte(text))
		for i := range len(text) {
			pieces.read([]byte(text[i : i+1]))
		}
		if whole != pieces {
			t.Fatalf("%q: %+v at once, %+v byte by byte", text, whole, pieces)
		}
	})
}
