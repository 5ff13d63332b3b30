// Package print is the one kit for texts about numbers: how reports and verdicts
// write a count, a time and a column, so that two of them never differ.
package print

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Number writes a number with at most three decimals.
func Number(v float64) string {
	text := strconv.FormatFloat(v, 'f', 3, 64)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

// About writes seconds for a reader, with one decimal.
func About(seconds float64) string { return strconv.FormatFloat(seconds, 'f', 1, 64) + " s" }

// Grouped writes a number with commas between thousands.
func Grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// Count writes so many of a thing, such as "1 request" or "1,200 requests".
func Count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return Grouped(n) + " " + thing + "s"
}

// Times says how often something happened, such as "taken once".
func Times(what string, n int) string {
	switch n {
	case 0:
		return "never " + what
	case 1:
		return what + " once"
	}
	return what + " " + Grouped(n) + " times"
}

// Pad fills the text with spaces up to width characters.
func Pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}

// PadLeft fills the text with spaces before it up to width characters.
func PadLeft(text string, width int) string {
	return strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text))) + text
}

// Sentence starts the text with a capital letter.
func Sentence(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return strings.ToUpper(string(r)) + text[size:]
}
