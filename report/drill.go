package report

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// DrillJSON writes results as one document.
func DrillJSON(results []verdict.Result) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if results == nil {
		results = []verdict.Result{}
	}
	for i := range results {
		fillContainers(&results[i])
		fill(&results[i])
	}
	if err := e.Encode(map[string][]verdict.Result{"drills": results}); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// fill makes empty lists of those that are nil, so that they are not null.
func fill(r *verdict.Result) {
	if r.Guarantees == nil {
		r.Guarantees = []verdict.Promise{}
	}
	if r.Findings == nil {
		r.Findings = []verdict.Finding{}
	}
	if r.Events == nil {
		r.Events = []verdict.Event{}
	}
	if r.PerSecond == nil {
		r.PerSecond = []verdict.Second{}
	}
}

// fillContainers does it for those of a whole task.
func fillContainers(r *verdict.Result) {
	if r.Task != nil && r.Task.Missing == nil {
		r.Task.Missing = []string{}
	}
	for i := range r.Containers {
		if r.Containers[i].Needs == nil {
			r.Containers[i].Needs = []string{}
		}
	}
}

// DrillSummary writes a line for each of several results.
func DrillSummary(results []verdict.Result) string {
	var b strings.Builder
	count := make(map[verdict.Verdict]int)
	for _, r := range results {
		count[r.Verdict]++
		b.WriteString(drillLine(r) + "\n")
	}
	b.WriteString(print.Grouped(count[verdict.Held]) + " of " + print.Grouped(len(results)) + " drills held")
	for _, doubt := range []verdict.Verdict{verdict.NotShown, verdict.NotJudged} {
		if n := count[doubt]; n > 0 {
			b.WriteString(", " + print.Grouped(n) + " " + strings.ToLower(doubt.Words()))
		}
	}
	return b.String() + "\n" + together(results)
}

// DrillMarkdown writes results for a page or a pull request.
func DrillMarkdown(results []verdict.Result) string {
	var b strings.Builder
	// The results of one profile are all of one kind.
	w := requestKind
	if len(results) > 0 {
		w = kindOf(results[0])
	}
	b.WriteString("| path | load balancer | settings | " + w.total + " | " + w.answered + " | " + w.cut + " | " + w.refused + " | failed | signal to exit | exit status | verdict |\n")
	b.WriteString("|---|---|---|--:|--:|--:|--:|--:|--:|---|---|\n")
	for _, r := range results {
		word, after := "held", "–"
		if !r.OK {
			word = "**" + strings.ToLower(r.Verdict.Words()) + "**"
		}
		if r.Exit.After != nil {
			after = about(*r.Exit.After)
		}
		settings := "profile"
		if r.Settings == "aws_defaults" {
			settings = "AWS's defaults"
		}
		if r.Scale > 1 {
			settings += ", times divided by " + print.Number(float64(r.Scale))
		}
		c := kindOf(r).row(r)
		b.WriteString("| " + strings.Join([]string{string(r.Path), string(r.Balancer), settings, print.Grouped(c.Sent), print.Grouped(c.Answered), print.Grouped(c.Cut),
			print.Grouped(c.Refused), print.Grouped(c.Failed), after, cell(r.Exit.Text), word}, " | ") + " |\n")
	}
	for _, r := range results {
		b.WriteString("\n## " + print.Sentence(string(r.Path)) + "\n\n" + print.Sentence(drillHeading(r)) + ".\n\n")
		for _, row := range drillFacts(r) {
			b.WriteString("- " + print.Sentence(row[0]) + ": " + row[1] + ".\n")
		}
		containersMarkdown(&b, r)
		if len(r.Guarantees) > 0 {
			b.WriteString("\n| cause | promise | verdict |\n|---|---|---|\n")
		}
		for _, h := range r.Guarantees {
			b.WriteString("| `" + string(h.Cause) + "` | " + kept(h.Kept, h.UpTo) + " | " + cell(holds(h)) + " |\n")
		}
		for i, n := range drillNotices(r) {
			if i == 0 {
				b.WriteString("\n")
			}
			b.WriteString(n.markdown(severity(r.Findings[i]), "") + "\n")
		}
	}
	return b.String()
}

// cell makes text safe inside a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", "\\|") }
