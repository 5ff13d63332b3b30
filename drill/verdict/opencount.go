package verdict

import "time"

// OpenCount is how many WebSockets are open at the old task at a moment, which
// counts from the start of the stop.
type OpenCount struct {
	At   time.Duration
	Open int
}

// openSteps is in how many steps the plot follows the open connections.
const openSteps = 180

// openCounts follows the connections of the old task through the drill.
func (j judge) openCounts() []OpenCount {
	out := make([]OpenCount, 0, openSteps+1)
	for step := range openSteps + 1 {
		at := j.Ended * time.Duration(step) / openSteps
		c := OpenCount{At: at - j.zero()}
		for _, x := range j.Exchanges {
			if x.Socket != nil && x.Socket.Opened && x.ours() && x.Start <= at && x.End > at {
				c.Open++
			}
		}
		out = append(out, c)
	}
	return out
}
