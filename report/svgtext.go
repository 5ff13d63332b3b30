package report

import (
	"strings"
	"unicode"
)

// The text sizes of the picture, in pixels.
const (
	titleText = 18.0
	proseText = 13.0
	smallText = 12.0
	tinyText  = 11.0
)

// boldness is how much wider bold text is.
const boldness = 1.12

// textWidth estimates the width of text in a wide sans-serif font, so that a
// label that fits by it fits in any common one.
func textWidth(s string, size float64, bold bool) float64 {
	w := 0.0
	for _, r := range s {
		w += runeWidth(r)
	}
	if bold {
		w *= boldness
	}
	return float64(w * size)
}

// runeWidth is a character's width in ems.
func runeWidth(r rune) float64 {
	switch {
	case r == 'm' || r == 'w' || r == 'M' || r == 'W' || r == '%' || r == '@':
		return 0.99
	case r == 'i' || r == 'j' || r == 'l' || r == ' ' || r == '.' || r == ',' || r == '\'' || r == 'I' || r == ':' || r == ';' || r == '!' || r == '|':
		return 0.36
	case r == 'f' || r == 't' || r == 'r' || r == '(' || r == ')' || r == '-':
		return 0.43
	case unicode.IsUpper(r):
		return 0.76
	case r > 0x2E80: // East Asian characters are square.
		return 1.05
	default:
		return 0.645
	}
}

// lines breaks text so that each line is at most width pixels wide.
func lines(text string, size, width float64) []string {
	text = severed(text, size, width)
	for limit := int(width / size / 0.45); ; limit-- {
		broken := wrap(text, limit)
		fits := true
		for _, line := range broken {
			fits = fits && textWidth(line, size, false) <= width
		}
		if fits || limit <= 1 {
			return broken
		}
	}
}

// severed cuts words apart that are wider than a line, such as long addresses.
func severed(text string, size, width float64) string {
	var b strings.Builder
	for i, word := range strings.Fields(text) {
		if i > 0 {
			b.WriteByte(' ')
		}
		part := 0.0
		for _, r := range word {
			if w := textWidth(string(r), size, false); part > 0 && part+w > width-1 {
				b.WriteByte(' ')
				part = w
			} else {
				part += w
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}
