package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompletion(t *testing.T) {
	t.Parallel()
	// Directives: 4 no files, 8 only files with these extensions, 16 only folders, 32 keep the order.
	for args, want := range map[string]string{
		"settings |":              "yaml yml json :8",
		"settings a.yaml |":       ":4",
		"assess |":                "yaml yml json :8",
		"assess a.yaml |":         ":4",
		"assess --capacity |":     "on_demand spot mixed :36",
		"assess --stop-timeout |": ":36",
		"timeline |":              "yaml yml json :8",
		"settings --format |":     "table json markdown env hcl sarif junit github :36",
		"settings --format=|":     "table json markdown env hcl sarif junit github :36",
		"explain --format |":      "text markdown json :36",
		"timeline --format |":     "text mermaid svg markdown json :36",
		"timeline --cause |":      "deployment scale_in az_rebalance unhealthy retirement stop_task spot_interruption host_failure :36",
		"timeline --reading |":    "signal-first deregistration-first :36",
		"timeline --output |":     ":16",
		"explain --color |":       "auto always never :36",
		"schema |":                ":4",
		"version |":               ":4",
		"help |":                  "assess audit completion drill exec explain frameworks help judge schema settings suggest timeline version :4",
		"se|":                     "settings :4",
		"completion |":            "bash fish powershell zsh :4",
		"--v|":                    "--version :4",
		"settings --f|":           "--format :4",
		"timeline x.yaml --outp|": "--output :4",
	} {
		words := strings.Split(args, " ")
		words[len(words)-1] = strings.TrimSuffix(words[len(words)-1], "|")
		got := cli(t, "", append([]string{"__complete"}, words...)...)
		var lines []string
		for line := range strings.Lines(got.stdout) {
			word, _, _ := strings.Cut(strings.TrimSpace(line), "\t")
			lines = append(lines, word)
		}
		if diff := cmp.Diff(want, strings.Join(lines, " ")); diff != "" || got.status != exitOK {
			t.Errorf("%s: status %d (-want +got):\n%s", args, got.status, diff)
		}
	}
}
