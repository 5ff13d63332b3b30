package shutdown

import (
	"sort"
	"strconv"
)

// modelFaults are those that come out of the numbers. Each search for the
// longest value that holds asks the model itself, so that a fault never
// advises a value that would be refused.
func (w work) modelFaults() Faults {
	if f := w.stopBudgetFault(); f != nil {
		// Without a budget there is nothing else to compute.
		return append(Faults{*f}, w.sidecarFaults()...)
	}
	faults := w.sidecarFaults()
	b := w.budget()
	faults = append(faults, w.limitFaults(b)...)
	return append(faults, w.requireFaults(b)...)
}

func (w work) stopBudgetFault() *Fault {
	b := w.budget()
	if b.total >= b.leastDelay {
		return nil
	}
	most := b.total + w.cleanup - b.leastDelay
	f := Fault{Path: "cleanup", Rule: "stop-budget", Given: strconv.Itoa(w.cleanup), Allowed: "at most " + strconv.Itoa(max(0, most)),
		Message: "Of the 120 s that Fargate gives a stop, margin " + strconv.Itoa(w.margin) + ", cleanup " + strconv.Itoa(w.cleanup) +
			w.chainWords() + " leave " + strconv.Itoa(b.total) + " s, and new work arrives for at least " + strconv.Itoa(b.leastDelay) + " s of it."}
	if most >= 0 {
		f.WaysOut = append(f.WaysOut, "set cleanup to at most "+strconv.Itoa(most))
	} else {
		// Not even cleanup 0 is enough: the sidecars are what is too slow.
		f.Path, f.Given = "sidecars", "a flush of "+strconv.Itoa(w.chain()-w.margin)
		f.Allowed = "a flush of at most " + strconv.Itoa(max(0, b.total+w.chain()-w.margin-b.leastDelay))
	}
	shorter := w
	if m, ok := longest(1, w.margin, func(v int) bool { shorter.margin = v; return shorter.hasBudget() }); ok {
		f.WaysOut = append(f.WaysOut, "set margin to at most "+strconv.Itoa(m))
	}
	if w.capacity.interruptible() && w.chain() > 0 {
		if m := b.total + w.chain() - w.margin - b.leastDelay; m >= 0 {
			f.WaysOut = append(f.WaysOut, "set the flush of every sidecar to at most "+strconv.Itoa(m))
		}
		f.WaysOut = append(f.WaysOut, "set capacity to on_demand, where sidecars have a stop timeout of their own")
	}
	return &f
}

func (w work) hasBudget() bool {
	b := w.budget()
	return b.total >= b.leastDelay
}

func (w work) chainWords() string {
	if w.capacity.interruptible() && w.chain() > 0 {
		return " and sidecars " + strconv.Itoa(w.chain())
	}
	return ""
}

func (w work) sidecarFaults() Faults {
	var faults Faults
	for i, s := range w.sidecars {
		flush := value(s.Flush, 0)
		if flush+w.margin <= fargateStopTimeoutMax {
			continue
		}
		most := strconv.Itoa(fargateStopTimeoutMax - w.margin)
		faults = append(faults, Fault{Path: "sidecars[" + strconv.Itoa(i) + "].flush", Rule: "sidecar-limit",
			Given: strconv.Itoa(flush), Allowed: "at most " + most,
			Message: "flush " + strconv.Itoa(flush) + " and margin " + strconv.Itoa(w.margin) + " exceed the 120 s that Fargate gives a container to stop.",
			WaysOut: []string{"set flush to at most " + most, "set margin to at most " + strconv.Itoa(fargateStopTimeoutMax-flush)}})
	}
	return faults
}

// limitFaults are results that AWS would refuse.
func (w work) limitFaults(b budget) Faults {
	var faults Faults
	add := func(rule, message string, holds func(work) bool, ways ...string) {
		f := Fault{Path: "longest_work", Rule: rule, Given: strconv.Itoa(w.longest), Message: message}
		w.allowLongest(&f, holds)
		f.WaysOut = append(f.WaysOut, ways...)
		faults = append(faults, f)
	}
	if b.deregistration > deregistrationMax {
		add("deregistration-limit", "propagation "+strconv.Itoa(w.propagation)+" and longest_work "+strconv.Itoa(w.longest)+
			" make a deregistration delay of "+strconv.Itoa(b.deregistration)+" s; a target group takes at most 3600 s.",
			func(w work) bool { return w.budget().deregistration <= deregistrationMax },
			"move longer work to a queue: workload queue has no deregistration delay")
	}
	if m := w.taskProtection(b); m != nil && *m > protectionMinutesMax {
		add("protection-limit", "longest_work and cleanup need task protection of "+strconv.Itoa(*m)+" minutes; ECS gives at most 2880.",
			func(w work) bool { m := w.taskProtection(w.budget()); return m == nil || *m <= protectionMinutesMax },
			"set on_interrupt to checkpoint or requeue")
	}
	if v := w.visibilityTimeout(b); v != nil && *v > visibilityMax {
		add("visibility-limit", "longest_work and the stop timeout need a visibility timeout of "+strconv.Itoa(*v)+" s; SQS gives at most 43200 s.",
			func(w work) bool { return *w.visibilityTimeout(w.budget()) <= visibilityMax },
			"split the message, or use workload batch for a job that is no single message")
	}
	return faults
}

// allowLongest sets what longest_work may be at most so that holds is true.
func (w work) allowLongest(f *Fault, holds func(work) bool) {
	shorter := w
	most, ok := longest(1, w.longest, func(v int) bool { shorter.longest = v; return holds(shorter) })
	if !ok {
		f.Allowed = "no longest_work at all with the rest of this profile"
		return
	}
	f.Allowed = "at most " + strconv.Itoa(most)
	f.WaysOut = append(f.WaysOut, "set longest_work to at most "+strconv.Itoa(most))
}

// requireFaults are required causes whose promise does not hold. Causes that
// fail alike share one fault.
func (w work) requireFaults(b budget) Faults {
	var faults Faults
	done := make(map[Cause]bool)
	for _, c := range Causes() {
		kept, upTo := w.verdict(c, b)
		if done[c] || !w.requires(c) || !kept.broken() {
			continue
		}
		alike := []Cause{}
		for _, other := range Causes() {
			k, u := w.verdict(other, b)
			if w.requires(other) && k == kept && u == upTo && (other == SpotInterruption) == (c == SpotInterruption) {
				alike = append(alike, other)
				done[other] = true
			}
		}
		faults = append(faults, w.requireFault(alike, kept, upTo, b))
	}
	return faults
}

func (w work) requireFault(causes []Cause, kept Kept, upTo int, b budget) Fault {
	names := join(words(causes...))
	dropped := "drop " + names + " from require"
	if causes[0] == HostFailure {
		return Fault{Path: "require", Rule: "required-cause", Given: names, Allowed: "any other cause",
			Message: "A host failure sends no signal, so nothing can be kept for workload " + string(w.kind) + ".", WaysOut: []string{dropped}}
	}
	holds := func(w work) bool {
		if !w.hasBudget() {
			return false
		}
		b := w.budget()
		for _, c := range causes {
			if k, _ := w.verdict(c, b); k.broken() {
				return false
			}
		}
		return true
	}
	f := Fault{Path: "longest_work", Rule: "required-cause", Given: strconv.Itoa(w.longest)}
	if causes[0] == SpotInterruption {
		f.Rule = "spot-budget"
	}
	f.Message = "Nothing may be lost under " + names + ", but " + w.canKeep(kept, upTo) + ": " + w.because(causes[0], kept, upTo, b) + "."
	w.allowLongest(&f, holds)
	f.WaysOut = append(f.WaysOut, w.otherWays(holds)...)
	f.WaysOut = append(f.WaysOut, dropped)
	return f
}

func (w work) canKeep(kept Kept, upTo int) string {
	switch {
	case kept == KeptBestEffort:
		return "no " + w.kind.unit() + " is sure"
	case upTo == 0:
		return "not even the shortest " + w.kind.unit() + " is sure"
	default:
		return "only a " + w.kind.unit() + " of up to " + strconv.Itoa(upTo) + " s is sure"
	}
}

// otherWays tries the changes of one field other than longest_work, in the
// order in which a user would weigh them, and offers those that hold.
func (w work) otherWays(holds func(work) bool) []string {
	var ways []string
	if smaller := w; w.propagation > 0 {
		if most, ok := longest(0, w.propagation, func(v int) bool { smaller.propagation = v; return holds(smaller) }); ok {
			ways = append(ways, "set propagation to at most "+strconv.Itoa(most)+", if new work really stops arriving by then")
		}
	}
	for _, i := range interrupts(w.kind) {
		if other := w; i != w.interrupt {
			if other.interrupt = i; holds(other) {
				ways = append(ways, "set on_interrupt to "+string(i))
			}
		}
	}
	if other := w; w.capacity.interruptible() {
		if other.capacity = OnDemand; holds(other) {
			ways = append(ways, "set capacity to on_demand")
		}
	}
	return ways
}

// longest is the greatest v from low to high for which holds is true, given
// that it holds for every smaller v too; false when it never holds.
func longest(low, high int, holds func(int) bool) (int, bool) {
	if low > high || !holds(low) {
		return 0, false
	}
	n := sort.Search(high-low, func(i int) bool { return !holds(low + i + 1) })
	return low + n, true
}
