package drill

import (
	"bytes"
	"encoding/json"
	"strings"
)

// JSON writes results as one document.
func JSON(results []Result) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if results == nil {
		results = []Result{}
	}
	for i := range results {
		results[i].fill()
	}
	if err := e.Encode(map[string][]Result{"drills": results}); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// fill makes empty lists of those that are nil, so that they are not null.
func (r *Result) fill() {
	if r.Guarantees == nil {
		r.Guarantees = []Held{}
	}
	if r.Findings == nil {
		r.Findings = []Finding{}
	}
	if r.Events == nil {
		r.Events = []Event{}
	}
	if r.PerSecond == nil {
		r.PerSecond = []Second{}
	}
}

// Summary writes a line for each of several results.
func Summary(results []Result) string {
	var b strings.Builder
	count := make(map[Verdict]int)
	for _, r := range results {
		count[r.Verdict]++
		b.WriteString(verdict(r) + "\n")
	}
	b.WriteString(grouped3(count[VerdictHeld]) + " of " + grouped3(len(results)) + " drills held")
	if n := count[VerdictNotJudged]; n > 0 {
		b.WriteString(", " + grouped3(n) + " not judged")
	}
	return b.String() + "\n"
}

// Markdown writes results for a page or a pull request.
func Markdown(results []Result) string {
	var b strings.Builder
	// The results of one profile are all of requests, of connections or of messages.
	w := wordsOf(Result{})
	if len(results) > 0 {
		w = wordsOf(results[0])
	}
	sent := "sent"
	if len(results) > 0 && results[0].Connections != nil {
		sent = "connections"
	}
	b.WriteString("| path | load balancer | settings | " + sent + " | " + w.answered + " | " + w.cut + " | " + w.refused + " | failed | signal to exit | exit status | verdict |\n")
	b.WriteString("|---|---|---|--:|--:|--:|--:|--:|--:|---|---|\n")
	for _, r := range results {
		word, after := "held", "–"
		if !r.OK {
			word = "**" + strings.ToLower(r.Verdict.words()) + "**"
		}
		if r.Exit.After != nil {
			after = about(*r.Exit.After)
		}
		settings := "profile"
		if r.Settings == "aws_defaults" {
			settings = "AWS's defaults"
		}
		if r.Scale > 1 {
			settings += ", times divided by " + number(float64(r.Scale))
		}
		c := r.Count
		if m := r.Messages; m != nil {
			c = Count{Sent: m.Sent, Answered: m.Done, Cut: m.Expired, Refused: m.Lost}
		}
		b.WriteString("| " + strings.Join([]string{string(r.Path), string(r.Balancer), settings, grouped3(c.Sent), grouped3(c.Answered), grouped3(c.Cut),
			grouped3(c.Refused), grouped3(c.Failed), after, cell(r.Exit.Text), word}, " | ") + " |\n")
	}
	for _, r := range results {
		b.WriteString("\n## " + sentenceCase(string(r.Path)) + "\n\n" + sentenceCase(heading(r)) + ".\n\n")
		for _, row := range facts(r) {
			b.WriteString("- " + sentenceCase(row[0]) + ": " + row[1] + ".\n")
		}
		if len(r.Guarantees) > 0 {
			b.WriteString("\n| cause | promise | verdict |\n|---|---|---|\n")
		}
		for _, h := range r.Guarantees {
			b.WriteString("| `" + string(h.Cause) + "` | " + keptText(h) + " | " + cell(holds(h)) + " |\n")
		}
		for i, f := range r.Findings {
			if i == 0 {
				b.WriteString("\n")
			}
			b.WriteString("- **" + sentenceCase(severity(f)) + "** `" + f.Rule + "`: " + f.Message + ". Way out: " + f.Fix + ".\n")
		}
	}
	return b.String()
}

// cell makes text safe inside a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", "\\|") }
