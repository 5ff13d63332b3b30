package shutdown

import (
	"slices"
	"strconv"
)

// fault puts the solver's problem into words.
func (s *solver) fault(w work) Fault {
	switch s.problem.rule {
	case "stop-budget":
		return s.stopBudget(w)
	case "sidecar-limit":
		return s.sidecarLimit(w)
	case "spot-budget", "required-cause":
		return s.requiredCause(w)
	default:
		return s.limit(w)
	}
}

// blame gives the fault the first of the paths on which a smaller value solves
// the problem, and what it may be at most.
func (s *solver) blame(f *Fault, w work, paths ...string) {
	levers := w.levers()
	for _, path := range paths {
		i := slices.IndexFunc(levers, func(l lever) bool { return l.path == path })
		if i < 0 {
			continue
		}
		l := levers[i]
		f.Path, f.Given = l.path, strconv.Itoa(l.high)
		if l.noun != "" {
			f.Given = "a flush of up to " + strconv.Itoa(l.high)
		}
		if v, ok := s.greatest(l, *s.given); ok && v < l.high {
			f.Allowed = "at most " + strconv.Itoa(v)
			if l.noun != "" {
				f.Allowed = "a flush of at most " + strconv.Itoa(v)
			}
			return
		}
	}
	// Nothing alone is enough: the first of them that could be less is to blame.
	i := slices.IndexFunc(levers, func(l lever) bool { return l.path == paths[0] })
	for _, path := range paths {
		j := slices.IndexFunc(levers, func(l lever) bool { return l.path == path })
		if j >= 0 && levers[i].high == levers[i].low && levers[j].high > levers[j].low {
			i = j
		}
	}
	f.Path, f.Given = levers[i].path, strconv.Itoa(levers[i].high)
	f.Allowed = noneAtAll(f.Path)
}

// stopBudget is a stop whose phases have no room.
func (s *solver) stopBudget(w work) Fault {
	b, n := w.budget(), strconv.Itoa
	f := Fault{Rule: "stop-budget"}
	switch {
	case w.Front != nil && w.cleanup+w.margin > fargateStopTimeoutMax:
		f.Message = "The app stops after the front, and its cleanup " + n(w.cleanup) + " and margin " + n(w.margin) + " exceed the 120 s that Fargate gives a container to stop."
	case b.total < 0:
		f.Message = "Of the 120 s of a stop, " + w.spentWords() + " take " + n(-b.total) + " s more than there are."
	default:
		f.Message = "Of the 120 s of a stop, " + w.spentWords() + " leave " + n(b.total) + " s, and new work arrives for at least " + n(b.leastDelay) + " s of it."
	}
	s.blame(&f, w, "cleanup", "sidecars", "margin", "propagation")
	f.WaysOut = s.ways(w, "propagation", "cleanup", "margin", "sidecars")
	return f
}

// spentWords names what is taken off before the drain.
func (w work) spentWords() string {
	n := strconv.Itoa
	switch {
	case w.interruptible() && w.Front != nil:
		return "twice the margin " + n(w.margin) + ", cleanup " + n(w.cleanup) + " and sidecars " + n(w.chain)
	case w.interruptible():
		return "margin " + n(w.margin) + ", cleanup " + n(w.cleanup) + " and sidecars " + n(w.chain)
	case w.Front != nil:
		return "the margin " + n(w.margin)
	default:
		return "margin " + n(w.margin) + " and cleanup " + n(w.cleanup)
	}
}

// sidecarLimit is a flush that no stop timeout can hold.
func (s *solver) sidecarLimit(w work) Fault {
	i := s.problem.index
	flush := value(w.Sidecars[i].Flush, 0)
	most := strconv.Itoa(fargateStopTimeoutMax - w.margin)
	path := "sidecars[" + strconv.Itoa(i) + "].flush"
	f := Fault{Path: path, Rule: "sidecar-limit", Given: strconv.Itoa(flush), Allowed: "at most " + most,
		Message: "flush " + strconv.Itoa(flush) + " and margin " + strconv.Itoa(w.margin) + " exceed the 120 s that Fargate gives a container to stop."}
	shorter := *s.given
	shorter.Sidecars = slices.Clone(shorter.Sidecars)
	shorter.Sidecars[i].Flush = new(fargateStopTimeoutMax - w.margin)
	if s.solved(&shorter) {
		f.WaysOut = append(f.WaysOut, "set "+path+" to at most "+most)
	}
	f.WaysOut = append(f.WaysOut, s.ways(w, "margin", "sidecars")...)
	return f
}

// limit is a result that AWS would refuse.
func (s *solver) limit(w work) Fault {
	b, n := w.budget(), strconv.Itoa
	f := Fault{Rule: s.problem.rule}
	switch s.problem.rule {
	case "deregistration-limit":
		f.Message = "propagation " + n(w.propagation) + " and longest_work " + n(w.longest) + " make a deregistration delay of " + n(b.deregistration) + " s; a target group takes at most 3600 s."
	case "protection-limit":
		f.Message = "longest_work " + n(w.longest) + " and cleanup " + n(w.cleanup) + " need task protection of " + n(*w.taskProtection(b)) + " minutes; ECS gives at most 2880."
	default:
		f.Message = "longest_work " + n(w.longest) + " and the stop timeout " + n(b.stop) + " need a visibility timeout of " + n(*w.hidden(b)) + " s; SQS gives at most 43200 s" + w.inAll() + "."
	}
	s.blame(&f, w, "longest_work")
	f.WaysOut = s.ways(w, "longest_work", "propagation")
	if s.problem.rule == "deregistration-limit" && w.Workload == HTTP {
		f.WaysOut = append(f.WaysOut, "or move longer requests to a service with workload queue, which has no deregistration delay")
	}
	return f
}

// requiredCause is a promise that does not hold under a cause that requires it.
func (s *solver) requiredCause(w work) Fault {
	p, b := s.problem, w.budget()
	names := and(words(p.causes...))
	if p.causes[0] == HostFailure {
		return Fault{Path: "require", Rule: p.rule, Given: names, Allowed: "any other cause",
			Message: "A host failure sends no signal, so nothing can be kept for workload " + string(w.Workload) + ".", WaysOut: s.dropped(w)}
	}
	f := Fault{Rule: p.rule}
	f.Message = "Nothing may be lost under " + names + ", but " + w.canKeep(p.kept, p.upTo) + ": " + w.because(p.causes[0], p.kept, b) + "."
	blamed := []string{"longest_work"}
	switch {
	case p.kept == KeptBestEffort:
		blamed = append(blamed, "propagation")
	case w.noticed: // How old a connection may become counts no more.
		blamed = []string{"notice_spread", "interrupt_time"}
	case w.OnInterrupt != Finish:
		blamed = append(blamed, "interrupt_time")
	}
	s.blame(&f, w, blamed...)
	paths := []string{"longest_work", "interrupt_time", "notice_spread", "propagation"}
	if f.Allowed == noneAtAll(f.Path) {
		// What was asked for cannot be kept at any length, so the rest gives way.
		paths = append(paths, "cleanup", "margin", "sidecars")
	}
	f.WaysOut = append(s.ways(w, paths...), s.dropped(w)...)
	return f
}

func noneAtAll(path string) string { return "no " + path + " at all with the rest of this profile" }

func (w work) canKeep(kept Kept, upTo int) string {
	unit := w.Workload.unit()
	switch {
	case kept == KeptBestEffort:
		return "no " + unit + " is sure"
	case w.OnInterrupt != Finish:
		return "only " + strconv.Itoa(upTo) + " s are sure to " + string(w.OnInterrupt) + " a " + unit
	case upTo == 0:
		return "not even the shortest " + unit + " is sure (at most 0 s)"
	default:
		return "only a " + unit + " of up to " + strconv.Itoa(upTo) + " s is sure"
	}
}

// inAll ends a sentence on what SQS gives: heartbeats do not add to it.
func (w work) inAll() string {
	if w.Heartbeat == nil {
		return ""
	}
	return " from the receive on, however often it is extended"
}
