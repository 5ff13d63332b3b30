package parity

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestProgress(t *testing.T) {
	tests := map[string]struct {
		prints []string
		err    error
		want   string
	}{
		"nothing":         {nil, nil, "==> init done, 0 s"},
		"a failure":       {nil, errors.New("no"), "==> init failed, 0 s"},
		"some of many":    {[]string{"Plan: 3 to add, 0 to change, 0 to destroy.\na: Creation complete after 1s [id=x]\n"}, nil, "==> init done, 0 s, 1 of 3 resources"},
		"all sorts":       {[]string{"Plan: 1 to add, 1 to change, 2 to destroy.\na: Destruction complete after 1s\nb: Modifications complete after 0s\n"}, nil, ", 2 of 4 resources"},
		"a torn line":     {[]string{"a: Creation comp", "lete after 0s\nb: Creation"}, nil, ", 1 of 1 resources"},
		"still at work":   {[]string{"a: Still creating... [10s elapsed]\n"}, nil, "==> init done, 0 s"},
		"targeted, again": {[]string{"Plan: 9 to add, 0 to change, 0 to destroy.\nPlan: 2 to add, 0 to change, 0 to destroy.\nb: Creation complete after 0s\n"}, nil, ", 1 of 2 resources"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var got string
			p := follow("init", func(line string) { got = line }, time.Hour)
			for _, text := range tt.prints {
				_, _ = p.Write([]byte(text))
			}
			p.end(tt.err)
			if !strings.HasSuffix(got, tt.want) {
				t.Errorf("it told %q, want it to end with %q", got, tt.want)
			}
		})
	}
}

// A command that takes long tells so before it has ended.
func TestProgress_beats(t *testing.T) {
	told := make(chan string, 64)
	p := follow("apply", func(line string) { told <- line }, time.Millisecond)
	if got := <-told; !strings.HasPrefix(got, "==> apply …, ") {
		t.Errorf("it told %q", got)
	}
	p.end(nil)
}
