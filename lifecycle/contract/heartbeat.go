package contract

import "strconv"

// heartbeat reads how often a message is hidden again, and for how long. One
// without the other says nothing, and a time that is over before the next beat
// would let others see the message in between.
func (r *reader) heartbeat() (beat, visibility number) {
	faults := len(r.faults)
	beat, visibility = r.number(HeartbeatSeconds, 1, 3600), r.number(VisibilitySeconds, 2, 43200)
	switch {
	case len(r.faults) > faults: // Of these two.
	case beat.set != visibility.set:
		there, missing := beat, visibility
		if visibility.set {
			there, missing = visibility, beat
		}
		r.faults = append(r.faults, Fault{
			Path: missing.name, Rule: "missing", Given: "nothing", Allowed: "set together with " + there.name,
			Message: there.name + " is set and " + missing.name + " is not.",
			WaysOut: []string{"take both from one profile, so that they agree", "unset " + there.name},
		})
	case beat.set && visibility.value <= beat.value:
		least := strconv.Itoa(beat.value + 1)
		r.faults = append(r.faults, Fault{
			Path: visibility.name, Rule: "range", Given: strconv.Itoa(visibility.value), Allowed: "at least " + least,
			Message: visibility.name + " is over before the next heartbeat, every " + strconv.Itoa(beat.value) + " s.",
			WaysOut: []string{"set " + visibility.name + " to at least " + least, "take both from one profile, so that they agree"},
		})
	}
	return beat, visibility
}
