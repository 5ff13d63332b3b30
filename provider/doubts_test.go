package provider

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// TestDoubts checks that a note which puts a promise in doubt is a warning, at
// its attribute and once, and that the others are none, nor those that a reader
// has acknowledged.
func TestDoubts(t *testing.T) {
	t.Parallel()
	const config = `
data "graceful_settings" "doubtful" {
  workload     = "http"
  longest_work = 10
  framework    = "gunicorn"
}
resource "graceful_service" "doubtful" {
  name          = "doubtful"
  workload      = "http"
  longest_work  = 10
  desired_count = 3
  singleton     = true
}
data "graceful_settings" "quiet" {
  workload     = "websocket"
  longest_work = 900
}
data "graceful_settings" "acknowledged" {
  workload     = "http"
  longest_work = 10
  framework    = "gunicorn"
  acknowledge  = ["listeners-close-at-once"]
}
resource "graceful_service" "acknowledged" {
  name          = "acknowledged"
  workload      = "http"
  longest_work  = 10
  desired_count = 3
  singleton     = true
  acknowledge   = ["singleton-count"]
}
resource "graceful_service" "quiet" {
  name         = "quiet"
  workload     = "queue"
  longest_work = 900
  stop_signal  = "SIGINT"
}
`
	// The quiet ones must have notes, or their silence would prove nothing.
	for _, p := range []shutdown.Profile{
		{Workload: shutdown.WebSocket, LongestWork: new(900)},
		{Workload: shutdown.Queue, LongestWork: new(900), StopSignal: shutdown.SIGINT},
		{Workload: shutdown.HTTP, LongestWork: new(10), Framework: "gunicorn", Acknowledge: []string{"listeners-close-at-once"}},
	} {
		if s, err := shutdown.Compute(p); err != nil || len(s.Notes) == 0 {
			t.Fatalf("Compute(%+v) has notes %v and error %v", p, s.Notes, err)
		}
	}
	w := newWorkspace(t, config)
	if got := w.validate(); len(got) > 0 {
		t.Errorf("validate finds %+v", got)
	}
	want := []string{
		`framework    = "gunicorn": Promise In Doubt: ` + doubt(t, shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Framework: "gunicorn"}),
		`singleton     = true: Promise In Doubt: ` + doubt(t, shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), DesiredCount: new(3), Singleton: new(true)}),
	}
	warnings := func() []string {
		var out []string
		for _, f := range seen(config, w.plan()) {
			out = append(out, strings.TrimSpace(f.Line)+": "+f.Summary+": "+f.Detail)
		}
		return out
	}
	if diff := cmp.Diff(want, warnings()); diff != "" {
		t.Errorf("first plan's warnings mismatch (-want +got):\n%s", diff)
	}
	if out, code := w.run("apply", "-auto-approve", "-no-color"); code != 0 {
		t.Fatal(out)
	}
	if diff := cmp.Diff(want, warnings()); diff != "" {
		t.Errorf("second plan's warnings mismatch (-want +got):\n%s", diff)
	}
}

// doubt is the only message of a profile's notes that is one.
func doubt(t *testing.T, p shutdown.Profile) string {
	t.Helper()
	s, err := shutdown.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	var messages []string
	for _, n := range s.Notes {
		if n.Doubt {
			messages = append(messages, n.Message)
		}
	}
	if len(messages) != 1 {
		t.Fatalf("%d notes are doubtful, want 1: %+v", len(messages), s.Notes)
	}
	return messages[0]
}
