package shutdown

import "strconv"

// notes is advice that stops nothing; those that put a promise in doubt say so.
func (w work) notes(b budget, s Settings) []Note {
	notes := []Note{}
	add := func(doubt bool, path, rule, message string) {
		notes = append(notes, Note{Path: path, Rule: rule, Message: message, Doubt: doubt})
	}
	n := strconv.Itoa
	if w.interruptSet && (w.interrupt == Finish || w.interrupt == Requeue) {
		add(false, "interrupt_time", "unused-interrupt-time", "interrupt_time has no effect with on_interrupt "+string(w.interrupt)+".")
	}
	if w.kind == WebSocket && w.balanced() {
		add(false, "workload", "ping-interval", "The app must ping each connection more often than every "+n(*s.IdleTimeout)+" s, or the load balancer closes it as idle.")
	}
	if w.capacity == Spot && max(1, w.count) == 1 {
		add(false, "capacity", "spot-single-task", "A service with one Spot task is down after an interruption until Spot capacity returns.")
	}
	if w.singleton && w.count > 1 {
		add(true, "singleton", "singleton-count", "singleton says that two copies must never run at once, but desired_count is "+n(w.count)+": set desired_count to 1.")
	}
	if w.singleton {
		add(false, "singleton", "singleton-gap", "Each deployment has a gap: the old task is gone before the new one starts.")
	}
	if s.TaskProtectionMinutes != nil {
		add(false, "longest_work", "task-protection", "The app must take task protection for "+n(*s.TaskProtectionMinutes)+" minutes before it fetches a "+w.kind.unit()+" and give it back after. A deployment waits for protected tasks.")
	}
	if w.signal != SIGTERM {
		add(false, "stop_signal", "signal-in-image", "The image must declare STOPSIGNAL "+string(w.signal)+": a task definition has no field for it.")
	}
	return append(notes, w.frameworkNotes(b)...)
}

func (w work) frameworkNotes(b budget) []Note {
	row := framework(w.framework)
	if row == nil {
		return nil
	}
	var notes []Note
	if row.ListenersCloseAtOnce && b.delay > 0 {
		notes = append(notes, Note{Path: "framework", Rule: "listeners-close-at-once", Doubt: true,
			Message: string(row.Name) + " closes its listeners the moment " + string(w.signal) + " arrives, so the delay of " + strconv.Itoa(b.delay) +
				" s is lost and requests that still arrive are refused under stop_task and spot_interruption. Hold the signal back: graceful exec --framework " + string(row.Name) + "."})
	}
	if row.Caveat != "" {
		notes = append(notes, Note{Path: "framework", Rule: "framework-caveat", Message: row.Caveat})
	}
	if row.Undrilled != "" {
		notes = append(notes, Note{Path: "framework", Rule: "framework-undrilled", Message: row.Undrilled})
	}
	return notes
}
