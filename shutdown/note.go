package shutdown

import (
	"slices"
	"strconv"
)

// Note is advice that stops nothing.
type Note struct {
	Path    string `json:"path"`
	Rule    string `json:"rule"`
	Message string `json:"message"`
	// Doubt says that the note puts a promise in doubt and that nobody has
	// acknowledged it, so that a surface that has warnings should show it as one.
	Doubt bool `json:"-"`
}

// NoteRule describes one kind of note.
type NoteRule struct {
	ID string
	// Path is the profile field that it is about.
	Path string
	// Doubt says that it puts a promise in doubt.
	Doubt bool
	// Doc says when a profile gets it.
	Doc string
}

// NoteRules lists every kind of note in the order of a result.
func NoteRules() []NoteRule { return slices.Clone(noteRules[:]) }

var noteRules = [...]NoteRule{
	{"unused-interrupt-time", "interrupt_time", false, "`interrupt_time` is set and `on_interrupt` is `finish` or `requeue`"},
	{"ping-interval", "workload", false, "WebSockets behind a load balancer, which closes a silent connection"},
	{"drain-notice-late", "drain_notice", false, "`drain_notice`: what happens to a connection whose notice is late or never comes"},
	{"drain-notice-unneeded", "drain_notice", false, "`drain_notice` where no connection outlasts the notice, so that it makes no stop shorter"},
	{"spot-single-task", "capacity", false, "one Spot task, so that an interruption is an outage"},
	{"spot-drain", "capacity", false, "Spot behind a load balancer with two minutes of draining or more, and `spot_interruption` not required"},
	{"singleton-count", "singleton", true, "`singleton` with more than one task"},
	{"singleton-gap", "singleton", false, "`singleton`, whose deployments have a gap"},
	{"open-receive", "propagation", false, "a queue or stream with propagation 0, whose client must cancel its receive call"},
	{"heartbeat-extend", "heartbeat", false, "`heartbeat`: the app must hide each message itself, at once and again"},
	{"heartbeat-unneeded", "heartbeat", false, "`heartbeat` where one visibility timeout for the longest work is no longer than that of the heartbeats"},
	{"task-protection", "longest_work", false, "a unit that outlives the drain and needs task protection"},
	{"cloudformation-wait", "longest_work", false, "a deployment timeout above the three hours that CloudFormation waits"},
	{"signal-in-image", "stop_signal", false, "a stop signal other than SIGTERM, which only the image can declare"},
	{"front-signal", "front", false, "a front whose framework drains on a signal other than SIGTERM"},
	{"listeners-close-at-once", "framework", true, "a framework that closes its listeners at the signal, so that the delay is lost"},
	{"framework-caveat", "framework", false, "a framework with a trait that no setting expresses"},
	{"framework-undrilled", "framework", false, "a framework that no drill has tried"},
}

func noteRuleIDs() []string {
	ids := make([]string, len(noteRules))
	for i := range noteRules {
		ids[i] = noteRules[i].ID
	}
	return ids
}

// noter collects the notes of a result.
type noter struct {
	acknowledged []string
	notes        []Note
}

// add notes a rule at its own path, or at another one that is given.
func (n *noter) add(rule, message string, path ...string) {
	i := slices.IndexFunc(noteRules[:], func(r NoteRule) bool { return r.ID == rule })
	note := Note{Path: noteRules[i].Path, Rule: rule, Message: message, Doubt: noteRules[i].Doubt && !contains(n.acknowledged, rule)}
	for _, p := range path {
		note.Path = p
	}
	n.notes = append(n.notes, note)
}

// notes is advice that stops nothing, in the order of the rules.
func (w work) notes(b budget, s *Settings) []Note {
	t := noter{acknowledged: w.Acknowledge, notes: []Note{}}
	n, unit := strconv.Itoa, w.Workload.unit()
	if w.unusedInterruptTime() {
		t.add("unused-interrupt-time", "interrupt_time has no effect with on_interrupt "+string(w.OnInterrupt)+".")
	}
	if w.Workload == WebSocket && w.balanced() {
		t.add("ping-interval", "The app must ping each connection more often than every "+n(*s.IdleTimeout)+" s, or the load balancer closes it as idle.")
	}
	w.noticeNotes(&t, b)
	if w.Capacity == Spot && w.count == 1 {
		t.add("spot-single-task", "A service with one Spot task is down after an interruption until Spot capacity returns.")
	}
	if w.interruptible() && w.balanced() && b.deregistration >= spotNotice && !contains(words(w.Require...), string(SpotInterruption)) {
		t.add("spot-drain", "A Spot task has two minutes, and AWS asks for a deregistration delay below that: this profile drains for "+n(b.deregistration)+" s, so an interruption may end the drain and leave no time for cleanup.")
	}
	if w.singleton && w.count > 1 {
		t.add("singleton-count", "singleton says that two copies must never run at once, but desired_count is "+n(w.count)+": set desired_count to 1.")
	}
	if w.singleton {
		t.add("singleton-gap", "Each deployment has a gap: the old task is gone before the new one starts.")
	}
	if w.receives() && w.propagation == 0 {
		t.add("open-receive", "The client must cancel its open receive call when the signal comes: what such a call still brings has no time of its own. Where it cannot, set propagation to the call's longest wait, for SQS at most 20 s.")
	}
	if w.Heartbeat != nil {
		t.add("heartbeat-extend", "The app must hide each message for "+n(*s.VisibilityTimeout)+" s at once after it has received it, and again every "+n(*w.Heartbeat)+" s until it is done, or others get it in the middle of its work.")
	}
	if w.Heartbeat != nil && *s.VisibilityTimeout >= *w.hidden(b) {
		t.add("heartbeat-unneeded", "Without heartbeat the visibility timeout would be "+n(*w.hidden(b))+" s, no more than "+n(*s.VisibilityTimeout)+" s with it, and the worker would have nothing to extend.")
	}
	if s.TaskProtectionMinutes != nil {
		t.add("task-protection", "The app must take task protection for "+n(*s.TaskProtectionMinutes)+" minutes before it fetches a "+unit+" and give it back after. A deployment waits for protected tasks.")
	}
	if s.Estimates.DeploymentTimeout > cloudFormationWait {
		t.add("cloudformation-wait", "A deployment may take "+n(s.Estimates.DeploymentTimeout)+" s, and CloudFormation waits for "+n(cloudFormationWait)+" s (contested: another page says 36 hours): let the stack not wait for the service, or deploy outside it.")
	}
	if w.StopSignal != SIGTERM {
		t.add("signal-in-image", "The image must declare STOPSIGNAL "+string(w.StopSignal)+": a task definition has no field for it.")
	}
	w.frameworkNotes(&t, b)
	return t.notes
}

// noticeNotes says what the promise of a notice rests on.
func (w work) noticeNotes(t *noter, b budget) {
	if !w.noticed {
		return
	}
	n := strconv.Itoa
	late := "the load balancer cuts it when " + n(b.deregistration) + " s of draining are over"
	if w.LoadBalancer == NLB {
		late = "it goes on until the stop signal, which comes after " + n(b.deregistration) + " s of draining, and the app closes it then: a delay of " + n(b.delay) + " s later, with a drain of " + n(b.drain) + " s"
	}
	t.add("drain-notice-late", "The app must see within the propagation of "+n(w.propagation)+" s that its target drains. A connection that is told too late to close in time, or never because the watch fails, is not kept by the notice: "+late+".")
	if w.longest <= w.lasts() {
		t.add("drain-notice-unneeded", "No connection outlasts its longest_work of "+n(w.longest)+" s, and a notice spread of "+n(w.spread)+" s with "+n(w.interruptTime)+
			" s to close takes no less: without drain_notice no stop would be longer.")
	}
}

func (w work) frameworkNotes(t *noter, b budget) {
	app, front, heldBy, path := framework(w.Framework), (*Framework)(nil), framework(w.Framework), "framework"
	signal := w.StopSignal
	if w.Front != nil {
		front, path = framework(w.Front.Framework), "front.framework"
		heldBy, signal = front, w.Front.signal()
		if signal != SIGTERM {
			t.add("front-signal", "The image of the front must declare STOPSIGNAL "+string(signal)+": "+string(front.Name)+" drains on no other.")
		}
	}
	if heldBy != nil && heldBy.ListenersCloseAtOnce && b.delay > 0 && !w.receives() {
		t.add("listeners-close-at-once", string(heldBy.Name)+" closes its listeners the moment "+string(signal)+" arrives, so the delay of "+strconv.Itoa(b.delay)+
			" s is lost and requests that still arrive are refused under "+and(words(w.signalledAtOnce()...))+". Hold the signal back: graceful exec --framework "+string(heldBy.Name)+".", path)
	}
	t.framework(app, "framework")
	t.framework(front, "front.framework")
	for i, sidecar := range w.Sidecars {
		t.framework(framework(sidecar.Framework), "sidecars["+strconv.Itoa(i)+"].framework")
	}
}

// framework notes what no setting says of a row.
func (n *noter) framework(row *Framework, path string) {
	if row != nil && row.Caveat != "" {
		n.add("framework-caveat", row.Caveat, path)
	}
	if row != nil && row.Undrilled != "" {
		n.add("framework-undrilled", row.Undrilled, path)
	}
}

// StopSignal is what the front is stopped with, and what its image must declare.
func (f *Front) StopSignal() Signal { return f.signal() }

func (f *Front) signal() Signal {
	row := framework(f.Framework)
	if row == nil || contains(words(row.Graceful...), string(SIGTERM)) {
		return SIGTERM
	}
	return row.Graceful[0]
}

// signalledAtOnce lists the causes whose signal comes while new work may still
// arrive.
func (w work) signalledAtOnce() []Cause {
	var out []Cause
	for _, c := range Causes() {
		if w.path(c) == Concurrent && (c != SpotInterruption || w.interruptible()) {
			out = append(out, c)
		}
	}
	return out
}

// unusedInterruptTime says that interrupt_time was declared in vain.
func (w work) unusedInterruptTime() bool {
	return w.declared.InterruptTime != nil && (w.OnInterrupt == Finish || w.OnInterrupt == Requeue)
}
