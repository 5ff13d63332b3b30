package verdict

import (
	"slices"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// MessageCount is the number of messages by what became of them.
type MessageCount struct {
	// Sent is all of them.
	Sent int `json:"sent"`
	// Done is those that a worker deleted, DoneByOld those that the old one did
	// from the signal on.
	Done      int `json:"done"`
	DoneByOld int `json:"done_by_old_after_signal"`
	// Returned is those that the old worker gave back at once.
	Returned int `json:"returned"`
	// Expired is those that came back only when their visibility timeout was
	// over: nobody worked on them all the while, or two did.
	Expired int `json:"expired"`
	// Twice is those that were received more than once.
	Twice int `json:"received_more_than_once"`
	// Lost is those that nobody had deleted when the drill ended.
	Lost int `json:"lost"`
	// BrokenOff is those that were on their way to the old worker when it broke
	// its receive off: they come back after the visibility timeout, and nobody
	// had them.
	BrokenOff int `json:"receives_broken_off"`
	// Fetched is those that the old worker took after the signal.
	Fetched int `json:"fetched_after_signal"`
	// Early is those that the old worker deleted before their work can be done.
	Early int `json:"deleted_before_work"`
	// Ahead is those whose offset the group committed before their work was done.
	Ahead int `json:"committed_before_work,omitempty"`
	// WorkedOn is those that the old worker gave back while stopping and went on
	// working on.
	WorkedOn int `json:"worked_on_after_return"`
}

// MessageRecord is what became of one message.
type MessageRecord struct {
	// ID is the one in its body; empty where the drill did not send it.
	ID   string
	Sent time.Duration
	// From is the worker that sent it; empty for the drill.
	From Task
	// Asked is how long its work was to take.
	Asked    time.Duration
	Receipts []ReceiptRecord
	// Deleted is when its work was done; negative when it never was.
	Deleted time.Duration
	// Committed is when its offset was seen to be committed; negative when it never
	// was, and zero where it has none.
	Committed time.Duration
}

// ReceiptRecord is one time that a message was received.
type ReceiptRecord struct {
	// Opened is when the call began that brought the message, and At when it did.
	Opened, At time.Duration
	Worker     Task
	// Returned is when the worker gave it back, Expired when its visibility
	// timeout ran out; each is negative when it did not happen.
	Returned, Expired time.Duration
	// BrokenOff says that the worker broke the receive off just as the message
	// was on its way, so that it never had it.
	BrokenOff bool
	// UsedAgain is when the worker last deleted it or hid it after it had given it
	// back; zero when it did not, or nobody looked.
	UsedAgain time.Duration
	// Extended is how often the worker hid it again.
	Extended int
}

// dropped says that the worker had the message in hand and did nothing for it.
func (r ReceiptRecord) dropped() bool { return r.Expired >= 0 && !r.BrokenOff }

// The rules of findings on workers.
const (
	FetchesStopping = "fetches-while-stopping"
	DropsMessage    = "drops-message"
	LosesMessage    = "loses-message"
	BreaksReceive   = "breaks-off-receive"
)

// worker is the work of the workload queue.
type worker struct{ judge }

func (worker) unit() string            { return "message" }
func (worker) failed() string          { return "failed by the worker" }
func (w worker) met() []stay           { return w.messagesMet() }
func (worker) lastEvent() string       { return EventLastRouted }
func (worker) harmed(lost int) bool    { return lost > 0 }
func (worker) noticed(out Result) bool { return out.Messages.Fetched == 0 }
func (w worker) bound() string         { return requests(w).bound() }
func (worker) find(f *finder)          { f.worker() }

func (w worker) count(out *Result) { out.Messages, out.Protection = w.messages(), w.protection() }

func (w worker) broken(kept shutdown.Kept, promised time.Duration, out Result) (parts []string) {
	for _, text := range []string{w.messageBroken(kept, promised), w.protectionBroken(out)} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	return parts
}

// messages counts them.
func (j judge) messages() *MessageCount {
	c := &MessageCount{Sent: len(j.Messages), Early: j.tooEarly().count()}
	for _, m := range j.Messages {
		if m.ahead() {
			c.Ahead++
		}
		if m.Deleted < 0 {
			c.Lost++
		} else {
			c.Done++
		}
		if len(m.Receipts) > 1 {
			c.Twice++
		}
		if slices.ContainsFunc(m.Receipts, ReceiptRecord.dropped) {
			c.Expired++
		}
		for i, r := range m.Receipts {
			if r.Worker != OldTask {
				continue
			}
			if r.BrokenOff && r.Expired >= 0 {
				c.BrokenOff++
			}
			if r.Returned >= 0 {
				c.Returned++
			}
			if j.workedOn(r) {
				c.WorkedOn++
			}
			if j.Signalled >= 0 && r.At >= j.Signalled+Grace && !r.BrokenOff && !j.wasOpen(r) {
				c.Fetched++
			}
			if j.Signalled >= 0 && i == len(m.Receipts)-1 && m.Deleted >= j.Signalled {
				c.DoneByOld++
			}
		}
	}
	return c
}

// wasOpen says that the message came through a call that was open when the signal
// came, in the time that the profile leaves such calls, or was given back.
func (j judge) wasOpen(r ReceiptRecord) bool {
	return r.Opened < j.Signalled+Grace && (r.At < j.Signalled+j.Times.Delay.D()+Grace || r.Returned >= 0)
}

// messageBroken says what broke a promise on messages that ask for at most so
// long; empty when it held.
func (j judge) messageBroken(kept shutdown.Kept, promised time.Duration) string {
	expired, lost := j.drops(promised, nil), 0
	for _, m := range j.Messages {
		if m.Asked <= promised && m.Deleted < 0 {
			lost++
		}
	}
	var parts []string
	if lost > 0 {
		parts = append(parts, print.Count(lost, "message")+" lost")
	}
	if expired > 0 && kept != shutdown.KeptRedelivered {
		parts = append(parts, print.Count(expired, "message")+" came back "+j.Broker.comesBack())
	}
	if n := j.workedOnUpTo(promised); n > 0 {
		parts = append(parts, print.Count(n, "message")+" worked on after being given back")
	}
	if text := j.undone(promised); text != "" {
		parts = append(parts, text)
	}
	if n := j.uncommitted(); n >= fewest {
		parts = append(parts, print.Count(n, "record")+" done and not committed")
	}
	return strings.Join(parts, ", ")
}

// drops counts how often the old worker dropped a message that asks for at most so
// long, but for receipts that are told of elsewhere.
func (j judge) drops(promised time.Duration, elsewhere func(ReceiptRecord) bool) (n int) {
	for _, m := range j.Messages {
		for _, r := range m.Receipts {
			if m.Asked <= promised && r.Worker == OldTask && r.dropped() && (elsewhere == nil || !elsewhere(r)) {
				n++
			}
		}
	}
	return n
}

// worker is what the old worker did with its messages.
func (f *finder) worker() {
	f.protection()
	c := f.out.Messages
	if c.Fetched > 0 && !f.has(IgnoresSignal, ShellWithoutExec) {
		f.add(FetchesStopping, "goes on fetching while stopping: "+print.Count(c.Fetched, "message")+" after the signal",
			"stop fetching first, at the signal itself; give back what a receive that is open then still brings, or declare its wait as propagation", true)
	}
	crowded := f.heartbeat()
	if expired := f.drops(forever, f.ranOut); expired > 0 {
		f.add(DropsMessage, "drops "+print.Count(expired, "message")+" in hand, which came back "+f.Broker.comesBack(),
			"finish what is in hand within the drain of "+f.Times.Drain.String()+", or "+f.Broker.giveBack()+" before the exit", true)
	}
	f.worksOn()
	f.deletesEarly()
	f.offsets()
	if c.BrokenOff > 0 {
		f.add(BreaksReceive, "breaks off its receive with "+print.Count(c.BrokenOff, "message")+" on the way: SQS hides them until the visibility timeout",
			"let a receive that has begun end by itself, with a wait that is shorter than the drain of "+f.Times.Drain.String()+", and make visible again what it brings after the signal", false)
	}
	if lost := c.Lost - crowded; lost > 0 {
		f.add(LosesMessage, "loses "+print.Count(lost, f.Broker.unit())+": nobody had "+f.Broker.finished()+" them when the drill ended",
			f.keep(), true)
	}
}

// keep is how no message is lost.
func (f *finder) keep() string {
	fix := f.Broker.acknowledge() + " a " + f.Broker.unit() + " after its work, not before"
	if f.Broker == "" {
		fix += ", and keep the visibility timeout above the work and the stop"
	}
	return fix
}

// units are the messages as if they were requests.
func (w worker) units() []Exchange {
	out := make([]Exchange, 0, len(w.Messages))
	for _, m := range w.Messages {
		x := Exchange{Start: m.Sent, Asked: m.Asked, Outcome: Answered, Task: OldTask}
		if n := len(m.Receipts); n > 0 {
			x.Task = m.Receipts[n-1].Worker
		}
		switch {
		case m.Deleted < 0:
			x.Outcome = Refused
		case slices.ContainsFunc(m.Receipts, ReceiptRecord.dropped):
			x.Outcome = Cut
		}
		out = append(out, x)
	}
	return out
}
