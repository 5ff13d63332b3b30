package report

import (
	"net/url"
	"path"
	"strings"
	"unicode"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// markdownTable collects the rows of a table whose cells are Markdown already.
type markdownTable struct{ strings.Builder }

func newTable(columns ...string) *markdownTable {
	t := &markdownTable{}
	t.add(columns...)
	rule := make([]string, len(columns))
	for i := range rule {
		rule[i] = "---"
	}
	t.add(rule...)
	return t
}

func (t *markdownTable) add(cells ...string) {
	t.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

// marks are the characters that mean something inside a line of Markdown or
// end a cell of a table.
var marks = strings.NewReplacer(`\`, `\\`, `|`, `\|`, `*`, `\*`, "`", "\\`", `<`, `&lt;`, `>`, `&gt;`, `&`, `&amp;`,
	`[`, `\[`, `]`, `\]`, `~`, `\~`)

// onLine makes one line of a text, with nothing in it that cannot be seen.
func onLine(text string) string {
	return safe.Visible(strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(text))
}

// escape makes text safe inside a paragraph or a cell. An underscore inside a
// word means nothing and stays, so that names can be read in the raw text too.
func escape(text string) string {
	var b strings.Builder
	runes := []rune(marks.Replace(onLine(text)))
	for i, r := range runes {
		if r == '_' && (i == 0 || !wordly(runes[i-1]) || i == len(runes)-1 || !wordly(runes[i+1])) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// code writes text as code, inside a table too.
func code(text string) string {
	text = strings.ReplaceAll(onLine(text), "|", `\|`)
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + text + " " + fence
	}
	return fence + text + fence
}

// link names a page by the last part of its address.
func link(address string) string {
	name := address
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		name = strings.TrimSuffix(path.Base(u.Path), ".html")
		if name == "." || name == "/" {
			name = u.Host
		}
		if i := strings.LastIndex(u.Path, "/issues/"); i > 0 {
			name = strings.TrimPrefix(u.Path[:i], "/") + "#" + name
		}
	}
	return "[" + escape(name) + "](" + strings.NewReplacer("(", "%28", ")", "%29", " ", "%20", "|", "%7C").Replace(address) + ")"
}

// details is a block that a reader opens, of Markdown.
func details(summary, body string) string {
	return "<details>\n<summary>" + summary + "</summary>\n\n" + body + "\n</details>\n"
}
