package hcl

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/zclconf/go-cty/cty"
)

// In a text of JSON, what is not known is a number that nobody writes, which can
// stand where a number does and within a text. So the rest of the JSON can be read.
const (
	placeholderBegins = "73109273654"
	placeholderEnds   = "44027951"
)

var placeholders = regexp.MustCompile(placeholderBegins + `(\d{6})` + placeholderEnds)

// mostPlaceholders is how many reasons there are place for.
const mostPlaceholders = 999_999

// placeholder stands for a value that is not known.
func (l *loader) placeholder(why string) string {
	n, ok := l.numbered[why]
	if !ok {
		n = min(len(l.reasons), mostPlaceholders)
		l.reasons, l.numbered[why] = append(l.reasons, why), n
	}
	return placeholderBegins + fmt.Sprintf("%06d", n) + placeholderEnds
}

// missing is why a text with placeholders is not known; false without any.
func (l *loader) missing(text string) (string, bool) {
	found := placeholders.FindStringSubmatch(text)
	if found == nil {
		return "", false
	}
	n, err := strconv.Atoi(found[1])
	if err != nil || n >= len(l.reasons) {
		return "", false
	}
	return l.reasons[n], true
}

// filled is a text for a value in a template, with placeholders for what of it is
// not known.
func (l *loader) filled(v cty.Value) cty.Value {
	plain, marks := v.Unmark()
	if plain.IsKnown() {
		return v
	}
	marks = without[reason](marks)
	marks[partial{}] = struct{}{}
	return cty.StringVal(l.placeholder(why(v.Marks()))).WithMarks(marks)
}
