package report

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// tone is how good a verdict is.
type tone int

const (
	toneNeutral tone = iota
	toneGood
	toneDoubt
	toneBad
)

// toneOf ranks what survives.
func toneOf(k shutdown.Kept) tone {
	switch k {
	case shutdown.KeptAll, shutdown.KeptCheckpointed, shutdown.KeptClosed, shutdown.KeptRedelivered:
		return toneGood
	case shutdown.KeptUpTo, shutdown.KeptBestEffort:
		return toneDoubt
	case shutdown.KeptNone:
		return toneBad
	default:
		return toneNeutral
	}
}

// kept is the verdict in the model's word, with the seconds of an up_to.
func kept(k shutdown.Kept, upTo *int) string {
	if upTo != nil {
		return string(k) + " " + strconv.Itoa(*upTo) + " s"
	}
	return string(k)
}

// sentence is the verdict for somebody who does not know the model's words.
func sentence(k shutdown.Kept, upTo *int) string {
	switch k {
	case shutdown.KeptAll:
		return "all work is kept"
	case shutdown.KeptCheckpointed:
		return "work is checkpointed"
	case shutdown.KeptClosed:
		return "connections are closed in order"
	case shutdown.KeptRedelivered:
		return "work is delivered again"
	case shutdown.KeptBestEffort:
		return "best effort"
	case shutdown.KeptNone:
		return "nothing is kept"
	case shutdown.KeptNotApplicable:
		return "does not happen"
	}
	if upTo != nil {
		return "work of up to " + strconv.Itoa(*upTo) + " s is kept"
	}
	return string(k)
}

// keeps is what a stop keeps. Of values whose longest unit nobody knows it is
// what is sure.
func keeps(t shutdown.Timeline) string {
	switch {
	case t.Kept != "" || t.Sure == nil:
		return sentence(t.Kept, t.UpTo)
	case t.Sure.Seconds == 0:
		return "nothing is sure"
	case t.Sure.AtMost:
		return "at most " + strconv.Itoa(t.Sure.Seconds) + " s is sure"
	default:
		return strconv.Itoa(t.Sure.Seconds) + " s is sure"
	}
}

func verdictTone(t shutdown.Timeline) tone {
	if t.Kept == "" && t.Sure != nil && t.Sure.Seconds == 0 {
		return toneBad
	}
	return toneOf(t.Kept)
}

// heading names a timeline's cause and, where there are two, its reading.
func heading(t shutdown.Timeline) string {
	if t.Reading != "" {
		return string(t.Cause) + ", " + t.Reading
	}
	return string(t.Cause)
}

// bounded says whether the stop has a budget at all.
func bounded(t shutdown.Timeline) bool { return t.Budget.To > t.Budget.From }

// budget says how much of the budget is used and what is left of it.
func budget(t shutdown.Timeline) string {
	total := t.Budget.To - t.Budget.From
	if t.Left < 0 {
		return strconv.Itoa(total-t.Left) + " s needed, " + strconv.Itoa(-t.Left) + " s more than there are"
	}
	return strconv.Itoa(total-t.Left) + " s used, " + strconv.Itoa(t.Left) + " s left"
}

// wrap breaks text at spaces into lines of at most width characters; a longer
// word has a line of its own.
func wrap(text string, width int) []string {
	text = strings.Join(strings.Fields(text), " ") // One text, of which the lines are parts.
	var lines []string
	began, fits, length := 0, 0, 0 // Of the line: where it begins, where it may end, how long it is.
	for at := 0; at < len(text); {
		end := len(text)
		if i := strings.IndexByte(text[at:], ' '); i >= 0 {
			end = at + i
		}
		n := utf8.RuneCountInString(text[at:end])
		if length > 0 && length+1+n > width {
			lines = append(lines, text[began:fits])
			began, length = at, n
		} else if length += n; at > began {
			length++
		}
		fits, at = end, end+1
	}
	if length > 0 {
		lines = append(lines, text[began:])
	}
	return lines
}

// widest is the length in characters of the longest of the words.
func widest[T any](list []T, word func(T) string) int {
	n := 0
	for _, v := range list {
		n = max(n, utf8.RuneCountInString(word(v)))
	}
	return n
}
