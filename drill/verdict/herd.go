package verdict

import (
	"slices"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// The rules of findings on what an app does on the drain notice before the signal.
const (
	ClosesAtOnce  = "closes-at-once"
	UnreadyNotice = "unready-on-notice"
)

// Connections that are spread over a time close within a fortieth of it only by an
// accident: where each of them had a quarter of it left, eight of ten would do so
// in less than one drill of 10,000.
const (
	herdWindow = 40
	herdLeft   = 4
	herdLeast  = 10
)

// herd is whether the app spreads the closes on the notice. Those that it closes by
// their age say nothing, and neither do those that would have ended soon.
func (f *finder) herd() {
	n := f.Notice
	if n == nil || n.Told < 0 || n.Spread <= 0 {
		return
	}
	spread := n.Spread.D()
	var ends []time.Duration
	for _, x := range f.Exchanges {
		if x.Socket == nil || x.Socket.By != ClosedByApp || !x.ours() || x.Start > n.Told || x.End < n.Told || f.atAge(x) {
			continue
		}
		if x.Start+x.Asked-n.Told >= spread/herdLeft && (f.Signalled < 0 || x.End < f.Signalled) {
			ends = append(ends, x.End)
		}
	}
	if len(ends) < herdLeast {
		return
	}
	slices.Sort(ends)
	most, from := 0, 0
	for to := range ends {
		for ends[to]-ends[from] > spread/herdWindow {
			from++
		}
		most = max(most, to-from+1)
	}
	if 5*most < 4*len(ends) {
		return
	}
	f.add(ClosesAtOnce, "closes "+print.Count(most, "connection")+" of "+print.Grouped(len(ends))+" within "+Seconds(spread/herdWindow).String()+" on the notice, where they may be spread over "+n.Spread.String()+": all their clients come back at once",
		"close each connection at a moment of its own within $"+f.Prefix+"NOTICE_SPREAD_SECONDS", false)
}

// unreadyOnNotice is whether the health path stays at 200 until the signal.
func (f *finder) unreadyOnNotice() {
	already := f.out.Health.Already
	if f.Notice == nil || f.Notice.Told < 0 || already == nil {
		return
	}
	f.add(UnreadyNotice, "answers health "+f.out.Health.Answer()+" from "+already.String()+" before the signal on, while the load balancer drains: a check that fails can have the task stopped before its connections have left",
		"leave the health path at 200 on the notice, until the stop signal", false)
}
