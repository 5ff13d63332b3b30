package evidence

import (
	"regexp"
	"strings"
)

// aTime is what a variable must hold to be put in: nothing else of it is of use, and
// what it holds may be secret.
var aTime = regexp.MustCompile(`^[0-9.]+[a-zA-Z]*$`)

// expanded are the words of a shell's command with its variables in them, as far as
// they are options or times. What the script itself sets is left alone.
func (w *walk) expanded(words []string, e environment) []string {
	if e.elsewhere != "" {
		return words
	}
	values, given := map[string]string{}, e.all()
	for name, value := range given {
		if text, known := value.Get(); known && !strings.Contains(w.inline, name+"=") {
			values[name] = text
		}
	}
	var out []string
	for i, word := range words {
		m := variables.FindString(word)
		if m == "" {
			out = append(out, word)
			continue
		}
		name := strings.TrimLeft(m, "${")
		if end := strings.IndexAny(name, ":}"); end >= 0 {
			name = name[:end]
		}
		_, set := values[name]
		_, there := given[name]
		text, all := substituted(word, values)
		_, value, _ := strings.Cut(text, "=")
		switch options := i == 0 || !strings.HasPrefix(words[i-1], "-"); {
		case !all || !set && (there || !e.read || strings.Contains(w.inline, name+"=")): // It may be set where nobody looked.
			out = append(out, word)
		case m == word && options:
			out = append(out, fields(text)...)
		case aTime.MatchString(text) || strings.HasPrefix(word, "-") && aTime.MatchString(value):
			out = append(out, text)
		default:
			out = append(out, word)
		}
	}
	return out
}
