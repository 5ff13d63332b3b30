package drill

// connectionsLine is what became of WebSocket connections, in one line.
func connectionsLine(r Result) string {
	line := connections(r.Sent) + ", " + grouped3(r.Answered) + " whole, " + grouped3(r.Cut) + " cut, " + grouped3(r.Refused) + " refused"
	if r.Connections.Early > 0 {
		line += ", " + grouped3(r.Connections.Early) + " closed early"
	}
	if r.Failed > 0 {
		line += ", " + grouped3(r.Failed) + " failed"
	}
	return line
}

// connectionFacts are the numbers of a drill of WebSockets, each with its name.
func connectionFacts(r Result) [][2]string {
	c := r.Connections
	rows := [][2]string{
		{"closed by the app", connections(c.ByApp) + ": " + codesText(*c)},
		{"of these", grouped3(c.AtAge) + " near the greatest age of " + r.Times.Longest.String() + ", " + grouped3(c.Stopping) + " from the signal on, " + grouped3(c.Early) + " before their time"},
		{"ended by the client", connections(c.ByClient) + ", and " + grouped3(c.StillOpen) + " still open at the end"},
		{"open at the signal", connections(c.AtSignal)},
		{"longest survived", longestConnection(r)},
	}
	if c.Outlived > 0 {
		rows = append(rows, [2]string{"too old", connections(c.Outlived) + " older than the greatest age"})
	}
	if r.ShortestLost != nil {
		rows = append(rows, [2]string{"shortest lost", "a connection that was to last " + r.ShortestLost.String()})
	}
	alive := grouped3(c.Pongs) + " pings answered"
	if c.Messages > 0 {
		alive += ", " + grouped3(c.Messages) + " messages received"
	}
	return append(rows, [2]string{"alive", alive})
}

func longestConnection(r Result) string {
	if r.LongestSurvived == nil {
		return "none: no connection that was open ended whole"
	}
	return r.LongestSurvived.String() + ", with a greatest age of " + r.Times.Longest.String()
}
