package verdict

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// WorksOn is the rule of a finding on a worker that goes on working on messages
// that it has given back: another one does them at the same time.
const WorksOn = "works-on-after-return"

// workedOn says that the old worker deleted a message, or hid it again, that it had
// given back while stopping. A call that was on its way in that moment is none.
func (j judge) workedOn(r ReceiptRecord) bool {
	return r.Worker == OldTask && j.Signalled >= 0 && r.Returned >= j.Signalled && r.UsedAgain >= r.Returned+Grace
}

// workedOnUpTo counts them among the messages that ask for at most so long.
func (j judge) workedOnUpTo(promised time.Duration) (n int) {
	for _, m := range j.Messages {
		for _, r := range m.Receipts {
			if m.Asked <= promised && j.workedOn(r) {
				n++
			}
		}
	}
	return n
}

// worksOn is whether the worker lets go of what it gives back.
func (f *finder) worksOn() {
	var latest time.Duration
	for _, m := range f.Messages {
		for _, r := range m.Receipts {
			if f.workedOn(r) {
				latest = max(latest, r.UsedAgain-r.Returned)
			}
		}
	}
	if n := f.out.Messages.WorkedOn; n > 0 {
		f.add(WorksOn, "works on "+print.Count(n, "message")+" that it has given back: it deleted or hid one again "+Seconds(latest).String()+
			" after it had made it visible, and another worker may have had it by then, so that its work is done twice",
			"stop the work on a message and wait for its end before it is made visible again, or finish it and do not give it back", true)
	}
}
