package verdict

// Count is the number of requests by what became of them.
type Count struct {
	// Sent is all of them.
	Sent int `json:"sent"`
	// Answered is those with a whole answer that is not a server's fault, so
	// also with a status of 400 to 499; of WebSockets those that ended with a
	// close frame.
	Answered int `json:"answered"`
	// Cut is those that a task had taken and that got no whole answer.
	Cut int `json:"cut"`
	// Refused is those that no task took.
	Refused int `json:"refused"`
	// Failed is those that the app answered with a status of 500 or more.
	Failed int `json:"failed"`
}

// Lost is how many requests somebody noticed.
func (c Count) Lost() int { return c.Cut + c.Refused + c.Failed }

// Add counts one more.
func (c *Count) Add(o Outcome) {
	c.Sent++
	switch o {
	case Answered:
		c.Answered++
	case Cut:
		c.Cut++
	case Refused:
		c.Refused++
	case Failed:
		c.Failed++
	}
}
