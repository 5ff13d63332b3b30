package verdict

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// requests is the work of the workload http.
type requests struct{ judge }

func (requests) unit() string            { return "request" }
func (requests) failed() string          { return "answered with a server's fault" }
func (r requests) met() []stay           { return r.exchangesMet() }
func (requests) lastEvent() string       { return EventLastRouted }
func (r requests) units() []Exchange     { return r.Exchanges }
func (requests) harmed(lost int) bool    { return lost > 0 }
func (requests) noticed(out Result) bool { return seen(out) }

func (r requests) count(out *Result) { out.Answers = r.answerCounts() }

func (r requests) bound() string {
	return "bound the drain: " + r.Times.Drain.String() + " with this profile"
}

// broken: an answer without the work is as bad as none. Other losses say it all.
func (r requests) broken(_ shutdown.Kept, promised time.Duration, _ Result) []string {
	var out []string
	if n, _ := r.withFault(promised, answerFault.skipped); n > 0 && r.answers.sure {
		out = append(out, print.Count(n, "request")+" answered without the work")
	}
	if n, _ := r.withFault(promised, answerFault.changed); n > 0 && r.answers.surelyChanged {
		out = append(out, print.Count(n, "request")+" answered with other content")
	}
	return out
}

func (requests) find(f *finder) {
	f.listener()
	f.idleConnections()
	f.inFlight()
	f.compared()
	f.proof()
}

// inFlight is what became of requests that the app had taken.
func (f *finder) inFlight() {
	var cut, refused []time.Duration
	failed := 0
	for i, x := range f.Exchanges {
		switch {
		case x.End < f.stopBegins() || !x.ours() || f.answers.of[i] == shortBody:
		case x.Outcome == Cut:
			cut = append(cut, x.End-f.Signalled)
		case x.Outcome == Refused:
			refused = append(refused, x.End-f.Signalled)
		case x.Outcome == Failed:
			failed++
		}
	}
	if f.CutAtDelay > 0 {
		fix := "make the deregistration delay cover the propagation and the longest request: " + (f.Times.Propagation + f.Times.Longest).String()
		if *f.Times.Deregistration >= f.Times.Propagation+f.Times.Longest {
			fix = "declare the longest work that there is, or end requests that take longer than " + f.Times.Longest.String()
		}
		f.add(CutAtDelay, "the load balancer cut "+print.Count(f.CutAtDelay, "request")+" in flight at the deregistration delay of "+f.Times.Deregistration.String(), fix, true)
	}
	if failed > 0 && !f.has(EndsBeforeTurn) {
		f.add(RefusesWork, "answers "+print.Count(failed, "request")+" with "+f.Protocol.serversFault()+" while stopping",
			"turn the health path alone to 503 and go on working for the delay", true)
	}
	if own := len(cut) - f.CutAtDelay; own > 0 && !f.out.Exit.Killed && !f.has(ShellWithoutExec, ExitsAtOnce) {
		first := cut[0]
		for _, at := range cut {
			first = min(first, at)
		}
		f.add(DropsInFlight, "drops "+print.Count(own, "request")+" in flight, the first "+Seconds(first).String()+" after the signal",
			"let requests in flight finish for the drain of "+f.Times.Drain.String(), true)
	}
	if len(refused) > 0 && !f.has(ShellWithoutExec, ExitsAtOnce, ClosesListener, IgnoresSignal) && !f.out.Exit.Killed {
		f.add(ClosesListener, "refuses "+print.Count(len(refused), "request")+f.Protocol.refuses()+" that the load balancer may still send",
			"go on accepting for the delay of "+f.Times.Delay.String(), true)
	}
}
