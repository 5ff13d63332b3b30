package shutdown

import (
	"encoding/json"
	"fmt"
	"math/big"
	"sort"
	"strconv"
	"strings"
)

// Printable is text from outside as it may stand in a message: without control
// characters or line breaks, cut to a readable length.
func Printable(s string) string {
	quoted := quote(s)
	return quoted[1 : len(quoted)-1]
}

// quote puts a word from outside into a message: cut to a readable length, no
// control characters.
func quote(s string) string {
	const most = 60
	r := []rune(s)
	if len(r) > most {
		s = string(r[:most]) + "…"
	}
	return strconv.Quote(s)
}

// show writes a value of a document as its author would.
func show(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return quote(v)
	case *big.Float:
		return v.Text('g', 12)
	case json.Number:
		if s := v.String(); len(s) <= 30 {
			return s
		}
		return v.String()[:30] + "…"
	case float64:
		return strconv.FormatFloat(v, 'g', 12, 64)
	case []any:
		return "a list"
	case map[string]any:
		return "a map"
	default:
		return fmt.Sprint(v)
	}
}

// kind names a value's type in a message.
func kind(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return "a string"
	case bool:
		return "true or false"
	case []any:
		return "a list"
	case map[string]any:
		return "a map"
	case json.Number:
		switch {
		case !isDecimal(v.String()):
			return "a number in another notation than plain decimal"
		case isWhole(v.String()):
			return "a number"
		default:
			return "a fraction"
		}
	default:
		if x, ok := asFloat(v); ok && x == float64(int64(x)) {
			return "a number"
		}
		return "a fraction"
	}
}

// Nearest is the known word that begins like the given one or is nearest to it;
// empty when none is near.
func Nearest(given string, known []string) string {
	best, distance := "", 1+max(1, min(len(given), 12)/3)
	for _, k := range known {
		if len(given) >= 3 && strings.HasPrefix(strings.ToLower(k), strings.ToLower(given)) {
			return k
		}
		if d := edits(strings.ToLower(given), strings.ToLower(k), distance); d < distance {
			best, distance = k, d
		}
	}
	return best
}

// offer gives the [Nearest] known word as the way out, or else the fallback.
// How holds one %s for the word.
func offer(given string, known []string, how, fallback string) []string {
	if best := Nearest(given, known); best != "" {
		return []string{fmt.Sprintf(how, strconv.Quote(best))}
	}
	if fallback == "" {
		return nil
	}
	return []string{fallback}
}

// edits is the Levenshtein distance of a and b, or at least limit.
func edits(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func join(words []string) string { return strings.Join(words, ", ") }

func contains(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
