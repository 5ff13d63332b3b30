package verdict

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// work is what the units of a workload are, and how a stop of them is judged.
type work interface {
	// unit is what one is called, such as "request", and failed what became of
	// one that the app itself failed.
	unit() string
	failed() string
	// count says in the result what became of them.
	count(out *Result)
	// units are they as exchanges: the plot and the table of seconds are the same
	// for all.
	units() []Exchange
	// met are the stays at the stopping task.
	met() []stay
	// lastEvent names the moment from which on no new one may arrive.
	lastEvent() string
	// broken says what broke a promise on those of at most so long, beside
	// exchanges that were lost.
	broken(kept shutdown.Kept, promised time.Duration, out Result) []string
	// noticed says that the app showed it had noticed the signal.
	noticed(out Result) bool
	// harmed says that the app's end lost some, lost being how many were lost by
	// what may be its doing.
	harmed(lost int) bool
	// bound is how an app bounds its drain of them.
	bound() string
	// find adds what the app did wrong from the signal on.
	find(f *finder)
}

// workOf is the work of a recording's workload.
func workOf(j judge) work {
	switch j.Workload {
	case shutdown.WebSocket:
		return sockets{j}
	case shutdown.Queue, shutdown.Stream:
		return worker{j}
	case shutdown.Batch:
		return job{j}
	default:
		return requests{j}
	}
}

// seen says that the health path or the listener told of the stop.
func seen(out Result) bool {
	// A path that falls silent may be a busy app's, which did not notice.
	return out.Health.Unready != nil && out.Health.Code != 0 || out.Health.Closed != nil
}
