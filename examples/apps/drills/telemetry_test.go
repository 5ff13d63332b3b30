//go:build drills && linux

package drills_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// pair is an app and the collector beside it.
type pair struct{ app, collector string }

func buildPair(t testing.TB) pair {
	t.Helper()
	bin := t.TempDir()
	p := pair{filepath.Join(bin, "app"), filepath.Join(bin, "collector")}
	if err := run(filepath.Join("..", "otel-sidecar"), "go", "build", "-o", p.app, "."); err != nil {
		t.Fatal(err)
	}
	if err := run(filepath.Join("..", "..", "..", "tools", "collector"), "go", "build", "-o", p.collector, "."); err != nil {
		t.Fatal(err)
	}
	return p
}

// arrived is what has come of a stop to the end of the way.
type arrived struct {
	result verdict.Result
	// answered are the requests that the stopping task answered, late those of them that
	// it answered in its last second.
	answered, late int
	// spans and lines are how many of the answered ones have none, and lateLines how
	// many of the late ones.
	spans, lines, lateLines int
	steps                   map[string]bool
	// said is what the app wrote to its standard output.
	said string
}

// longBatches has lines wait for as long as spans do, and not for a second only, so that
// there is always something that a flush must send.
const longBatches = "OTEL_BLRP_SCHEDULE_DELAY=5000"

// play stops the app under load, and its collector after it or, where first is set,
// before it.
func (p pair) play(t testing.TB, flush string, first bool) arrived {
	t.Helper()
	request, err := drill.ParseRequest("/work?seconds={seconds};header=X-Request-Id: {id}")
	if err != nil {
		t.Fatal(err)
	}
	s, url := newSink(t)
	app, collector := []string{p.app}, []string{p.collector, "--config", "collector.yaml"}
	if first {
		app, collector = collectorFirst(t.TempDir(), app, collector)
	}
	var last verdict.Recording
	var got received
	r, err := drill.Run(context.Background(), drill.Plan{
		Profile: read(t, "otel-sidecar"), Path: shutdown.Concurrent, Folder: filepath.Join("..", "otel-sidecar"),
		Command: app, Environment: []string{"FLUSH=" + flush, longBatches}, Requests: []drill.Request{request}, Rate: 30, Attempts: *attempts,
		Sidecars: []drill.Sidecar{{Name: "otel", Command: append([]string{"env", "SINK_URL=" + url}, collector...)}},
		Recorded: func(r verdict.Recording) { last, got = r, s.take() },
	})
	if err != nil {
		t.Fatal(err)
	}
	a := arrived{result: r, steps: got.steps}
	for _, c := range last.Containers {
		if c.Role == verdict.AppRole {
			a.said = c.Process.Output
		}
	}
	for _, x := range last.Exchanges {
		if x.Task != verdict.OldTask || x.Outcome != verdict.Answered {
			continue
		}
		a.answered++
		late := x.End > last.Exit.At-time.Second
		if late {
			a.late++
		}
		if !got.spans[x.ID] {
			a.spans++
		}
		if !got.lines[x.ID] {
			if a.lines++; late {
				a.lateLines++
			}
		}
	}
	return a
}

// collectorFirst has a task whose collector ends when the app gets its stop signal. Each
// task has files of its own, named for the app's port.
func collectorFirst(folder string, app, collector []string) (wrappedApp, wrappedCollector []string) {
	wrappedApp = append([]string{"sh", "-c", `
		"$@" & app=$!
		trap 'touch "$0/$PORT"; kill $app' TERM
		wait $app; wait $app`, folder}, app...)
	wrappedCollector = append([]string{"sh", "-c", `
		"$@" & collector=$!
		trap exit TERM
		until [ -e "$0/$APP_PORT" ]; do sleep 0.05; done
		kill $collector
		while :; do sleep 0.05; done`, folder}, collector...)
	return wrappedApp, wrappedCollector
}

// The span and the line of every request that the stopping task answered arrive, and the
// lines of the stop itself up to the flush of lines, which can only be told of on standard
// output: the app flushes last, and the collector beside it is told to stop only then.
func TestTelemetry(t *testing.T) {
	t.Parallel()
	p := buildPair(t)
	times := 5 * *repeat
	if testing.Short() {
		times = 1
	}
	for range times {
		fairly(t, p.all)
	}
}

// all wants that nothing is lost.
func (p pair) all(t testing.TB) {
	a := p.play(t, "last", false)
	if a.result.Verdict != verdict.Held || len(a.result.Findings) > 0 {
		t.Errorf("%s", report.DrillText(a.result))
	}
	if a.spans > 0 || a.lines > 0 || a.answered == 0 || a.late == 0 {
		t.Errorf("of %d requests that the stopping task answered, %d of them in its last second, %d have no span and %d no line", a.answered, a.late, a.spans, a.lines)
	}
	for _, want := range []string{"stopping", "draining: nothing new is accepted", "closing", "closer done: connections", "flusher done: spans"} {
		if !a.steps[want] {
			t.Errorf("the line %q did not arrive; those of the stop that did: %q", want, keys(a.steps))
		}
	}
	for _, own := range []string{`"flusher done","name":"log lines"`, `"stopped"`} {
		if !strings.Contains(a.said, own) {
			t.Errorf("standard output has no line with %s:\n%s", own, a.said)
		}
	}
}

// What is lost without the flush, or without the collector, is seen.
func TestTelemetry_loses(t *testing.T) {
	t.Parallel()
	p := buildPair(t)
	for _, tt := range []struct {
		name, flush  string
		first        bool
		spans, lines bool // are lost
	}{
		{name: "lines are not flushed", flush: "spans", lines: true},
		{name: "nothing is flushed", flush: "never", spans: true, lines: true},
		{name: "the collector stops before the app", flush: "last", first: true, spans: true, lines: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fairly(t, func(t testing.TB) {
				a := p.play(t, tt.flush, tt.first)
				t.Logf("of %d requests, %d of them in the last second of the app, %d have no span and %d no line (%d of the last second)", a.answered, a.late, a.spans, a.lines, a.lateLines)
				if a.spans > 0 != tt.spans || a.lines > 0 != tt.lines || a.lateLines > 0 != tt.lines {
					t.Errorf("spans lost: %t, lines lost: %t, where that is %t and %t\n%s", a.spans > 0, a.lines > 0, tt.spans, tt.lines, report.DrillText(a.result))
				}
				if last := "flusher done: spans"; tt.lines && a.steps[last] {
					t.Errorf("the line %q has arrived, which nobody sent on", last)
				}
			})
		})
	}
}

func keys(set map[string]bool) (out []string) {
	for k := range set {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
