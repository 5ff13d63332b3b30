//go:build drills && linux

package drills_test

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// everySignal are the signals that servers are stopped with. A profile may name
// more, which none of these declares.
var everySignal = []shutdown.Signal{shutdown.SIGTERM, shutdown.SIGINT, shutdown.SIGQUIT, shutdown.SIGUSR1, shutdown.SIGWINCH}

// The framework table says what the real servers do, with the settings that
// graceful prints for them.
func TestFrameworks(t *testing.T) {
	t.Parallel()
	bin := build(t)
	for _, s := range servers(bin) {
		row := row(t, s.name)
		t.Run(string(s.name), func(t *testing.T) {
			if s.ours && *root != "" {
				t.Skip("the app is run by this machine's tools, whatever the root")
			}
			t.Parallel()
			s.listed(t, row)
			t.Run("graceful signals drain", func(t *testing.T) {
				for _, signal := range row.Graceful {
					s.shows(t, brief(signal, 1, 0), nil, false, string(signal)+" does not drain it", func(r verdict.Result) bool {
						return r.Lost() == 0 && r.LongestSurvived != nil && r.LongestSurvived.Float() >= 0.5 && !r.Exit.Killed
					})
				}
			})
			t.Run("quick signals cut", func(t *testing.T) {
				s := s
				if s.quick != nil {
					s.command, s.rate = words(s.quick...), s.quickRate
				}
				for _, signal := range row.Quick {
					// Not as PID 1, which the default action of a signal spares. By
					// the stop timeout nothing is in flight any more.
					s.shows(t, brief(signal, 1, 0), nil, true, string(signal)+" is not a quick stop", func(r verdict.Result) bool {
						return r.Lost() > r.CutAtDelay
					})
				}
			})
			t.Run("other signals stop nothing", func(t *testing.T) {
				for _, signal := range everySignal {
					if slices.Contains(row.Graceful, signal) || slices.Contains(row.Quick, signal) {
						continue
					}
					s.shows(t, brief(signal, 1, 0), nil, false, string(signal)+" stops it", func(r verdict.Result) bool { return r.Exit.Killed })
				}
			})
			t.Run("listener", func(t *testing.T) {
				otherwise := "its listener closes at once"
				if row.ListenersCloseAtOnce {
					otherwise = "its listener stays open"
				}
				s.shows(t, brief(row.Graceful[0], 1, 1), nil, false, otherwise, func(r verdict.Result) bool {
					at := r.Health.Closed
					if s.behind {
						at = r.Health.Unready
					}
					return (at != nil && at.Float() < 0.5) == row.ListenersCloseAtOnce
				})
			})
			t.Run("drain bound", func(t *testing.T) {
				if !s.bounded(t) {
					t.Skipf("this version has no bound on its drain, which came with %s", s.boundedFrom)
				}
				// Requests that last are ended by the server itself at the drain of
				// 1 s, with two more for its own bookkeeping and a busy machine.
				limit := 3 + s.late
				s.shows(t, brief(row.Graceful[0], int(limit)+3, 0), s.slow, false, "it does not keep its bound of 1 s", func(r verdict.Result) bool {
					after := r.Exit.After
					return !r.Exit.Killed && after != nil && after.Float() >= 0.9 && after.Float() <= limit && r.Lost() > r.CutAtDelay
				})
			})
		})
	}
}

// The rows that claim a drill are those that have one here, and the others say
// why they have none.
func TestFrameworks_claims(t *testing.T) {
	drilled := map[shutdown.FrameworkName]bool{}
	for _, s := range servers("") {
		drilled[s.name] = true
	}
	for _, w := range workers() {
		drilled[w.name] = true
	}
	for _, f := range shutdown.Frameworks() {
		if (len(f.Drilled) > 0) != drilled[f.Name] {
			t.Errorf("%s: the table says drilled with %q; there is a drill here: %t", f.Name, f.Drilled, drilled[f.Name])
		}
	}
}

// listed tells when a version is not in the table yet.
func (s server) listed(t testing.TB, row shutdown.Framework) {
	have := version(t, s.version)
	if t.Logf("%s %s", s.name, have); !slices.Contains(row.Drilled, have) {
		t.Logf("the table does not name %s among %q: if all holds, add it to Drilled", have, row.Drilled)
	}
}

// bounded says that the version here has a bound on its drain.
func (s server) bounded(t testing.TB) bool {
	return s.boundedFrom == "" || atLeast(version(t, s.version), s.boundedFrom)
}

func row(t testing.TB, name shutdown.FrameworkName) shutdown.Framework {
	for _, f := range shutdown.Frameworks() {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no framework %s", name)
	return shutdown.Framework{}
}

// brief is a short profile. It names no framework, so that it may have any
// signal. Without propagation no new request arrives after the signal, and what
// is lost was in flight.
func brief(signal shutdown.Signal, longest, propagation int) shutdown.Profile {
	return shutdown.Profile{Workload: shutdown.HTTP, LongestWork: &longest, Propagation: &propagation, Cleanup: new(1), Margin: new(1), StopSignal: signal}
}

// own is what graceful prints for the framework with a drain of 1 s.
func own(t testing.TB, row shutdown.Framework) *shutdown.FrameworkSettings {
	t.Helper()
	p := brief(row.Graceful[0], 1, 1)
	p.Framework = row.Name
	settings, err := shutdown.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	return settings.FrameworkSettings
}

// shows plays a drill and wants it to show something. A drill that the machine
// was too late for shows nothing, and is played again.
func (s server) shows(t testing.TB, p shutdown.Profile, environment []string, plain bool, otherwise string, something func(verdict.Result) bool) {
	t.Helper()
	for again := 0; ; again++ {
		r := s.stopped(t, p, environment, plain)
		if something(r) {
			return
		}
		// A drill that held is judged however few turns others left the app; when
		// it did something is not.
		starved := r.Machine.Starved
		late := r.Verdict == verdict.NotJudged || starved != nil && *starved > r.Machine.Bears
		if again+1 == *attempts || !late {
			t.Errorf("%s:\n%s", otherwise, report.DrillText(r))
			return
		}
		t.Logf("%s, but the machine was up to %v late and others starved the app for %v: played again", otherwise, r.Machine.Late, starved)
	}
}

func (s server) stopped(t testing.TB, p shutdown.Profile, environment []string, plain bool) verdict.Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	plan := drill.Plan{Profile: p, Path: shutdown.Concurrent, Requests: s.requests, Environment: environment, Rate: cmp.Or(s.rate, 50), Plain: plain}
	command := s.command(t, s, own(t, row(t, s.name)))
	if s.behind {
		f := newFront(t, s, command)
		plan.URL, plan.PID = f.url, f.pid
	} else {
		plan.Command, plan.Folder = inRoot(t, s.folder, command)
	}
	r, err := drill.Run(ctx, plan)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
