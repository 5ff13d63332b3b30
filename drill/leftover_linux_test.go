package drill_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Nothing that an app started outlives the drill, not even in a session of its own.
func TestRun_leavesNothingBehind(t *testing.T) {
	t.Parallel()
	const mark = "79.4917"
	p := plan(ignoresSignal, shutdown.Concurrent)
	p.Command = []string{"sh", "-c", "setsid sleep " + mark + " & exec " + os.Args[0]}
	r, err := inTurn(p)
	if err != nil {
		t.Fatal(err)
	}
	for limit := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		left := running(mark)
		if len(left) == 0 {
			return
		}
		if time.Now().After(limit) {
			t.Fatalf("still running: %v\n%s", left, report.DrillText(r))
		}
	}
}

// running lists the processes that have a word on their command line.
func running(word string) []string {
	var out []string
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range files {
		text, _ := os.ReadFile(file)
		if words := strings.Split(string(text), "\x00"); len(words) > 1 && words[0] == "sleep" && words[1] == word {
			out = append(out, file)
		}
	}
	return out
}
