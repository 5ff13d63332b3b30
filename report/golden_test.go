package report_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var update = flag.Bool("update", false, "write the golden files under testdata anew")

// sample is a profile whose reports are kept as golden files.
type sample struct {
	name    string
	profile shutdown.Profile
}

// samples are the worked examples that have a result, and frameworks that take
// their settings in different places.
func samples() []sample {
	var out []sample
	for _, c := range cases.Worked() {
		if c.Rule == "" {
			out = append(out, sample{strings.ReplaceAll(c.Name, " ", "-"), c.Profile})
		}
	}
	http := func(framework shutdown.FrameworkName, signal shutdown.Signal) shutdown.Profile {
		return shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(45), Framework: framework, StopSignal: signal}
	}
	return append(out,
		sample{"gunicorn", http("gunicorn", "")},
		sample{"spring-boot", http("spring_boot", "")},
		sample{"nginx", http("nginx", shutdown.SIGQUIT)},
		sample{"front", shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(30), Framework: "php_fpm", StopSignal: shutdown.SIGQUIT,
			Front: &shutdown.Front{Name: "proxy", Framework: "nginx"}, Sidecars: []shutdown.Sidecar{{Name: "log-router", Flush: new(10), Framework: "fluent_bit"},
				{Name: "agent", Flush: new(5), After: []string{"log-router"}}}}},
		sample{"singleton", shutdown.Profile{Workload: shutdown.Batch, LongestWork: new(172000), Singleton: new(true), DesiredCount: new(1)}},
	)
}

// pictured are the samples whose timelines are kept too.
var pictured = map[string]bool{
	"http-10": true, "http-75-spot": true, "http-240-cleanup-10": true, "http-20-nlb": true, "websocket-900": true,
	"http-20-none": true, "queue-900": true, "http-20-mixed-sidecar-10": true, "http-30-front": true, "websocket-3585-notice": true, "websocket-3600-spot-notice": true,
}

func TestSettings_golden(t *testing.T) {
	t.Parallel()
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			settings := compute(t, s.profile)
			data, err := report.JSON(settings)
			if err != nil {
				t.Fatal(err)
			}
			for file, text := range map[string]string{
				"settings.json":   string(data),
				"settings.txt":    report.Table(settings),
				"settings.md":     report.Markdown(settings),
				"settings.env":    report.Env(settings),
				"settings.tf":     report.HCL(settings),
				"explanation.txt": report.ExplanationText(settings),
				"explanation.md":  report.ExplanationMarkdown(settings),
			} {
				golden(t, filepath.Join(s.name, file), text)
			}
		})
	}
}

func TestTimeline_golden(t *testing.T) {
	t.Parallel()
	for _, s := range samples() {
		if !pictured[s.name] {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			timelines := replay(t, s.profile)
			golden(t, filepath.Join(s.name, "timelines.md"), report.TimelinesMarkdown(timelines))
			data, err := report.TimelinesJSON(timelines)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join(s.name, "timelines.json"), string(data))
			for _, timeline := range timelines {
				// These stop a task as a deployment does.
				if c := timeline.Cause; c == shutdown.ScaleIn || c == shutdown.AZRebalance || c == shutdown.Retirement {
					continue
				}
				name := filepath.Join(s.name, strings.Trim(string(timeline.Cause)+"-"+strings.ReplaceAll(timeline.Reading, " ", "-"), "-"))
				golden(t, name+".txt", report.TimelineText(timeline))
				golden(t, name+".mmd", report.TimelineMermaid(timeline))
				golden(t, name+".svg", report.TimelineSVG(timeline))
			}
		})
	}
}

// TestSettings_coloured keeps the sequences that a terminal gets.
func TestSettings_coloured(t *testing.T) {
	t.Parallel()
	settings := compute(t, shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(240)})
	golden(t, "coloured.ansi", report.TableStyle{Colour: true}.Table(settings))
}

func compute(t *testing.T, p shutdown.Profile) shutdown.Settings {
	t.Helper()
	s, err := shutdown.Compute(p)
	if err != nil {
		t.Fatalf("Compute() error = %v", err)
	}
	return s
}

func replay(t *testing.T, p shutdown.Profile) []shutdown.Timeline {
	t.Helper()
	v, err := shutdown.Prove(p)
	if err != nil {
		t.Fatalf("Prove() error = %v", err)
	}
	return v.Timelines()
}

// golden compares text with a file under testdata, or writes it with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		t.Fatalf("%s is missing: run go test ./report -update", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s mismatch (-want +got):\n%s\nif this is meant, run go test ./report -update", path, diff)
	}
}
