package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// TestTimeline_everyCause asks for each cause by itself, in every format, and
// holds the answer to what the report draws.
func TestTimeline_everyCause(t *testing.T) {
	t.Parallel()
	draw := map[string]func(shutdown.Timeline) string{"text": report.TimelineText, "mermaid": report.TimelineMermaid, "svg": report.TimelineSVG}
	for _, c := range cases.Worked() {
		v, err := shutdown.Prove(c.Profile)
		if err != nil {
			continue
		}
		all := v.Timelines()
		for _, line := range all {
			args := []string{"timeline", "-", "--cause", string(line.Cause)}
			if line.Reading != "" {
				args = append(args, "--reading", slug(line.Reading))
			}
			for format, f := range draw {
				got := cli(t, c.YAML, append(args, "--format", format)...)
				if diff := cmp.Diff(result{exitOK, f(line), ""}, got, cmp.AllowUnexported(result{})); diff != "" {
					t.Errorf("%s: %v %s mismatch (-want +got):\n%s", c.Name, args, format, diff)
				}
			}
			got := cli(t, c.YAML, append(args, "--format", "markdown")...)
			if want := report.TimelinesMarkdown([]shutdown.Timeline{line}); got.stdout != want {
				t.Errorf("%s: %v markdown is %s", c.Name, args, got.stdout)
			}
		}
		var got struct{ Timelines []shutdown.Timeline }
		out := cli(t, c.YAML, "timeline", "-", "--format", "json")
		if err := json.Unmarshal([]byte(out.stdout), &got); err != nil {
			t.Fatalf("%v in %s", err, out.stdout)
		}
		if diff := cmp.Diff(all, got.Timelines); diff != "" {
			t.Errorf("%s: JSON mismatch (-want +got):\n%s", c.Name, diff)
		}
	}
}

// TestTimeline_sharesAlike: causes that stop a task in the same way share one
// text, and none is left out.
func TestTimeline_sharesAlike(t *testing.T) {
	t.Parallel()
	out := cli(t, spot, "timeline", "-").stdout
	var heads []string
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, " ") && strings.TrimSpace(line) != "" {
			head, _, _ := strings.Cut(line, " (")
			heads = append(heads, head)
		}
	}
	want := []string{"deployment, scale_in, az_rebalance, unhealthy, retirement", "stop_task", "spot_interruption, signal first", "spot_interruption, deregistration first", "host_failure"}
	if diff := cmp.Diff(want, heads); diff != "" {
		t.Errorf("heads mismatch (-want +got):\n%s", diff)
	}
}

func TestTimeline_output(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new", "pictures")
	got := cli(t, spot, "timeline", "-", "--format", "svg", "--output", dir)
	want := ""
	for _, name := range []string{"deployment", "scale_in", "az_rebalance", "unhealthy", "retirement", "stop_task",
		"spot_interruption-signal-first", "spot_interruption-deregistration-first", "host_failure"} {
		want += filepath.Join(dir, name+".svg") + "\n"
	}
	if diff := cmp.Diff(result{exitOK, want, ""}, got, cmp.AllowUnexported(result{})); diff != "" {
		t.Fatalf("mismatch (-want +got):\n%s", diff)
	}
	for name := range strings.FieldsSeq(got.stdout) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, name, string(text))
	}
	for format, extension := range extensions {
		got := cli(t, sound, "timeline", "-", "--cause", "stop_task", "--format", format, "--output", dir)
		text, err := os.ReadFile(filepath.Join(dir, "stop_task"+extension))
		if err != nil || len(text) == 0 || got.status != exitOK {
			t.Errorf("%s: status %d, %v, %d bytes", format, got.status, err, len(text))
		}
		if alone := cli(t, sound, "timeline", "-", "--cause", "stop_task", "--format", format); alone.stdout != string(text) {
			t.Errorf("%s: the file differs from standard output", format)
		}
	}
}

func wellFormed(t *testing.T, name, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}
