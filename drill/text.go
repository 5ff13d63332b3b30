package drill

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// Text writes a result for a terminal.
func Text(r Result) string {
	var b strings.Builder
	b.WriteString(verdict(r) + "\n  " + heading(r) + "\n\n")
	for _, row := range facts(r) {
		b.WriteString("  " + pad(row[0], 20) + row[1] + "\n")
	}
	b.WriteString("\n  Guarantees\n")
	switch {
	case r.Verdict == VerdictNotJudged:
		b.WriteString("    none is judged: the machine was too late\n")
	case len(r.Guarantees) == 0:
		b.WriteString("    the profile has none for this path\n")
	}
	for _, h := range r.Guarantees {
		b.WriteString("    " + pad(string(h.Cause), 19) + pad(keptText(h), 15) + holds(h) + "\n")
	}
	if len(r.Findings) > 0 {
		b.WriteString("\n  Findings\n")
	}
	for _, f := range r.Findings {
		b.WriteString("    " + severity(f) + " " + f.Rule + ": " + f.Message + "\n      way out: " + f.Fix + "\n")
	}
	b.WriteString("\n  When, in seconds from the start of the stop\n")
	for _, e := range r.Events {
		b.WriteString("    " + padLeft(about(e.At), 8) + "  " + pad(e.Name, 27) + e.Text + "\n")
	}
	if r.Job == nil {
		perSecondText(&b, r)
	}
	if r.Output != "" {
		b.WriteString("\n  The end of the app's output\n")
		for _, line := range strings.Split(safe.Text(strings.TrimRight(r.Output, "\n")), "\n") {
			b.WriteString("    | " + line + "\n")
		}
	}
	return b.String()
}

// perSecondText is the table of seconds.
func perSecondText(b *strings.Builder, r Result) {
	w := wordsOf(r)
	b.WriteString("\n  " + sentenceCase(w.units) + " by the second in which they " + w.inSecond + "\n")
	b.WriteString("    " + padLeft("second", 8) + padLeft(w.sent, 9) + padLeft(w.answered, 10) + padLeft("of these new", 14) + padLeft(w.cut, 9) + padLeft(w.refused, 9) + padLeft("failed", 8) + "\n")
	for _, s := range r.PerSecond {
		b.WriteString("    " + padLeft(number(float64(s.From)), 8) + padLeft(grouped3(s.Sent), 9) + padLeft(grouped3(s.Answered), 10) +
			padLeft(grouped3(s.ByReplacement), 14) + padLeft(grouped3(s.Cut), 9) + padLeft(grouped3(s.Refused), 9) + padLeft(grouped3(s.Failed), 8) + "\n")
	}
}

// verdict is the result in one line.
func verdict(r Result) string {
	word := r.Verdict.words()
	if m := r.Messages; m != nil {
		return word + "  " + string(r.Path) + ": " + messages(m.Sent) + " sent, " + grouped3(m.Done) + " done, " + grouped3(m.Returned) + " returned, " +
			grouped3(m.Expired) + " expired, " + grouped3(m.Lost) + " lost"
	}
	if j := r.Job; j != nil {
		return word + "  " + string(r.Path) + ": job of " + j.Asked.String() + " " + jobText(*j)
	}
	if r.Connections != nil {
		return word + "  " + string(r.Path) + ": " + connectionsLine(r)
	}
	line := word + "  " + string(r.Path) + ": " + requests(r.Sent) + " sent, " + grouped3(r.Answered) + " answered, " +
		grouped3(r.Cut) + " cut, " + grouped3(r.Refused) + " refused"
	if r.Failed > 0 {
		line += ", " + grouped3(r.Failed) + " failed"
	}
	return line
}

// jobText says what became of a job.
func jobText(j JobRecord) string {
	text := "stopped after " + j.First.String()
	switch {
	case j.Second == nil && j.Finished:
		return "finished in its first run of " + j.First.String()
	case j.Second == nil:
		return text + ", its second run had no end"
	case !j.Finished:
		return text + ", not finished by a second run of " + j.Second.String()
	}
	return text + ", finished by a second run of " + j.Second.String()
}

// heading says what was played.
func heading(r Result) string {
	parts := []string{"load balancer " + string(r.Balancer), number(float64(r.Rate)) + " requests a second"}
	if r.Job != nil {
		parts = []string{"a batch job"}
	}
	if r.Connections != nil {
		parts[1] = number(float64(r.Rate)) + " new WebSocket connections a second"
	}
	if r.Messages != nil {
		parts = []string{"a queue", number(float64(r.Rate)) + " messages a second"}
	}
	if r.Settings == "aws_defaults" {
		parts = append(parts, "AWS's default settings")
	} else {
		parts = append(parts, "the profile's settings")
	}
	if r.Scale > 1 {
		parts = append(parts, "times divided by "+number(float64(r.Scale)))
	}
	if r.Attempts > 1 {
		parts = append(parts, "played "+number(float64(r.Attempts))+" times")
	}
	if r.Isolation == "pid 1" {
		parts = append(parts, "the app is PID 1")
	} else {
		parts = append(parts, "the app is not PID 1: a signal that it does not handle ends it, where in a container it would do nothing")
	}
	return strings.Join(parts, ", ")
}

// facts are the numbers of a result, each with its name.
func facts(r Result) [][2]string {
	rows := [][2]string{
		{"machine", machineText(r.Machine)},
		{"signal to exit", exitTime(r)},
		{"exit status", r.Exit.Text},
	}
	if r.Job != nil {
		return rows
	}
	if m := r.Messages; m != nil {
		rows = append(rows, protectionFacts(r)...)
		return append(rows, [2]string{"after the signal", messages(m.DoneByOld) + " done by the old worker, " + grouped3(m.Fetched) + " fetched by it"},
			[2]string{"more than once", messages(m.Twice) + " received more than once"})
	}
	rows = append(rows, [][2]string{
		{"health", healthText(r)},
		{"listener", closedText(r)},
	}...)
	if r.Connections != nil {
		return append(append(rows, connectionFacts(r)...), [2]string{"load", loadText(r)})
	}
	rows = append(rows, [2]string{"longest survived", survived(r)})
	if r.ShortestLost != nil {
		rows = append(rows, [2]string{"shortest lost", "a request that asks for " + r.ShortestLost.String()})
	}
	return append(rows, [2]string{"load", loadText(r)})
}

func exitTime(r Result) string {
	limits := "stop timeout " + r.Times.StopTimeout.String()
	if r.Settings == "profile" {
		limits = "deadline " + r.Times.Deadline.String() + ", " + limits
	}
	if r.Exit.After == nil {
		return "none; " + limits
	}
	return r.Exit.After.String() + " (" + limits + ")"
}

func healthText(r Result) string {
	if r.Health.Unready == nil {
		return "never unready after the signal"
	}
	return healthAnswer(r.Health) + " from " + r.Health.Unready.String() + " after the signal"
}

// healthAnswer is what a health path that is not ready says.
func healthAnswer(h HealthResult) string {
	if h.Code == 0 {
		return "nothing for 1 s"
	}
	return number(float64(h.Code))
}

func closedText(r Result) string {
	if r.Health.Closed == nil {
		return "open as long as the app lived"
	}
	return "closed " + r.Health.Closed.String() + " after the signal"
}

func survived(r Result) string {
	if r.LongestSurvived == nil {
		return "none: no request that was in flight got an answer"
	}
	return r.LongestSurvived.String() + " of at most " + r.Times.Longest.String() + " asked for"
}

func loadText(r Result) string {
	word := "kept"
	if !r.Load.Kept {
		word = "NOT KEPT"
	}
	return word + ": " + grouped3(r.Load.Sent) + " of " + grouped3(r.Load.Scheduled) + " scheduled " + wordsOf(r).units + ", 99 of 100 at most " + r.Load.LagP99.String() + " late"
}

func machineText(m Machine) string {
	text := "at most " + m.Late.String() + " late"
	if m.Waited != nil {
		text += ", the app at most " + m.Waited.String()
	}
	if m.Starved != nil {
		text += ", " + m.Starved.String() + " in all within its longest work for others' sake"
	}
	return text
}

func keptText(h Held) string {
	if h.UpTo != nil {
		return string(h.Kept) + " " + number(float64(*h.UpTo)) + " s"
	}
	return string(h.Kept)
}

func holds(h Held) string {
	if h.Held {
		return "held"
	}
	return "NOT HELD: " + h.Because
}

func severity(f Finding) string {
	if f.Fault {
		return "fault"
	}
	return "warning"
}
