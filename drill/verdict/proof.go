package verdict

import (
	"strconv"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// The rules of findings on answers that prove little.
const (
	AnswersTooSoon = "answers-too-soon"
	Answers4xx     = "answers-4xx"
)

// proof is whether the app had anything in flight that a stop could break off.
func (f *finder) proof() {
	if f.has(SkipsWork) {
		return // It says more of the same.
	}
	f.clientErrors()
	if f.has(Answers4xx) {
		return // Those are answered at once.
	}
	f.tooSoon()
}

// tooSoon is whether the longest requests took about the time that was asked
// for. Those that were lost, and those of the replacement, say nothing of it.
func (f *finder) tooSoon() {
	var asked, took time.Duration
	seen := false
	for _, x := range f.Exchanges {
		if x.Outcome != Answered || x.Task != OldTask || x.Asked < asked || x.Stream && x.End >= f.Signalled {
			continue // The app may end a stream, and that has its own rule.
		}
		if x.Asked > asked {
			asked, took = x.Asked, 0
		}
		took, seen = max(took, x.End-x.Start), true
	}
	what := "the longest request was to take " + Seconds(asked).String() + " and took "
	if asked == 0 {
		asked = f.Times.Longest.D()
		what = "the longest work takes " + Seconds(asked).String() + ", and the longest request took "
	}
	if !seen || asked < Grace || took >= asked/2 {
		return
	}
	f.add(AnswersTooSoon, "nothing was in flight for long: "+what+Seconds(took).String(),
		"ask with --request for a path whose work takes as long as {seconds} in it says, or name with ;seconds=N how long it takes by itself", false)
}

// clientErrors is whether the app answered with a status of 400 to 499. That is
// an answer, and nobody lost it. But where most are such, little is in flight;
// and where the stop brought them, the work was refused all the same.
func (f *finder) clientErrors() {
	var before, stopping, errorsBefore, errorsStopping, code int
	for _, x := range f.Exchanges {
		if x.Outcome != Answered || x.Task != OldTask {
			continue
		}
		all, errors := &before, &errorsBefore
		if x.End >= f.stopBegins() {
			all, errors = &stopping, &errorsStopping
		}
		if *all++; x.Code >= 400 && x.Code < 500 {
			*errors++
			code = x.Code
		}
	}
	such := "a status such as " + strconv.Itoa(code)
	switch all, errors := before+stopping, errorsBefore+errorsStopping; {
	case errors == 0:
	case errorsBefore == 0 && before > 0:
		// A few may have come by chance, more after enough without any did not.
		f.add(Answers4xx, "answers "+print.Count(errors, "request")+" of "+print.Grouped(stopping)+" with "+such+" from the start of the stop on, and none of "+print.Grouped(before)+" before it",
			"turn the health path alone to 503 and go on working for the delay", before >= 20 && 10*errors > stopping)
	case 2*errors > all:
		f.add(Answers4xx, "answers "+print.Count(errors, "request")+" of "+print.Grouped(all)+" with "+such+", so that little was in flight that a stop could break off",
			"ask with --request for a path that the app answers with success, whatever {seconds} in it stands for", false)
	}
}
