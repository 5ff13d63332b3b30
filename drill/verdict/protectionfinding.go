package verdict

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// The rules of findings on task protection.
const (
	WorksUnprotected  = "works-without-protection"
	ProtectsLate      = "protects-late"
	UnprotectsEarly   = "gives-protection-back-early"
	ProtectionRunsOut = "protection-runs-out"
	KeepsProtection   = "keeps-protection"
	HoldsForever      = "holds-protection-forever"
)

// protectionEvent is a moment of the protection.
type protectionEvent struct {
	at         time.Duration
	name, text string
}

// protectionEvents are the moments around a stop that protection holds off: the
// first time that it was taken, and how it last ended before the signal.
func (j judge) protectionEvents() []protectionEvent {
	if !j.protected() {
		return nil
	}
	out := []protectionEvent{{j.asked(), EventAsked, "ECS wants to stop the task"}, {j.Protection.GaveUp, EventGaveUp, "the drill waits no longer for the protection to end"}}
	spans, _ := j.Protection.spans(j.Ended)
	for i, s := range spans {
		if i == 0 {
			out = append(out, protectionEvent{s.from, EventProtected, "the worker takes task protection"})
		}
		last := i == len(spans)-1 || j.Signalled >= 0 && spans[i+1].from > j.Signalled
		switch {
		case !last || s.to < j.asked():
		case s.ranOut:
			out = append(out, protectionEvent{s.to, EventRanOut, "the protection runs out"})
		case s.givenBack:
			out = append(out, protectionEvent{s.to, EventGivenBack, "the worker gives its protection back"})
		}
		if last {
			break
		}
	}
	return out
}

// idleProtected says that the protection ended by running out with nothing in
// hand, and how long that was after the worker's last message, or after the stop
// was wanted.
func (j judge) idleProtected() (idle time.Duration, kept bool) {
	if !j.protected() || j.Signalled < 0 || j.Protection.GaveUp >= 0 {
		return 0, false
	}
	spans, _ := j.Protection.spans(j.Ended)
	i := slices.IndexFunc(spans, func(s span) bool { return s.ranOut && s.to >= j.asked() && s.to <= j.Signalled })
	if i < 0 || j.inHandAt(spans[i].to) > 0 {
		return 0, false
	}
	return spans[i].to - max(j.lastDone(), j.asked()), true
}

// inHandAt is how many messages the old worker had in hand at a time.
func (j judge) inHandAt(at time.Duration) (n int) {
	for _, m := range j.Messages {
		for _, r := range m.Receipts {
			if r.Worker == OldTask && !r.BrokenOff && r.At <= at && at < j.outOfHand(m, r) {
				n++
			}
		}
	}
	return n
}

// lastDone is when the old worker was last done with a message before the
// signal.
func (j judge) lastDone() (last time.Duration) {
	for _, m := range j.Messages {
		for _, r := range m.Receipts {
			if at := j.outOfHand(m, r); r.Worker == OldTask && at < j.Signalled {
				last = max(last, at)
			}
		}
	}
	return last
}

// protectionBroken says what broke the promise of task protection; empty when
// it held.
func (j judge) protectionBroken(out Result) string {
	if !j.protected() || j.Signalled < 0 {
		return ""
	}
	var parts []string
	p := out.Protection
	if p.Unprotected > 0 {
		parts = append(parts, print.Count(p.Unprotected, "message")+" in hand without task protection")
	}
	if idle, kept := j.idleProtected(); kept && idle > Grace {
		parts = append(parts, "the stop had to wait until the protection ran out")
	}
	if j.Protection.GaveUp >= 0 {
		parts = append(parts, "the protection did not end, so the stop could not begin")
	}
	return strings.Join(parts, "; ")
}

// protection is what the old worker did with task protection where ECS would
// have waited for it.
func (f *finder) protection() {
	if !f.protected() {
		return
	}
	p := f.out.Protection
	minutes := strconv.Itoa(p.Minutes)
	refused := ""
	if n := f.Protection.Refused; n > 0 {
		refused = "; the agent refused " + strconv.Itoa(n) + " of its calls: " + f.Protection.Refusal
	}
	if n, longest := p.count(uncovered); n > 0 {
		f.add(WorksUnprotected, "works without task protection: "+print.Count(n, "message")+" longer than the drain of "+f.Times.Drain.String()+" in hand without it, for up to "+longest.String()+refused,
			"before the work PUT {\"ProtectionEnabled\": true, \"ExpiresInMinutes\": "+minutes+"} to $"+AgentVariable+"/task-protection/v1/state, and work only when the answer confirms it", true)
	}
	if n, longest := p.count(late); n > 0 {
		f.add(ProtectsLate, "takes task protection too late: up to "+longest.String()+" after it has the message, "+print.Count(n, "message")+" in all"+refused,
			"take it before the receive, or right after it and before the work", true)
	}
	if n, _ := p.count(givenBack); n > 0 {
		f.add(UnprotectsEarly, "gives task protection back with "+print.Count(n, "message")+" in hand: the stop may come from then on",
			"give it back after the message is deleted, and only when no other loop of the task works", true)
	}
	if n, _ := p.count(ranOut); n > 0 {
		f.add(ProtectionRunsOut, "its task protection runs out with "+print.Count(n, "message")+" in hand"+refused,
			"ask for "+minutes+" minutes, which cover the longest work and the cleanup, and again for each message", true)
	}
	f.release()
}

// release is whether the worker let the stop go on.
func (f *finder) release() {
	last := max(f.lastDone(), f.asked())
	if idle, kept := f.idleProtected(); kept && idle > Grace {
		f.add(KeepsProtection, "never gives task protection back: the stop waited until it ran out, "+Seconds(idle).String()+" after there was nothing left to do",
			"PUT {\"ProtectionEnabled\": false} once no message is in hand: until then no deployment and no scale-in goes on", true)
	}
	if at := f.Protection.GaveUp; at >= 0 {
		text := "with nothing in hand"
		if n := f.inHandAt(at); n > 0 {
			text = "with " + print.Count(n, "message") + " in hand that it does not get done"
		}
		f.add(HoldsForever, "holds task protection on and on "+text+": still protected "+Seconds(at-last).String()+" after it was last done with a message",
			"give it back once no message is in hand, and do not renew it without one: a deployment waits for ever", true)
	}
}

// count is how many messages have a gap of a kind, and the longest such gap.
func (p ProtectionResult) count(kind gapKind) (n int, longest Seconds) {
	seen := map[int]bool{}
	for _, g := range p.gaps {
		if g.kind == kind {
			seen[g.message] = true
			longest = max(longest, Seconds(g.to-g.from))
		}
	}
	return len(seen), longest
}
