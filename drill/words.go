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

// count counts requests, or connections, in words.
func (j judge) count(n int) string {
	if j.Sockets {
		return connections(n)
	}
	return requests(n)
}

// unit is what one of those is called.
func (j judge) unit() string {
	if j.Sockets {
		return "connection"
	}
	return "request"
}

// wording is what the outcomes are called. In each second are those that were
// sent in it; connections last, so there it is those that ended in it.
type wording struct{ units, rate, sent, answered, cut, refused, inSecond string }

func wordsOf(r Result) wording {
	switch {
	case r.Messages != nil:
		return wording{"messages", "messages", "sent", "done", "expired", "lost", "were sent"}
	case r.Connections != nil:
		return wording{"connections", "ends of connections", "ended", "whole", "cut", "refused", "ended"}
	}
	return wording{"requests", "requests", "sent", "answered", "cut", "refused", "were sent"}
}
