package drill

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// number writes a number with at most three decimals.
func number(v float64) string {
	text := strconv.FormatFloat(v, 'f', 3, 64)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

// about writes seconds for a reader, with one decimal.
func about(s Seconds) string { return strconv.FormatFloat(s.Float(), 'f', 1, 64) + " s" }

// requests counts requests in words.
func requests(n int) string {
	if n == 1 {
		return "1 request"
	}
	return grouped3(n) + " requests"
}

// grouped3 writes a number with commas between thousands.
func grouped3(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}

func padLeft(text string, width int) string {
	return strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text))) + text
}

// sentenceCase starts the text with a capital letter.
func sentenceCase(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return strings.ToUpper(string(r)) + text[size:]
}

// wording is what the outcomes are called.
type wording struct{ units, answered, cut, refused string }

func wordsOf(r Result) wording {
	if r.Messages != nil {
		return wording{"messages", "done", "expired", "lost"}
	}
	return wording{"requests", "answered", "cut", "refused"}
}
