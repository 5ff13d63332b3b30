package report_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// TestTimelineText_complete reads the events back in their order and looks for
// every span, the budget and what is left.
func TestTimelineText_complete(t *testing.T) {
	t.Parallel()
	event := regexp.MustCompile(`^ +(\d+) s  (\S.*?\S) {2,}(\S+) +(\S.*)$`)
	rapid.Check(t, func(r *rapid.T) {
		for _, timeline := range anyTimelines(r) {
			text := report.TimelineText(timeline)
			var got []string
			for line := range strings.Lines(text) {
				if m := event.FindStringSubmatch(strings.TrimSuffix(line, "\n")); m != nil {
					got = append(got, strings.Join(m[1:], "|"))
				}
			}
			if len(got) != len(timeline.Events) {
				r.Fatalf("%d events are written, want %d:\n%s", len(got), len(timeline.Events), text)
			}
			for i, e := range timeline.Events {
				if want := strings.Join([]string{strconv.Itoa(e.At), string(e.Actor), e.Name, e.Detail}, "|"); got[i] != want {
					r.Fatalf("event %d is %q, want %q", i, got[i], want)
				}
			}
			for _, s := range timeline.Spans {
				if want := strconv.Itoa(s.From) + "–" + strconv.Itoa(s.To) + " s " + s.Name; !strings.Contains(text, want) {
					r.Fatalf("the span %q is not written:\n%s", want, text)
				}
			}
			if timeline.Cause == shutdown.HostFailure {
				if strings.Contains(text, "budget") {
					r.Fatalf("a host failure has a budget:\n%s", text)
				}
				continue
			}
			want := strconv.Itoa(timeline.Left) + " s left"
			if timeline.Left < 0 {
				want = strconv.Itoa(-timeline.Left) + " s more than there are"
			}
			if !strings.Contains(text, want) {
				r.Fatalf("%q is not written:\n%s", want, text)
			}
		}
	})
}

// TestTimelineMermaid_grammar holds every line against the part of the gantt
// grammar that is used. That Mermaid itself reads such diagrams was tried with
// its own parser.
func TestTimelineMermaid_grammar(t *testing.T) {
	t.Parallel()
	head := []string{`gantt`, `  title [^:;#]+`, `  dateFormat x`, `  axisFormat %s s`, `  todayMarker off`}
	line := regexp.MustCompile(`^  (section [a-zA-Z ]+|[a-zA-Z][^:;#]* :((crit|milestone|done|active), )*(\d+), (\d+)|\d+ s [^:;#]+ :((crit|done|active), )*(\d+), (\d+))$`)
	times := regexp.MustCompile(`(\d+), (\d+)$`)
	rapid.Check(t, func(r *rapid.T) {
		for _, timeline := range anyTimelines(r) {
			text := report.TimelineMermaid(timeline)
			lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
			for i, want := range head {
				if !regexp.MustCompile("^" + want + "$").MatchString(lines[i]) {
					r.Fatalf("line %d is %q, want %s", i+1, lines[i], want)
				}
			}
			milestones, bars := 0, 0
			for _, l := range lines[len(head):] {
				if !line.MatchString(l) {
					r.Fatalf("the line %q is no task or section:\n%s", l, text)
				}
				m := times.FindStringSubmatch(l)
				switch {
				case m == nil:
				case strings.Contains(l, "milestone"):
					milestones++
				default:
					bars++
				}
				if m != nil {
					from, to := number(r, m[1]), number(r, m[2])
					if from > to || from%1000 != 0 || to%1000 != 0 || strings.Contains(l, "milestone") != (from == to) {
						r.Fatalf("the times of %q do not fit", l)
					}
				}
			}
			budget := 0
			if timeline.Budget.To > 0 {
				budget = 1
				if timeline.Left > 0 {
					budget = 2
				}
			}
			if milestones != len(timeline.Events) || bars != len(timeline.Spans)+budget {
				r.Fatalf("%d milestones for %d events, %d bars for %d spans:\n%s", milestones, len(timeline.Events), bars, len(timeline.Spans), text)
			}
		}
	})
}

func number(t fataler, s string) int {
	t.Helper()
	v, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestTimelinesMarkdown_names each cause once, and draws like ones once.
func TestTimelinesMarkdown_names(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		timelines := anyTimelines(r)
		text := report.TimelinesMarkdown(timelines)
		headings := 0
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "### ") {
				headings++
			}
		}
		for _, timeline := range timelines {
			want := 1
			if timeline.Reading != "" {
				want = 2
			}
			count := 0
			for line := range strings.Lines(text) {
				if strings.HasPrefix(line, "### ") {
					count += strings.Count(line, "`"+string(timeline.Cause)+"`")
				}
			}
			if count != want {
				r.Fatalf("%s stands in %d headings, want %d", timeline.Cause, count, want)
			}
		}
		if headings >= len(timelines) {
			r.Fatalf("%d headings for %d timelines: like ones are not drawn once", headings, len(timelines))
		}
	})
}
