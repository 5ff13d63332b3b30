package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
)

// A plan that comes through a pipe, as from terraform show, has its before like one in a
// file: it is read once.
func TestAudit_changesOfPipe(t *testing.T) {
	text, err := os.ReadFile(changingPlan)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		flags []string
		want  string
	}{
		"text":     {[]string{"--changes"}, ": 285 s, was 15 s"},
		"markdown": {[]string{"--format", "markdown"}, "| 15 s | **285 s** |"},
		"svg":      {[]string{"--format", "svg"}, ">15 s</text>"},
	} {
		t.Run(name, func(t *testing.T) {
			in, out, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = in.Close() }() // It was only read.
			done := make(chan error, 1)
			go func() {
				_, err := out.Write(text)
				done <- errors.Join(err, out.Close())
			}()
			status, stdout, stderr := audited(append([]string{fmt.Sprintf("/dev/fd/%d", in.Fd()), "--config", "/dev/null"}, tt.flags...)...)
			if status != exitOK || stderr != "" || !strings.Contains(stdout, tt.want) {
				t.Errorf("status %d, no %q in:\n%s%s", status, tt.want, stdout, stderr)
			}
			if err := <-done; err != nil {
				t.Errorf("the plan was not read to its end: %v", err)
			}
		})
	}
}
