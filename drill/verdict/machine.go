package verdict

import "time"

// Machine is how late the machine was while a drill was played. What the app
// did a little late then may be the machine's doing, so a drill that it spoils
// is not judged.
type Machine struct {
	// Late is the worst that the drill's own clock, or its load, was late.
	Late Seconds `json:"late"`
	// Waited is the longest that a thread of the app, ready to run, waited for a
	// processor; nil where the system does not tell.
	Waited *Seconds `json:"app_waited"`
	// Starved is the most that one waited in all within the length of the longest
	// work, for WebSockets of the drain, while others had the processors: a little
	// each time adds up to a late end. Nil where the system does not tell.
	Starved *Seconds `json:"app_starved"`
	// Busy is how busy the processors were at most; nil where the system
	// does not tell.
	Busy *Busy `json:"busy,omitempty"`
	// Bears is how late it may be before a loss may be its doing, and Hides
	// before a fault may have gone by unseen.
	Bears Seconds `json:"bears"`
	Hides Seconds `json:"hides"`
}

// worst is the later of the drill and the app. What held although the app got
// few turns holds; what did not may be due to that.
func (m Machine) worst(held bool) Seconds {
	worst := m.Late
	if m.Waited != nil {
		worst = max(worst, *m.Waited)
	}
	if m.Starved != nil && !held {
		worst = max(worst, *m.Starved)
	}
	return worst
}

// Blame counts the load's own lateness, unless the app held it up.
func (m *Machine) Blame(l Load) {
	if !l.Crowded {
		m.Late = max(m.Late, l.LagMax)
	}
}

// limit is how late the machine may be for a verdict. A loss needs no more than
// the time that the app was left beside its work, and neither does a warning, such
// as that the load was not kept up; a fault is hidden only by more than the drill
// lets pass on any machine.
func (m Machine) limit(flawless bool) Seconds {
	if flawless {
		return m.Hides
	}
	return m.Bears
}

// Room is the time that an app is left beside work of this length: what is
// declared is how long a request takes in all, with the way there and back on a
// machine that others use too, so the app is asked for a little less.
func Room(longest time.Duration) time.Duration { return min(200*time.Millisecond, longest/5) }

// Bears is how late a machine may be in a drill of these times. Where the app
// was told to end a margin before SIGKILL, no more than that.
func (t Times) Bears(told bool) Seconds {
	bears := Seconds(Room(t.Longest.D()))
	if margin := t.StopTimeout - t.Deadline; told && margin > 0 {
		bears = min(bears, margin)
	}
	return bears
}
