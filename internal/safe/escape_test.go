package safe_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

func TestName(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"profile.yaml":               "profile.yaml",
		"a b/é—✓.yaml":               "a b/é—✓.yaml",
		`C:\profiles\"a".yaml`:       `C:\profiles\"a".yaml`,
		"":                           `""`,
		"a\nb":                       `"a\nb"`,
		"a\rb":                       `"a\rb"`,
		"a\tb":                       `"a\tb"`,
		"a\x1b[31mb":                 `"a\x1b[31mb"`,
		"a\u009b31m":                 `"a\u009b31m"`,
		"a\x7f":                      `"a\x7f"`,
		"a\x00b":                     `"a\x00b"`,
		"a\xffb":                     `"a\xffb"`,
		"a�b":                        "a�b",
		"a\u202egpj.yaml":            `"a\u202egpj.yaml"`,
		"a\u200bb":                   `"a\u200bb"`,
		"a\u00a0b":                   `"a\u00a0b"`,
		"a\u2028b":                   `"a\u2028b"`,
		"::error::x":                 `"::error::x"`,
		"  ::error::x":               `"  ::error::x"`,
		"a ::error::x":               "a ::error::x",
		":error":                     ":error",
		"x ##[error]y":               `"x \x23#[error]y"`,
		"##vso[task.complete]":       `"\x23#vso[task.complete]"`,
		"##teamcity[a]":              `"\x23#teamcity[a]"`,
		"###[group]":                 `"#\x23#[group]"`,
		"## [a]":                     "## [a]",
		"#[a]":                       "#[a]",
		strings.Repeat("a", 5000):    strings.Repeat("a", 5000),
		strings.Repeat("é", 5001):    strings.Repeat("é", 5000) + "…",
		strings.Repeat("a", 1000000): strings.Repeat("a", 5000) + "…",
	}
	for in, want := range tests {
		if diff := cmp.Diff(want, safe.Name(in)); diff != "" {
			t.Errorf("Name(%.80q) mismatch (-want +got):\n%s", in, diff)
		}
	}
}

func TestPath(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("k", 61)
	tests := map[string]string{
		"longest_work":             "longest_work",
		"sidecars[0].flush":        "sidecars[0].flush",
		"sidecars[0]":              "sidecars[0]",
		"":                         `""`,
		"a\nb":                     `"a\nb"`,
		"sidecars[12].a\nb":        `sidecars[12]."a\nb"`,
		"sidecars[12].":            `sidecars[12].""`,
		"sidecars[x].a\nb":         `"sidecars[x].a\nb"`,
		long[:60]:                  long[:60],
		long:                       long[:60] + "…",
		"sidecars[0]." + long:      "sidecars[0]." + long[:60] + "…",
		"front.a\nb":               `front."a\nb"`,
		"health_check.interval":    "health_check.interval",
		"assume.sidecars[1].a\nb":  `assume.sidecars[1]."a\nb"`,
		"a.b.c.d\ne":               `a.b.c."d\ne"`,
		"A.a\nb":                   `"A.a\nb"`,
		"sidecars[0].::error::x":   `sidecars[0]."::error::x"`,
		"::error file=a.yaml::bad": `"::error file=a.yaml::bad"`,
	}
	for in, want := range tests {
		if got := safe.Path(in); got != want {
			t.Errorf("Path(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"":                          "",
		"one\n\ntwo":                "one\n\ntwo",
		"a\tb\n":                    "a\tb\n",
		"dos\r\nlines\r\n":          "dos\nlines\n",
		"over\rwritten\n":           `over\rwritten` + "\n",
		"\x1b]0;title\x07":          `\x1b]0;title\a`,
		"a\n::error::b\n":           "a\n\\x3a:error::b\n",
		"a\n \t::error::b":          "a\n \t\\x3a:error::b",
		"a ::error::b":              "a ::error::b",
		"  x\u2028::error::b":       `  x\u2028::error::b`,
		"a ##[error]b\n## Heading":  "a \\x23#[error]b\n## Heading",
		"\xff\xfe":                  `\xff\xfe`,
		"::a\n::b":                  `\x3a:a` + "\n" + `\x3a:b`,
		"\x0b::error::vertical tab": `\v::error::vertical tab`,
	}
	for in, want := range tests {
		if diff := cmp.Diff(want, safe.Text(in)); diff != "" {
			t.Errorf("Text(%q) mismatch (-want +got):\n%s", in, diff)
		}
	}
}

// hostile draws text with what terminals and build systems take for commands.
func hostile() *rapid.Generator[string] {
	part := rapid.OneOf(rapid.SampledFrom([]string{"::", ":", "##", "#", "[", "]", "error", "vso", " ", "\t", "\n", "\r", "\r\n", "\x1b[2J", "\x00", "\xff", "\u009b", "\u202e", "\u2028", "é", `"`, `\`}), rapid.StringN(0, 20, -1))
	return rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(part, 0, 8).Draw(t, "parts"), "") })
}

// command is how build systems find one in a line: written here by their own
// rules, apart from what the package looks for.
func command(line string) bool {
	if strings.HasPrefix(strings.TrimSpace(line), "::") {
		return true
	}
	return regexp.MustCompile(`##(?i:vso|teamcity|)\[`).MatchString(line)
}

func TestText_isSafe(t *testing.T) {
	t.Parallel()
	check := func(t *rapid.T, name, in, out, controls string) {
		for _, line := range strings.Split(out, "\n") {
			if command(line) {
				t.Fatalf("%s(%q) = %q has the command %q", name, in, out, line)
			}
		}
		if !utf8.ValidString(out) || strings.ContainsFunc(out, func(r rune) bool { return !unicode.IsPrint(r) && !strings.ContainsRune(controls, r) }) {
			t.Fatalf("%s(%q) = %q has characters that cannot be seen", name, in, out)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		in := hostile().Draw(t, "text")
		check(t, "Text", in, safe.Text(in), "\n\t")
		for name, f := range map[string]func(string) string{"Line": safe.Line, "Name": safe.Name, "Path": safe.Path, "Word": safe.Word} {
			check(t, name, in, f(in), "")
		}
		for name, f := range map[string]func(string) string{"Text": safe.Text, "Line": safe.Line, "Name": safe.Name} {
			if once := f(in); f(once) != once {
				t.Fatalf("%s(%q) = %q, and again %q", name, in, once, f(once))
			}
		}
	})
}
