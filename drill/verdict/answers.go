package verdict

import (
	"math"
	"strings"
	"time"
)

// answers is how the answers of the stopping task compare with those that nothing
// disturbed.
type answers struct {
	learnt map[string]*learnt
	// of says for each exchange, by its place, what is wrong with its answer.
	of map[int]answerFault
	// judged is how many answers of each kind were compared.
	judged map[string]int
	// sure says that what is wrong is the stop's doing, and not chance.
	sure bool
}

// answerFault is what is wrong with an answer that came.
type answerFault string

const (
	shortBody   answerFault = "short"  // its body ends before its end
	otherStatus answerFault = "status" // a status that none had
	emptyBody   answerFault = "empty"  // no body where all had one
	soonDone    answerFault = "soon"   // long before the time that its work takes
)

// skipped says that the work was not done, although an answer came.
func (a answerFault) skipped() bool { return a == otherStatus || a == emptyBody || a == soonDone }

// compare looks at every answer that the old task gave from the stop signal on.
func (j judge) compare() answers {
	a := answers{learnt: j.learn(), of: map[int]answerFault{}, judged: map[string]int{}}
	var e evidence
	for i, x := range j.Exchanges {
		l := a.learnt[x.Kind]
		if l == nil || l.n < leastLearnt || !j.comparable(x) {
			continue
		}
		a.judged[x.Kind]++
		fault, certain := l.fault(x)
		e.add(l, fault != "")
		if fault != "" {
			a.of[i] = fault
		}
		a.sure = a.sure || certain
	}
	a.sure = a.sure || e.sure()
	return a
}

// comparable says that the old task gave the answer from the stop signal on. One
// that HAProxy may have brought there too late says nothing of the app.
func (j judge) comparable(x Exchange) bool {
	switch {
	case x.Body == nil || x.Stream || x.Left || x.Outcome != Answered || x.Task != OldTask:
		return false
	case j.Signalled < 0 || x.End < j.Signalled:
		return false
	}
	return j.Balancer != HAProxy || j.LastRouted < 0 || x.Start+j.Machine.Late.D() < j.LastRouted
}

// fault says what is wrong with an answer, empty when it is like the others, and
// whether one such answer is enough to know that no chance brought it.
func (l *learnt) fault(x Exchange) (fault answerFault, certain bool) {
	if l.codes[x.Code] == 0 {
		return otherStatus, false
	}
	s := l.norm(x)
	if s == nil {
		return "", false
	}
	switch b := x.Body; {
	case b.Length == 0 && s.lo > 0:
		return emptyBody, false
	case l.fixed && b.Length < s.lo && b.begins():
		return shortBody, true
	case s.lo > 0 && !strings.HasSuffix(b.Tail, l.end):
		return shortBody, l.n >= manyLearnt
	case l.soon(x, s):
		return soonDone, false
	case b.Length < s.lo-l.tolerance(s):
		return shortBody, l.spread == 0
	}
	return "", false
}

// tolerance is by how much a body may be shorter than the shortest so far: more
// than they vary, so that a list that happens to be short counts as whole.
func (l *learnt) tolerance(s *norm) int64 { return max(s.lo/4, 2*l.spread, 16) }

// soon says that an answer came in less than half of the least time in which any
// did, where those took about the time that they were asked to.
func (l *learnt) soon(x Exchange, s *norm) bool {
	if x.Asked < noticeable || s.least < x.Asked/2 {
		return false
	}
	return x.End-x.Start < s.least/2
}

// evidence weighs how many answers had a fault.
type evidence struct {
	kinds                  map[*learnt]bool
	before, judged, faults int
}

// add counts one more answer.
func (e *evidence) add(l *learnt, fault bool) {
	if e.kinds == nil {
		e.kinds = map[*learnt]bool{}
	}
	if !e.kinds[l] {
		e.kinds[l], e.before = true, e.before+l.n
	}
	e.judged++
	if fault {
		e.faults++
	}
}

// mostChance is how probable it may be that answers with a fault are all among
// those of the stop by chance.
const mostChance = 0.05

// sure says that faults are the stop's doing. If they came by chance, they would
// come before the stop and at the replacement as well.
func (e *evidence) sure() bool {
	share := float64(e.judged) / float64(e.judged+e.before)
	return e.faults >= 2 && math.Pow(share, float64(e.faults)) < mostChance
}

// cutShort counts answers whose bodies were cut as cut, on a copy of the exchanges.
func (j *judge) cutShort() {
	j.answers = j.compare()
	if !j.answers.sure {
		return
	}
	list := append([]Exchange(nil), j.Exchanges...)
	for i, fault := range j.answers.of {
		if fault != shortBody {
			continue
		}
		list[i].Outcome = Cut
		if j.CutAtDelay > 0 && list[i].End >= j.Expired && list[i].End <= j.Expired+Grace {
			delete(j.answers.of, i) // The load balancer cut it, which has a finding of its own.
		}
	}
	j.Exchanges = list
}

// withFault counts the answers that have one of some faults, of requests that
// take at most so long, and gives the one that ended first.
func (j judge) withFault(promised time.Duration, is func(answerFault) bool) (n int, first Exchange) {
	for i, fault := range j.answers.of {
		x := j.Exchanges[i]
		if !is(fault) || x.Asked > promised {
			continue
		}
		if n++; n == 1 || x.End < first.End {
			first = x
		}
	}
	return n, first
}
