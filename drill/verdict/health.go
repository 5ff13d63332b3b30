package verdict

import "time"

// health is what the probes showed from the signal on.
func (j judge) health() HealthResult {
	var h HealthResult
	if j.Signalled < 0 {
		return h
	}
	already := Never
	for _, p := range j.Probes {
		after := Seconds(p.At - j.Signalled)
		if unready := p.Code >= 300 || p.Silent; after < 0 && !unready {
			already = Never
		} else if after < 0 && already < 0 {
			already = p.At
		}
		switch {
		// The end is noticed a moment after it, and SIGKILL is not the app's doing.
		case after < 0 || j.Exit.At >= 0 && p.At > j.Exit.At || j.killedAt() >= 0 && p.At >= j.killedAt():
		case p.Refused && h.Closed == nil:
			h.Closed = &after
		case (p.Code >= 300 || p.Silent) && h.Unready == nil:
			h.Unready, h.Code = &after, p.Code
			if already >= 0 && after.D() < Grace && j.Signalled-already > Grace {
				h.Already = new(Seconds(j.Signalled - already))
			}
		}
	}
	return h
}

// since is when it turned unready, from the signal on.
func (h HealthResult) since() time.Duration {
	if h.Already != nil {
		return -h.Already.D()
	}
	return h.Unready.D()
}
