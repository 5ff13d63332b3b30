package evidence

import (
	"encoding/json"
	"regexp"
	"strings"
)

// instruction is a line of a Dockerfile, with what goes on in the next ones joined.
type instruction struct {
	name string // in capitals
	rest string
	line int
}

// escapeDirective is the comment at the top with which a Dockerfile names another
// character than \ for lines that go on.
var escapeDirective = regexp.MustCompile("(?i)^#\\s*escape\\s*=\\s*([\\\\`])\\s*$")

// onWindows says that a Dockerfile is written for Windows, where \ is in paths.
func onWindows(text string) bool {
	m := escapeDirective.FindStringSubmatch(strings.TrimSuffix(strings.SplitN(text, "\n", 2)[0], "\r"))
	return m != nil && m[1] == "`"
}

// heredoc is a word that begins a text of further lines, up to one with the word alone.
var heredoc = regexp.MustCompile(`(?:^|[^<])<<-?["']?([A-Za-z_][A-Za-z0-9_.-]*)["']?`)

// instructions reads a Dockerfile: comments and empty lines are left out, lines that
// go on are joined, and the text of a heredoc is passed over.
func instructions(text string) []instruction {
	escape := `\`
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if m := escapeDirective.FindStringSubmatch(lines[0]); m != nil {
		escape = m[1]
	}
	var out []instruction
	for i := 0; i < len(lines); i++ {
		if comment(lines[i]) {
			continue
		}
		first, joined := i+1, ""
		for ; i < len(lines); i++ {
			line := strings.TrimSpace(lines[i])
			if joined != "" && comment(lines[i]) { // Between lines that go on.
				continue
			}
			before, goes := strings.CutSuffix(line, escape)
			joined += before
			if !goes {
				break
			}
			joined += " "
		}
		name, rest := parted(strings.TrimSpace(joined))
		out = append(out, instruction{strings.ToUpper(name), rest, first})
		if strings.EqualFold(name, "RUN") || strings.EqualFold(name, "COPY") || strings.EqualFold(name, "ADD") {
			for _, m := range heredoc.FindAllStringSubmatch(rest, -1) {
				for end := i + 1; end < len(lines); end++ { // Without its end it is none.
					if strings.TrimSpace(lines[end]) == m[1] {
						i = end
						break
					}
				}
			}
		}
	}
	return out
}

// parted is the first word of a line, and what is behind it.
func parted(line string) (name, rest string) {
	end := strings.IndexAny(line, " \t")
	if end < 0 {
		return line, ""
	}
	return line[:end], strings.TrimSpace(line[end:])
}

func comment(line string) bool {
	line = strings.TrimSpace(line)
	return line == "" || line[0] == '#'
}

// form is what ENTRYPOINT or CMD start: a list in JSON is taken as it is, and else a
// shell gets the line.
func form(rest string, shell []string) []string {
	var list []string
	if strings.HasPrefix(rest, "[") && json.Unmarshal([]byte(rest), &list) == nil {
		return list
	}
	if rest == "" {
		return nil
	}
	return append(append([]string{}, shell...), rest)
}

// mostValue is the longest text that is put into a word.
const mostValue = 4096

// substituted puts arguments and variables into a word: $NAME, ${NAME}, ${NAME:-x}
// and ${NAME:+x}. What is not known stays, and says so; so does what gets too long,
// since each line may double it.
func substituted(word string, values map[string]string) (string, bool) {
	all, room := true, mostValue
	return variables.ReplaceAllStringFunc(word, func(m string) string {
		parts := variables.FindStringSubmatch(m)
		name, operator, other := parts[1]+parts[2], parts[3], parts[4]
		value, set := values[name]
		switch {
		case operator == ":-" && value == "":
			return other
		case operator == ":+" && value != "":
			return other
		case operator == ":+":
			return ""
		case !set:
			all = false
			return m
		}
		if room -= len(value); room < 0 {
			all = false
			return m
		}
		return value
	}), all
}

var variables = regexp.MustCompile(`\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(?:(:[-+])([^}]*))?\})`)
