package report

import (
	"bytes"
	"html"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"pgregory.net/rapid"
)

// odd draws text with the characters that some format takes as its own.
func odd() *rapid.Generator[string] {
	return rapid.StringOf(rapid.RuneFrom([]rune("ab1 _*|`\\<>&[]()#:;,~-=+'\"$%{}!.é✓")))
}

var github = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough))

var tags = regexp.MustCompile(`<[^>]*>`)

// seen is the text of a one-cell table as a reader sees it.
func seen(t interface{ Fatal(...any) }, cell string) string {
	table := newTable("head", "second")
	table.add("x"+cell+"x", "after")
	var b bytes.Buffer
	if err := github.Convert([]byte(table.String()), &b); err != nil {
		t.Fatal(err)
	}
	cells := regexp.MustCompile(`(?s)<td>(.*?)</td>`).FindAllStringSubmatch(b.String(), -1)
	if len(cells) != 2 || cells[1][1] != "after" {
		t.Fatal("the cell breaks the table:", cell, b.String())
	}
	return html.UnescapeString(tags.ReplaceAllString(cells[0][1], ""))
}

// plain is how a renderer shows white space.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestEscape_seenAsWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		text := odd().Draw(r, "text")
		if diff := cmp.Diff(plain("x"+text+"x"), plain(seen(r, escape(text)))); diff != "" {
			r.Fatalf("escape(%q) = %q mismatch (-want +got):\n%s", text, escape(text), diff)
		}
	})
}

func TestEscape(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"plain":          "plain",
		"longest_work 5": "longest_work 5",
		"_edge_":         `\_edge\_`,
		"a _b_ c":        `a \_b\_ c`,
		"a|b":            `a\|b`,
		"*x*":            `\*x\*`,
		"<b>&amp;":       `&lt;b&gt;&amp;amp;`,
		"two\nlines":     "two lines",
		`back\slash`:     `back\\slash`,
	}
	for in, want := range tests {
		if got := escape(in); got != want {
			t.Errorf("escape(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCode(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ want, seen string }{
		"a_b":     {"`a_b`", "a_b"},
		"a|b":     {"`a\\|b`", "a|b"},
		"tick ` ": {"`` tick `  ``", "tick ` "},
		"two `` ": {"``` two ``  ```", "two `` "},
		"a\nb":    {"`a b`", "a b"},
	}
	for in, tt := range tests {
		if got := code(in); got != tt.want {
			t.Errorf("code(%q) = %q, want %q", in, got, tt.want)
		}
		if got := seen(t, code(in)); plain(got) != plain("x"+tt.seen+"x") {
			t.Errorf("code(%q) is seen as %q", in, got)
		}
	}
}

func TestLink(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"https://docs.aws.amazon.com/a/API_StopTask.html":      "[API_StopTask](https://docs.aws.amazon.com/a/API_StopTask.html)",
		"https://github.com/aws/containers-roadmap/issues/343": "[aws/containers-roadmap#343](https://github.com/aws/containers-roadmap/issues/343)",
		"https://nodejs.org/api/http.html#serverclosecallback": "[http](https://nodejs.org/api/http.html#serverclosecallback)",
		"https://example.com/":                                 "[example.com](https://example.com/)",
		"https://example.com":                                  "[example.com](https://example.com)",
		"https://en.wikipedia.org/wiki/Signal_(IPC)":           "[Signal\\_(IPC)](https://en.wikipedia.org/wiki/Signal_%28IPC%29)",
		"not an address":                                       "[not an address](not%20an%20address)",
	}
	for in, want := range tests {
		if got := link(in); got != want {
			t.Errorf("link(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestCommandLine has the shell take the words apart again.
func TestCommandLine(t *testing.T) {
	t.Parallel()
	for _, words := range [][]string{
		{"--graceful-timeout", "45"}, {"-g", "daemon off; worker_shutdown_timeout 45s;"}, {"it's", `a "b"`}, {"", "$HOME", "`id`", "a\\b", "*", "~", "a=b"},
	} {
		out, err := exec.CommandContext(t.Context(), "sh", "-c", "printf '%s\\n' "+commandLine(words)).Output()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Join(words, "\n")+"\n", string(out)); diff != "" {
			t.Errorf("commandLine(%q) mismatch (-want +got):\n%s", words, diff)
		}
	}
}

func TestMermaidText(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"plain, text": "plain, text",
		"a: b; c # d": "a#58; b#59; c #35; d",
		"%% comment":  "%#8203;% comment",
		"two\nlines":  "two lines",
	}
	for in, want := range tests {
		if got := mermaidText(in); got != want {
			t.Errorf("mermaidText(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		width int
		want  []string
	}{
		"":                 {10, nil},
		"exactly ten":      {11, []string{"exactly ten"}},
		"one too many":     {11, []string{"one too", "many"}},
		"unbreakableword":  {5, []string{"unbreakableword"}},
		"a unbreakable b":  {5, []string{"a", "unbreakable", "b"}},
		"⌈ü⌉ ⌈ü⌉ ⌈ü⌉":      {7, []string{"⌈ü⌉ ⌈ü⌉", "⌈ü⌉"}},
		"  many   spaces ": {80, []string{"many spaces"}},
	}
	for in, tt := range tests {
		if diff := cmp.Diff(tt.want, wrap(in, tt.width)); diff != "" {
			t.Errorf("wrap(%q, %d) mismatch (-want +got):\n%s", in, tt.width, diff)
		}
	}
}
