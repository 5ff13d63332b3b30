package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	fault := shutdown.Fault{Path: "margin", Rule: "range", Given: "61", Allowed: "a whole number from 1 to 60", Message: "margin is out of range.",
		WaysOut: []string{"set margin to a whole number from 1 to 60"}}
	const detail = "  margin is out of range.\n  Given: 61. Allowed: a whole number from 1 to 60.\n  Ways out:\n    - set margin to a whole number from 1 to 60\n"
	at := func(line, column int) shutdown.Fault {
		f := fault
		f.Line, f.Column = line, column
		return f
	}
	pathless := fault
	pathless.Path, pathless.Rule = "", "syntax"
	odd := fault
	odd.Path, odd.Given, odd.WaysOut = "a\n::error::b", `"##[error]x"`, []string{"remove\x1b[2J it"}
	const oddDetail = "  margin is out of range.\n  Given: \"\\x23#[error]x\". Allowed: a whole number from 1 to 60.\n  Ways out:\n    - remove\\x1b[2J it\n"
	tests := map[string]struct {
		file   string
		faults shutdown.Faults
		want   string
	}{
		"none":            {"p.yaml", nil, ""},
		"line and column": {"p.yaml", shutdown.Faults{at(3, 9)}, "p.yaml:3:9: margin: Value Out Of Range\n" + detail},
		"line alone":      {"p.yaml", shutdown.Faults{at(3, 0)}, "p.yaml:3: margin: Value Out Of Range\n" + detail},
		"no line":         {"p.yaml", shutdown.Faults{fault}, "p.yaml: margin: Value Out Of Range\n" + detail},
		"column alone":    {"p.yaml", shutdown.Faults{at(0, 9)}, "p.yaml: margin: Value Out Of Range\n" + detail},
		"no file":         {"", shutdown.Faults{fault}, "margin: Value Out Of Range\n" + detail},
		"no path":         {"-", shutdown.Faults{pathless}, "-: Unreadable File\n" + detail},
		"two":             {"p", shutdown.Faults{at(1, 2), at(3, 4)}, "p:1:2: margin: Value Out Of Range\n" + detail + "\np:3:4: margin: Value Out Of Range\n" + detail},
		"odd file":        {"a\n::error file=b::c", shutdown.Faults{at(3, 9)}, `"a\n::error file=b::c":3:9: margin: Value Out Of Range` + "\n" + detail},
		"command as file": {"::error::c", shutdown.Faults{fault}, `"::error::c": margin: Value Out Of Range` + "\n" + detail},
		"odd fault":       {"p", shutdown.Faults{odd}, `p: "a\n::error::b": Value Out Of Range` + "\n" + oddDetail},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, report.Faults(tt.file, tt.faults)); diff != "" {
				t.Errorf("Faults() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
