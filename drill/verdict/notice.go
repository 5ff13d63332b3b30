package verdict

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// NoticeRecord is what became of the drain notice: the load balancer's API tells
// who asks for the health of its own target that it drains.
type NoticeRecord struct {
	// Spread is over how long the app tells its connections, and Close how long it
	// may take to close one.
	Spread, Close Seconds
	// Late is how much later than the deregistration the drill's API told of it,
	// and Throttle how many of 100 calls it refused.
	Late     Seconds
	Throttle int
	// Calls is how often the old task asked, Refused how often in vain.
	Calls, Refused int
	// Told is when it was first told; negative when it never was.
	Told time.Duration
}

// The rules of findings on the drain notice.
const (
	NoNoticeAsked = "never-asks-for-notice"
	NoticeTooLate = "notice-too-late"
	IgnoresNotice = "ignores-notice"
)

// NoticeResult is what became of the drain notice, in a result.
type NoticeResult struct {
	// Calls is how often the app asked for its target's health, and Refused how many of
	// those the API refused as too many.
	Calls   int `json:"calls"`
	Refused int `json:"throttled"`
	// After is how long after the deregistration the app was told; nil if never.
	After *Seconds `json:"told_after"`
	// Closed is how many connections the app closed between that and the signal.
	Closed int `json:"closed_on_notice"`
}

// told says that the app knew of the drain, and so might close connections.
func (j judge) told(at time.Duration) bool {
	return j.Notice != nil && j.Notice.Told >= 0 && at >= j.Notice.Told
}

// notice says what became of it; nil where there is none.
func (j judge) notice() *NoticeResult {
	n := j.Notice
	if n == nil {
		return nil
	}
	out := &NoticeResult{Calls: n.Calls, Refused: n.Refused}
	if n.Told >= 0 && j.Deregistered >= 0 {
		out.After = new(Seconds(n.Told - j.Deregistered))
	}
	for _, x := range j.Exchanges {
		if x.Socket != nil && x.Socket.By == ClosedByApp && x.ours() && j.told(x.End) && (j.Signalled < 0 || x.End < j.Signalled) {
			out.Closed++
		}
	}
	return out
}

// noticed says why connections were cut at the deregistration delay although the
// app was to close them before it. It says false where there is no notice, or the
// drain was none.
func (f *finder) noticed(cut int) bool {
	n := f.Notice
	if n == nil || cut == 0 {
		return false
	}
	text := "the load balancer cut " + print.Count(cut, "connection") + " at the deregistration delay of " + f.Times.Deregistration.String()
	after := f.out.Notice.After
	switch {
	case n.Calls == 0:
		f.add(NoNoticeAsked, text+": "+f.reachedName()+" never asked for the health of its own target, by which it learns of the drain",
			"give lifecycle a watch, App.Notice(drainwatch.Watch), or ask DescribeTargetHealth for the target groups of $"+f.Prefix+"TARGET_GROUPS", true)
	case after == nil:
		f.add(NoticeTooLate, text+": "+f.reachedName()+" asked "+print.Count(n.Calls, "time")+", "+print.Count(n.Refused, "time")+" in vain, and was never told of the drain",
			"ask again after an error, more often than the propagation of "+f.Times.Propagation.String(), true)
	case after.D() > f.Times.Propagation.D()+Grace:
		f.add(NoticeTooLate, text+": "+f.reachedName()+" was told "+after.String()+" after the deregistration, and the profile leaves the propagation of "+f.Times.Propagation.String()+" for that",
			"ask more often than the propagation, or declare a longer one", true)
	default:
		f.add(IgnoresNotice, text+": "+f.reachedName()+" was told "+after.String()+" after the deregistration, and was to close them within "+(n.Spread+n.Close).String(),
			"on the notice send every peer a close frame with 1001, going away, spread over $"+f.Prefix+"NOTICE_SPREAD_SECONDS", true)
	}
	return true
}
