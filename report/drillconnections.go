package report

import (
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// connectionsLine is what became of WebSocket connections, in one line.
func connectionsLine(r verdict.Result) string {
	line := print.Count(r.Sent, "connection") + ", " + print.Grouped(r.Answered) + " whole, " + print.Grouped(r.Cut) + " cut, " + print.Grouped(r.Refused) + " refused"
	if r.Connections.Early > 0 {
		line += ", " + print.Grouped(r.Connections.Early) + " closed early"
	}
	if r.Failed > 0 {
		line += ", " + print.Grouped(r.Failed) + " failed"
	}
	return line
}

// connectionFacts are the numbers of a drill of WebSockets, each with its name.
func connectionFacts(r verdict.Result) [][2]string {
	c := r.Connections
	rows := [][2]string{
		{"closed by the app", print.Count(c.ByApp, "connection") + ": " + codesText(*c)},
		{"of these", print.Grouped(c.AtAge) + " near the greatest age of " + r.Times.Longest.String() + ", " + print.Grouped(c.Stopping) + " from the signal on, " + print.Grouped(c.Early) + " before their time"},
		{"ended by the client", print.Count(c.ByClient, "connection") + ", and " + print.Grouped(c.StillOpen) + " still open at the end"},
		{"open at the signal", print.Count(c.AtSignal, "connection")},
		{"longest survived", longestConnection(r)},
	}
	if c.Outlived > 0 {
		rows = append(rows, [2]string{"too old", print.Count(c.Outlived, "connection") + " older than the greatest age"})
	}
	if r.ShortestLost != nil {
		rows = append(rows, [2]string{"shortest lost", "a connection that was to last " + r.ShortestLost.String()})
	}
	if n := r.Notice; n != nil {
		rows = append(rows, [2]string{"drain notice", noticeText(*n)})
	}
	alive := print.Grouped(c.Pongs) + " pings answered"
	if c.Messages > 0 {
		alive += ", " + print.Grouped(c.Messages) + " messages received"
	}
	return append(rows, [2]string{"alive", alive})
}

func longestConnection(r verdict.Result) string {
	if r.LongestSurvived == nil {
		return "none: no connection that was open ended whole"
	}
	return r.LongestSurvived.String() + ", with a greatest age of " + r.Times.Longest.String()
}

// codesText says how many connections were closed with which code.
func codesText(c verdict.ConnectionCount) string {
	var parts []string
	for _, code := range c.Codes {
		text := strconv.Itoa(code.Code)
		if name := verdict.CloseNames[code.Code]; name != "" {
			text += " " + name
		}
		parts = append(parts, print.Grouped(code.Count)+" with "+text)
	}
	if len(parts) == 0 && c.ByApp > 0 {
		return "streams, each with its last chunk"
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

// noticeText says what became of the drain notice.
func noticeText(n verdict.NoticeResult) string {
	text := "never told"
	if n.After != nil {
		text = "told " + n.After.String() + " after the deregistration"
	}
	text += ", in " + print.Count(n.Calls, "call")
	if n.Refused > 0 {
		text += " of which " + print.Grouped(n.Refused) + " were throttled"
	}
	return text + "; " + print.Count(n.Closed, "connection") + " closed on it"
}
