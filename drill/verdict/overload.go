package verdict

import "strconv"

// Overload is the rule of the finding on a drill whose load was more than the
// machine can bear.
const Overload = "overload"

// Busy is how busy the processors were for half a second, each number in processors.
type Busy struct {
	// Processors is how many there are, All how many of them were busy.
	Processors int     `json:"processors"`
	All        float64 `json:"all"`
	// Drill is those that were busy with the drill itself, its load and its load
	// balancer, and Thread is how much of one the busiest thread of the app had.
	Drill  float64 `json:"drill"`
	Thread float64 `json:"app_thread"`
}

// What an overload is: the processors, or the one that a thread of the app can
// use, have nothing left, and the drill itself has a good part of the work. An app
// that burns processors by itself is no overload, and neither are other programs:
// how long the app waits for those is told by [Machine.Waited].
const (
	full      = 0.95
	drillPart = 0.35
	drillMost = 0.7
)

// Overload says that the load was more than the machine can bear.
func (b Busy) Overload() bool {
	all := float64(b.Processors)
	return b.All >= full*all && b.Drill >= drillPart*all || b.Thread >= full && b.Drill >= drillMost
}

// overload says why a loss may be due to the load; empty when none may.
func (m Machine) overload() string {
	if m.Busy == nil || !m.Busy.Overload() {
		return ""
	}
	return "the load was more than the machine bears: " + processors(m.Busy.All) + " of " + strconv.Itoa(m.Busy.Processors) + " processors were busy for half a second, " +
		processors(m.Busy.Drill) + " of them with the drill itself and " + processors(m.Busy.Thread) + " with one thread of the app: what was lost may be its doing"
}

func processors(n float64) string { return strconv.FormatFloat(n, 'f', 1, 64) }
