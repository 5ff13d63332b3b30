package report

import (
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// DrillText writes a result for a terminal.
func DrillText(r verdict.Result) string {
	var b strings.Builder
	b.WriteString(drillLine(r) + "\n  " + drillHeading(r) + "\n\n")
	for _, row := range drillFacts(r) {
		b.WriteString("  " + print.Pad(row[0], 20) + row[1] + "\n")
	}
	b.WriteString("\n  Guarantees\n")
	switch {
	case r.Verdict == verdict.NotJudged:
		b.WriteString("    none is judged: the machine was too late\n")
	case len(r.Guarantees) == 0:
		b.WriteString("    the profile has none for this path\n")
	}
	for _, h := range r.Guarantees {
		b.WriteString("    " + print.Pad(string(h.Cause), 19) + print.Pad(kept(h.Kept, h.UpTo), 15) + holds(h) + "\n")
	}
	if len(r.Findings) > 0 {
		b.WriteString("\n  Findings\n")
	}
	for _, f := range r.Findings {
		b.WriteString("    " + severity(f) + " " + f.Rule + ": " + f.Message + "\n      way out: " + f.Fix + "\n")
	}
	containersText(&b, r)
	b.WriteString("\n  When, in seconds from the start of the stop\n")
	for _, e := range r.Events {
		b.WriteString("    " + print.PadLeft(about(e.At), 8) + "  " + print.Pad(e.Name, 27) + e.Text + "\n")
	}
	if len(r.PerSecond) > 0 {
		perSecondText(&b, r)
	}
	outputText(&b, r)
	return b.String()
}

// perSecondText is the table of seconds.
func perSecondText(b *strings.Builder, r verdict.Result) {
	w := kindOf(r)
	b.WriteString("\n  " + print.Sentence(w.units) + " by the second in which they " + w.inSecond + "\n")
	b.WriteString("    " + print.PadLeft("second", 8) + print.PadLeft(w.sent, 9) + print.PadLeft(w.answered, 10) + print.PadLeft("of these new", 14) + print.PadLeft(w.cut, 9) + print.PadLeft(w.refused, 9) + print.PadLeft("failed", 8) + "\n")
	for _, s := range r.PerSecond {
		b.WriteString("    " + print.PadLeft(print.Number(float64(s.From)), 8) + print.PadLeft(print.Grouped(s.Sent), 9) + print.PadLeft(print.Grouped(s.Answered), 10) +
			print.PadLeft(print.Grouped(s.ByReplacement), 14) + print.PadLeft(print.Grouped(s.Cut), 9) + print.PadLeft(print.Grouped(s.Refused), 9) + print.PadLeft(print.Grouped(s.Failed), 8) + "\n")
	}
}

// drillLine is the result in one line.
func drillLine(r verdict.Result) string {
	return r.Verdict.Words() + "  " + string(r.Path) + ": " + kindOf(r).line(r)
}

// drillHeading says what was played.
func drillHeading(r verdict.Result) string {
	parts := kindOf(r).played(r)
	if r.Settings == "aws_defaults" {
		parts = append(parts, "AWS's default settings")
	} else {
		parts = append(parts, "the profile's settings")
	}
	if r.Scale > 1 {
		parts = append(parts, "times divided by "+strconv.Itoa(r.Scale))
	}
	if r.Attempts > 1 {
		parts = append(parts, "played "+strconv.Itoa(r.Attempts)+" times")
	}
	return strings.Join(append(parts, isolationText(r)), ", ")
}

// drillFacts are the numbers of a result, each with its name.
func drillFacts(r verdict.Result) [][2]string {
	return append([][2]string{
		{"machine", machineText(r.Machine)},
		{"signal to exit", exitTime(r)},
		{"exit status", r.Exit.Text},
	}, append(append(kindOf(r).facts(r), storeFacts(r)...), exposureFacts(r)...)...)
}

func exitTime(r verdict.Result) string {
	limits := "stop timeout " + r.Times.StopTimeout.String()
	if r.Settings == "profile" {
		limits = "deadline " + r.Times.Deadline.String() + ", " + limits
	}
	if r.Exit.After == nil {
		return "none; " + limits
	}
	return r.Exit.After.String() + " (" + limits + ")"
}

func healthText(r verdict.Result) string {
	if r.Health.Unready == nil {
		return "never unready after the signal"
	}
	if before := r.Health.Already; before != nil {
		return r.Health.Answer() + " from " + before.String() + " before the signal on"
	}
	return r.Health.Answer() + " from " + r.Health.Unready.String() + " after the signal"
}

func closedText(r verdict.Result) string {
	if r.Health.Closed == nil {
		return "open as long as it lived"
	}
	return "closed " + r.Health.Closed.String() + " after the signal"
}

func survived(r verdict.Result) string {
	if r.LongestSurvived == nil {
		return "none: no request that was in flight got an answer"
	}
	return r.LongestSurvived.String() + " of at most " + r.Times.Longest.String() + " asked for"
}

func loadText(l verdict.Load, units string) string {
	word := "kept"
	if !l.Kept {
		word = "NOT KEPT"
	}
	return word + ": " + print.Grouped(l.Sent) + " of " + print.Grouped(l.Scheduled) + " scheduled " + units + ", 99 of 100 at most " + l.LagP99.String() + " late"
}

func machineText(m verdict.Machine) string {
	text := "at most " + m.Late.String() + " late"
	if m.Waited != nil {
		text += ", the app at most " + m.Waited.String()
	}
	if m.Starved != nil {
		text += ", " + m.Starved.String() + " in all within one piece of work for others' sake"
	}
	if b := m.Busy; b != nil && b.Overload() {
		text += "; " + strconv.FormatFloat(b.All, 'f', 1, 64) + " of its " + print.Count(b.Processors, "processor") + " busy"
	}
	return text
}

func holds(h verdict.Promise) string {
	if h.Held {
		return "held"
	}
	return "NOT HELD: " + h.Because
}

func severity(f verdict.Finding) string {
	if f.Fault {
		return "fault"
	}
	return "warning"
}
