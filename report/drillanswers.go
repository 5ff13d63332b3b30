package report

import (
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// mostKinds is for how many kinds of request the report says how answers compared.
const mostKinds = 10

// answerFacts says what of the answers was compared, and what was not seen.
func answerFacts(r verdict.Result) (rows [][2]string) {
	for i, a := range r.Answers {
		if i == mostKinds {
			rows = append(rows, [2]string{"answers", print.Count(len(r.Answers)-i, "further kind") + " of request; see --format json"})
			break
		}
		rows = append(rows, [2]string{"answers", a.Request + ": " + alikeText(a)})
	}
	return rows
}

func alikeText(a verdict.AnswerCount) string {
	from := " (" + print.Grouped(a.Judged) + " of the stopping task beside " + print.Grouped(a.Undisturbed) + " others)"
	span := print.Count(int(a.Least), "byte")
	if a.Most > a.Least {
		span = print.Grouped(int(a.Least)) + " to " + print.Count(int(a.Most), "byte")
	}
	switch a.Alike {
	case verdict.AlikeBytes:
		text := "always the same where no stop disturbs them, " + span + from
		if others := a.Short + a.Skipped + a.Changed; others > 0 {
			text += "; " + print.Grouped(others) + " of the stopping task not"
		}
		return text
	case verdict.AlikeLength:
		return "the bytes vary, the length hardly, " + span + ": a body cut short by less than a quarter may go unseen, and what it says is not compared" + from
	case verdict.AlikeEnd:
		return "the length varies, " + span + ", and all end alike: a short body is seen by its end, and what it says is not compared" + from
	case verdict.AlikeNothing:
		return "the length varies, " + span + ", so a body that is cut short and looks whole would not be seen, nor what it says" + from
	default:
		return "too few, " + print.Grouped(a.Undisturbed) + ", to compare others with"
	}
}
