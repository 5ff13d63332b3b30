package drill

import (
	"net/http"
	"strconv"
	"time"
)

// The rules of findings on drills that held without having proved much.
const (
	AnswersTooSoon = "answers-too-soon"
	Answers4xx     = "answers-4xx"
)

// proof is whether the app had anything in flight that a stop could break off.
func (f *finder) proof() {
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
		if x.Outcome != Answered || x.Task != OldTask || x.Asked < asked {
			continue
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
	if !seen || asked < grace || took >= asked/2 {
		return
	}
	f.add(AnswersTooSoon, "nothing was in flight for long: "+what+Seconds(took).String(),
		"ask with --request for a path whose work takes as long as {seconds} in it says, or name with ;seconds=N how long it takes by itself", false)
}

// clientErrors is whether the app answered with a status of 400 to 499. That is
// an answer, and nobody lost it, but little is in flight where most are such,
// and a client that had got none before the stop has noticed it.
func (f *finder) clientErrors() {
	var all, errors, before, stopping, code int
	for _, x := range f.Exchanges {
		if x.Outcome != Answered || x.Task != OldTask {
			continue
		}
		all++
		if x.Code < http.StatusBadRequest || x.Code >= http.StatusInternalServerError {
			continue
		}
		errors++
		if code = x.Code; x.End < f.stopBegins() {
			before++
		} else {
			stopping++
		}
	}
	such := ""
	if errors > 0 {
		such = "a status such as " + strconv.Itoa(code) + " " + http.StatusText(code)
	}
	switch {
	case errors > 0 && 2*errors > all:
		f.add(Answers4xx, "answers "+requests(errors)+" of "+grouped3(all)+" with "+such+", so that little was in flight that a stop could break off",
			"ask with --request for a path that the app answers with success, whatever {seconds} in it stands for", false)
	case stopping > 0 && before == 0:
		f.add(Answers4xx, "answers "+requests(stopping)+" with "+such+" from the start of the stop on, and none before it",
			"turn the health path alone to 503 and go on working for the delay", false)
	}
}
