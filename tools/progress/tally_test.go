package main

import (
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	const pkg = `"Package":"github.com/graceful-ecs/terraform-provider-graceful/shutdown"`
	pass := `{"Action":"pass",` + pkg + `,"Test":"TestA","Elapsed":0.1}` + "\n"
	packagePass := `{"Action":"pass",` + pkg + `,"Elapsed":0.1}` + "\n"

	tests := map[string]struct {
		in       string
		wantCode int
		want     []string
	}{
		"a pass": {
			in:   pass + packagePass,
			want: []string{"shutdown", "1 passed     0.1 s", "\n1 passed, 0 failed, 0 skipped\n"},
		},
		"a failure shows what the test said": {
			in: pass + `{"Action":"output",` + pkg + `,"Test":"TestB","Output":"got 1, want 2\n"}` + "\n" +
				`{"Action":"fail",` + pkg + `,"Test":"TestB"}` + "\n" + `{"Action":"fail",` + pkg + `}` + "\n",
			wantCode: 1,
			want:     []string{"FAIL shutdown TestB\ngot 1, want 2\n", "1 passed, 1 failed, 0 skipped"},
		},
		"a failure is told again at the end": {
			in: `{"Action":"output",` + pkg + `,"Test":"TestB","Output":"=== RUN   TestB\n"}` + "\n" +
				`{"Action":"output",` + pkg + `,"Test":"TestB","Output":"    b_test.go:7: got 1, want 2\n"}` + "\n" +
				`{"Action":"fail",` + pkg + `,"Test":"TestB"}` + "\n" + `{"Action":"fail",` + pkg + `}` + "\n" + pass,
			wantCode: 1,
			want:     []string{"failed: shutdown TestB\n    b_test.go:7: got 1, want 2\n1 passed, 1 failed"},
		},
		"a skip shows its reason": {
			in: pass + `{"Action":"output",` + pkg + `,"Test":"TestC","Output":"=== RUN   TestC\n"}` + "\n" +
				`{"Action":"output",` + pkg + `,"Test":"TestC","Output":"    a_test.go:3: needs 1.8\n"}` + "\n" +
				`{"Action":"skip",` + pkg + `,"Test":"TestC"}` + "\n" + packagePass,
			want: []string{"skipped: shutdown TestC: a_test.go:3: needs 1.8\n", "1 passed, 0 failed, 1 skipped"},
		},
		"a build that fails": {
			in: pass + packagePass + `{"Action":"build-output","ImportPath":"x","Output":"undefined: y\n"}` + "\n" +
				`{"Action":"build-fail","ImportPath":"x"}` + "\n",
			wantCode: 1,
			want:     []string{"undefined: y", "1 passed, 1 failed, 0 skipped"},
		},
		"a panic outside a test": {
			in: pass + `{"Action":"output",` + pkg + `,"Output":"panic: boom\n"}` + "\n" +
				`{"Action":"fail",` + pkg + `}` + "\n",
			wantCode: 1,
			want:     []string{"panic: boom", "1 passed, 1 failed, 0 skipped"},
		},
		"no test at all": {
			in:       `{"Action":"skip",` + pkg + `}` + "\n",
			wantCode: 1,
			want:     []string{"0 passed, 0 failed, 0 skipped\nNo test ran, so nothing is proven.\n"},
		},
		"a line for a person is shown at once": {
			in:   `{"Action":"output",` + pkg + `,"Test":"TestA","Output":"==> half way\n"}` + "\n" + pass + packagePass,
			want: []string{"==> half way\n"},
		},
		"plain text is passed on": {
			in:   "go: no such module\n" + pass,
			want: []string{"go: no such module\n"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			if code := run(strings.NewReader(tt.in), &out, nil); code != tt.wantCode {
				t.Errorf("run() = %d, want %d; it printed:\n%s", code, tt.wantCode, out.String())
			}
			for _, want := range tt.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("run() printed:\n%s\nwant it to hold %q", out.String(), want)
				}
			}
		})
	}
}
