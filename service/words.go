package service

import (
	"strconv"
	"strings"
)

// quote puts a word from outside into a message, cut to a readable length.
func quote(s string) string {
	if r := []rune(s); len(r) > 60 {
		s = string(r[:60]) + "…"
	}
	return strconv.Quote(s)
}

// list joins words for a message.
func list(words []string) string { return strings.Join(words, ", ") }
