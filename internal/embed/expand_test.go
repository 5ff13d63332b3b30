package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExpand(t *testing.T) {
	t.Parallel()
	echo := func(args []string) (string, error) { return strings.Join(args, "\n") + "\n", nil }
	read := func(name string) (string, error) {
		if name == "missing.tf" {
			return "", errors.New("missing.tf is missing")
		}
		return "# " + name + "\n", nil
	}
	for name, tt := range map[string]struct{ in, want, err string }{
		"nothing":      {"a\nb\n", "a\nb\n", ""},
		"output":       {"a\n<!-- output of: graceful x -->\nold\n<!-- end of output -->\nb\n", "a\n<!-- output of: graceful x -->\n```console\n$ graceful x\ngraceful\nx\n```\n<!-- end of output -->\nb\n", ""},
		"head":         {"<!-- output of: head 1 graceful x -->\n<!-- end of output -->\n", "<!-- output of: head 1 graceful x -->\n```console\n$ graceful x\ngraceful\n…\n```\n<!-- end of output -->\n", ""},
		"head zero":    {"<!-- output of: head 0 graceful x -->\n<!-- end of output -->\n", "", "not a number of lines"},
		"part":         {"<!-- output of: part x graceful x -->\n<!-- end of output -->\n", "<!-- output of: part x graceful x -->\n```console\n$ graceful x\n…\nx\n```\n<!-- end of output -->\n", ""},
		"no part":      {"<!-- output of: part z graceful x -->\n<!-- end of output -->\n", "", "prints no part \"z\""},
		"no end":       {"<!-- output of: graceful x -->\n", "", "no \"<!-- end of output -->\" follows"},
		"no picture":   {"<!-- picture of: graceful x -->\n", "", "names no file"},
		"one picture":  {"<!-- picture of: graceful x > p.svg -->\n", "<!-- picture of: graceful x > p.svg -->\n", ""},
		"text":         {"a\n<!-- text of: x/y.tf -->\nold\n<!-- end of text -->\nb\n", "a\n<!-- text of: x/y.tf -->\n```terraform\n# x/y.tf\n```\n<!-- end of text -->\nb\n", ""},
		"text, no end": {"a\n<!-- text of: x/y.tf -->\n<!-- end of output -->\n", "", "line 2: no \"<!-- end of text -->\" follows"},
		"no such text": {"<!-- text of: missing.tf -->\n<!-- end of text -->\n", "", "line 1: missing.tf is missing"},
		"table":        {"<!-- table of: AWS defaults -->\n<!-- end of text -->\n<!-- end of table -->\n", "", ""},
		"no table":     {"<!-- table of: field -->\n<!-- end of table -->\n", "", "no table \"field\": there are AWS defaults, a drill's report, faults, fields, notes, outputs, values"},
		"open table":   {"<!-- table of: fields -->\n", "", "no \"<!-- end of table -->\" follows"},
		"no language":  {"<!-- text of: x -->\n<!-- end of text -->\n", "", "no language is known for \"\""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pictures := map[string]string{}
			got, err := expand(tt.in, sources{run: echo, read: read, picture: func(name, svg string) error { pictures[name] = svg; return nil }})
			if (err != nil) != (tt.err != "") || (err != nil && !strings.Contains(err.Error(), tt.err)) {
				t.Fatalf("expand() error = %v, want %q", err, tt.err)
			}
			if name == "table" {
				if !strings.Contains(got, "| `stop_timeout` |  | 30 | <https://") || strings.Contains(got, "end of text") {
					t.Errorf("expand() = %s", got)
				}
				return
			}
			if diff := cmp.Diff(tt.want, got); err == nil && diff != "" {
				t.Errorf("expand() mismatch (-want +got):\n%s", diff)
			}
			if name == "one picture" && pictures["p.svg"] != "graceful\nx\n" {
				t.Errorf("picture = %q", pictures)
			}
		})
	}
}

func TestRunner_runsNothingElse(t *testing.T) {
	t.Parallel()
	if _, err := runner("true")([]string{"rm"}); err == nil {
		t.Error("runner() ran another program")
	}
}
