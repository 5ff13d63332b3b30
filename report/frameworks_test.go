package report_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// two are a framework with everything and one with little.
var two = []shutdown.Framework{
	{Name: "one", Graceful: []shutdown.Signal{"SIGTERM", "SIGINT"}, Quick: []shutdown.Signal{"SIGQUIT"}, ListenersCloseAtOnce: true,
		Caveat: "Mind | this.", Source: "https://example.com/one", Drilled: []string{"1.2", "3.4"}},
	{Name: "another_one", Graceful: []shutdown.Signal{"SIGQUIT"}, Source: "https://example.com/two", Undrilled: "Nobody tried."},
}

func TestFrameworks(t *testing.T) {
	t.Parallel()
	want := `framework    drains on        drops everything on  listeners      drilled with
one          SIGTERM, SIGINT  SIGQUIT              close at once  1.2, 3.4
another_one  SIGQUIT          none                 stay open      nothing

one: Mind | this.

another_one: Nobody tried.
`
	if diff := cmp.Diff(want, report.Frameworks(two)); diff != "" {
		t.Errorf("table mismatch (-want +got):\n%s", diff)
	}
}

func TestFrameworksMarkdown(t *testing.T) {
	t.Parallel()
	want := "| framework | drains on | drops everything on | listeners | drilled with | source |\n" +
		"| --- | --- | --- | --- | --- | --- |\n" +
		"| `one` | SIGTERM, SIGINT | SIGQUIT | close at once | 1.2, 3.4 | <https://example.com/one> |\n" +
		"| `another_one` | SIGQUIT | none | stay open | nothing | <https://example.com/two> |\n"
	if diff := cmp.Diff(want, report.FrameworksMarkdown(two)); diff != "" {
		t.Errorf("Markdown mismatch (-want +got):\n%s", diff)
	}
}

func TestFrameworksJSON(t *testing.T) {
	t.Parallel()
	text, err := report.FrameworksJSON(two)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string][]map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string][]map[string]any{"frameworks": {
		{"name": "one", "graceful_signals": []any{"SIGTERM", "SIGINT"}, "quick_signals": []any{"SIGQUIT"}, "listeners_close_at_once": true,
			"drilled": []any{"1.2", "3.4"}, "caveat": "Mind | this.", "source": "https://example.com/one"},
		{"name": "another_one", "graceful_signals": []any{"SIGQUIT"}, "quick_signals": []any{}, "listeners_close_at_once": false,
			"drilled": []any{}, "undrilled": "Nobody tried.", "source": "https://example.com/two"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("JSON mismatch (-want +got):\n%s", diff)
	}
	if empty, err := report.FrameworksJSON(nil); err != nil || !strings.Contains(string(empty), `"frameworks": []`) {
		t.Errorf("without any: %s, %v; want an empty list", empty, err)
	}
}
