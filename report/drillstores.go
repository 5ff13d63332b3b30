package report

import (
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// leftText says how many connections a store still has.
func leftText(s verdict.StoreResult) string {
	if s.Left == nil {
		return "what is left after the end cannot be told, as the store knows its connections by other names"
	}
	return print.Grouped(*s.Left) + " left after the end"
}

// storeFacts says how the task left what is behind it.
func storeFacts(r verdict.Result) (out [][2]string) {
	for _, s := range r.Stores {
		text := print.Count(s.AtSignal, "connection") + " at the signal; " + leftText(s) + ", " + print.Grouped(s.Inside) + " ended inside a transaction"
		if s.Kind == verdict.PostgreSQL {
			text += ", " + print.Grouped(s.Waiting) + " before an answer, " + print.Grouped(s.Unclosed) + " not closed by the app"
		}
		out = append(out, [2]string{s.Kind.Words(), text})
	}
	unit, done := "request", " answered with success, "
	if r.Messages != nil {
		unit, done = "message", " done, "
	}
	if rows := r.Rows; rows != nil {
		out = append(out, [2]string{"rows", print.Count(rows.Answered, unit) + done + print.Grouped(rows.Stopping) + " of them while stopping; " +
			print.Grouped(rows.Missing) + " without a row, " + print.Grouped(rows.Twice) + " with more than one"})
	}
	if logs := r.Logs; logs != nil {
		text := "a line of each of " + print.Count(logs.Answered, unit)
		if logs.Missing > 0 {
			text = print.Grouped(logs.Missing) + " of " + print.Count(logs.Answered, unit) + " have no line, " + print.Grouped(logs.Lost) + " of them lost at the stop"
		}
		if logs.Broken {
			text += "; the last line breaks off"
		}
		out = append(out, [2]string{"log", text})
	}
	return out
}
