package report

import (
	"strconv"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// drillKind is how a drill of one workload is told.
type drillKind struct {
	// unit is one of them; empty where there is nothing to count.
	unit string
	// units, and what becomes of them, in words.
	units, sent, answered, cut, refused string
	// rate is what the plot's bars are, and inSecond what makes one belong to a
	// second: connections last, so for them it is their end.
	rate, inSecond string
	// line is what became of them, in a line.
	line func(verdict.Result) string
	// played is what was drilled.
	played func(verdict.Result) []string
	// facts are the workload's own numbers, each with its name.
	facts func(verdict.Result) [][2]string
	// row is what a table of several drills counts; total heads its first column.
	row   func(verdict.Result) verdict.Count
	total string
}

// kindOf is the kind of a result.
func kindOf(r verdict.Result) drillKind {
	switch r.Workload {
	case shutdown.WebSocket:
		return connectionKind
	case shutdown.Queue:
		return messageKind
	case shutdown.Stream:
		return recordKind
	case shutdown.Batch:
		return jobKind
	default:
		return requestKind
	}
}

func counted(r verdict.Result) verdict.Count { return r.Count }

var requestKind = drillKind{
	unit: "request", units: "requests", rate: "requests", sent: "sent", answered: "answered", cut: "cut", refused: "refused", inSecond: "were sent", total: "sent",
	line: func(r verdict.Result) string {
		return print.Count(r.Sent, "request") + " sent, " + print.Grouped(r.Answered) + " answered, " + lostText(r.Count)
	},
	played: func(r verdict.Result) []string {
		return []string{"load balancer " + string(r.Balancer), strconv.Itoa(r.Rate) + " " + sentOver(r.Protocol) + " a second"}
	},
	facts: func(r verdict.Result) [][2]string {
		rows := append(append(doors(r), idleFacts(r)...), [2]string{"longest survived", survived(r)})
		if r.ShortestLost != nil {
			rows = append(rows, [2]string{"shortest lost", "a request that asks for " + r.ShortestLost.String()})
		}
		return append(append(rows, [2]string{"load", loadText(r.Load, "requests")}), answerFacts(r)...)
	},
	row: counted,
}

var connectionKind = drillKind{
	unit: "connection", units: "connections", rate: "ends of connections", sent: "ended", answered: "whole", cut: "cut", refused: "refused", inSecond: "ended", total: "connections",
	line: connectionsLine,
	played: func(r verdict.Result) []string {
		return []string{"load balancer " + string(r.Balancer), strconv.Itoa(r.Rate) + " new connections a second"}
	},
	facts: func(r verdict.Result) [][2]string {
		return append(append(doors(r), connectionFacts(r)...), [2]string{"load", loadText(r.Load, "connections")})
	},
	row: counted,
}

var messageKind = drillKind{
	unit: "message", units: "messages", rate: "messages", sent: "sent", answered: "done", cut: "expired", refused: "lost", inSecond: "were sent", total: "sent",
	line: func(r verdict.Result) string {
		m := r.Messages
		return print.Count(m.Sent, "message") + " sent, " + print.Grouped(m.Done) + " done, " + print.Grouped(m.Returned) + " returned, " +
			print.Grouped(m.Expired) + " expired, " + print.Grouped(m.Lost) + " lost"
	},
	played: func(r verdict.Result) []string {
		return []string{"a queue", strconv.Itoa(r.Rate) + " messages a second"}
	},
	facts: func(r verdict.Result) [][2]string {
		m := r.Messages
		rows := protectionFacts(r)
		if m.Early > 0 {
			rows = append(rows, [2]string{"before the work", print.Count(m.Early, "message") + " deleted by the old worker before the work can be done"})
		}
		if m.WorkedOn > 0 {
			rows = append(rows, [2]string{"after giving back", print.Count(m.WorkedOn, "message") + " worked on by the old worker all the same"})
		}
		return append(rows,
			[2]string{"after the signal", print.Count(m.DoneByOld, "message") + " done by the old worker, " + print.Grouped(m.Fetched) + " fetched by it"},
			[2]string{"more than once", print.Count(m.Twice, "message") + " received more than once"})
	},
	row: func(r verdict.Result) verdict.Count {
		m := r.Messages
		return verdict.Count{Sent: m.Sent, Answered: m.Done, Cut: m.Expired, Refused: m.Lost}
	},
}

var recordKind = drillKind{
	unit: "record", units: "records", rate: "records", sent: "sent", answered: "done", cut: "again", refused: "lost", inSecond: "were sent", total: "sent",
	line: func(r verdict.Result) string {
		m := r.Messages
		return print.Count(m.Sent, "record") + " sent, " + print.Grouped(m.Done) + " done, " + print.Grouped(m.Twice) + " done again, " + print.Grouped(m.Lost) + " lost"
	},
	played: func(r verdict.Result) []string {
		return []string{"a topic of Kafka", strconv.Itoa(r.Rate) + " records a second"}
	},
	facts: func(r verdict.Result) [][2]string {
		m := r.Messages
		return [][2]string{
			{"after the signal", print.Count(m.DoneByOld, "record") + " done by the old worker, " + print.Grouped(m.Fetched) + " begun by it"},
			{"offsets", print.Count(m.Ahead, "record") + " committed before the work was done"},
		}
	},
	row: func(r verdict.Result) verdict.Count {
		m := r.Messages
		return verdict.Count{Sent: m.Sent, Answered: m.Done, Cut: m.Twice, Refused: m.Lost}
	},
}

var jobKind = drillKind{
	units: "jobs", rate: "jobs", sent: "sent", answered: "answered", cut: "cut", refused: "refused", inSecond: "were sent", total: "sent",
	line:   func(r verdict.Result) string { return "job of " + r.Job.Asked.String() + " " + jobText(*r.Job) },
	played: func(verdict.Result) []string { return []string{"a batch job"} },
	facts:  func(verdict.Result) [][2]string { return nil },
	row:    counted,
}

// doors are what the app's health path and listener did.
func doors(r verdict.Result) [][2]string {
	return [][2]string{{"health", healthText(r)}, {"listener", closedText(r)}}
}

// lostText says how many were lost and how.
func lostText(c verdict.Count) string {
	text := print.Grouped(c.Cut) + " cut, " + print.Grouped(c.Refused) + " refused"
	if c.Failed > 0 {
		text += ", " + print.Grouped(c.Failed) + " failed"
	}
	return text
}

// jobText says what became of a job.
func jobText(j verdict.JobRecord) string {
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

// about writes seconds for a reader, with one decimal.
func about(s verdict.Seconds) string { return print.About(s.Float()) }
