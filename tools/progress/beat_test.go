package main

import (
	"strings"
	"testing"
	"time"
)

func TestBeat(t *testing.T) {
	const pkg = `"Package":"github.com/graceful-ecs/terraform-provider-graceful/drill"`
	start := `{"Action":"start",` + pkg + `}`
	outer := `{"Action":"run",` + pkg + `,"Test":"TestA"}`
	inner := `{"Action":"run",` + pkg + `,"Test":"TestA/case"}`
	done := `{"Action":"pass",` + pkg + `,"Test":"TestA/case"}`
	said := `{"Action":"output",` + pkg + `,"Test":"TestA","Output":"==> said\n"}`

	tests := map[string]struct {
		lines []string
		after time.Duration
		want  string // nothing when empty
	}{
		"not yet":          {[]string{start}, silence - time.Second, ""},
		"nothing runs":     {nil, silence + time.Second, "    … 21 s: 0 passed so far; compiling\n"},
		"a package":        {[]string{start}, silence + time.Second, "0 passed so far; running drill (21 s)\n"},
		"its test":         {[]string{start, outer}, silence + time.Second, "running drill TestA (21 s)\n"},
		"the test in it":   {[]string{start, outer, inner}, silence + time.Second, "running drill TestA/case (21 s)\n"},
		"what has ended":   {[]string{start, outer, inner, done}, silence + time.Second, "1 passed so far; running drill TestA (21 s)\n"},
		"something shown":  {[]string{start, outer, said}, silence - time.Second, "==> said\n"},
		"two of one name":  {[]string{outer, strings.ReplaceAll(outer, "TestA", "TestAB")}, silence + time.Second, "running drill TestA (21 s), drill TestAB (21 s)\n"},
		"more than fit in": {[]string{runs("A"), runs("B"), runs("C"), runs("D"), runs("E"), runs("F")}, silence + time.Second, "d TestD (21 s) and 2 more\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			tally := newTally(&out)
			for _, line := range tt.lines {
				tally.line([]byte(line))
			}
			tally.beat(time.Now().Add(tt.after))
			if got := out.String(); !strings.HasSuffix(got, tt.want) || (tt.want == "") != (got == "") {
				t.Errorf("it showed %q, want %q", got, tt.want)
			}
		})
	}
}

// runs is the start of a test in a package d.
func runs(name string) string { return `{"Action":"run","Package":"d","Test":"Test` + name + `"}` }
