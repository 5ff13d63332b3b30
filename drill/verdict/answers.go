package verdict

import (
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
	// sure says that what is wrong is the stop's doing, and not chance. What an
	// answer says may change for more reasons: surelyChanged is for that alone.
	sure, surelyChanged bool
}

// answerFault is what is wrong with an answer that came.
type answerFault string

const (
	shortBody   answerFault = "short"  // its body ends before its end
	otherStatus answerFault = "status" // a status that none had
	moreStatus  answerFault = "more"   // a status that fewer had
	emptyBody   answerFault = "empty"  // no body where all had one
	soonDone    answerFault = "soon"   // long before the time that its work takes
	otherBytes  answerFault = "bytes"  // a whole body of other bytes than all others
)

// skipped says that the work was not done, although an answer came.
func (a answerFault) skipped() bool {
	return a == otherStatus || a == moreStatus || a == emptyBody || a == soonDone
}

// changed says that an answer came that says something else.
func (a answerFault) changed() bool { return a == otherBytes }

// short says that an answer was cut.
func (a answerFault) short() bool { return a == shortBody }

// compare looks at every answer that the old task gave from the stop signal on.
func (j judge) compare() answers {
	a := answers{learnt: j.learn(), of: map[int]answerFault{}, judged: map[string]int{}}
	var e, changed evidence
	var all []int
	for i, x := range j.Exchanges {
		l := a.learnt[x.Kind]
		if l == nil || l.n < leastLearnt || !j.comparable(x) {
			continue
		}
		a.judged[x.Kind]++
		all = append(all, i)
		fault := l.fault(x)
		e.add(l, fault != "" && !fault.changed())
		changed.add(l, fault.changed() && l.of[ReplacementTask] >= leastOfTask)
		if fault != "" {
			a.of[i] = fault
		}
		a.sure = a.sure || fault.short() && (l.broken(x) || j.endedWithApp(x))
	}
	a.sure = a.sure || e.sure(mostChance)
	a.surelyChanged = changed.sure(leastChance)
	a.rates(j, all)
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

// fault says what is wrong with an answer, empty when it is like the others.
func (l *learnt) fault(x Exchange) answerFault {
	if l.statuses[x.status()] == 0 {
		return otherStatus
	}
	s := l.norm(x)
	if s == nil {
		return ""
	}
	b := x.Body
	hash, known := l.expects(x)
	same := known && b.Hash == hash
	switch {
	case b.Length == 0 && s.lo > 0:
		return emptyBody
	case !same && l.begins(x, s, known), !known && s.lo > 0 && l.unclosed(*b):
		return shortBody
	case l.soon(x, s):
		return soonDone
	case same:
		return ""
	case known:
		return otherBytes
	case s.lo > 0 && !strings.HasSuffix(b.Tail, l.end):
		if b.Length > s.hi {
			return otherBytes // Whatever it is, it is not the beginning of another.
		}
		return shortBody
	case b.Length < s.lo-l.tolerance(s):
		return shortBody
	}
	return ""
}

// begins says that a body is no more than the beginning of what was always the
// same. Where each task has bytes of its own, those of the other say nothing.
func (l *learnt) begins(x Exchange, s *norm, known bool) bool {
	return l.fixed && (known || !l.differ()) && x.Body.Length < s.lo && x.Body.begins()
}

// broken says that one short body is enough to know that it was cut, as it cannot
// be whole: it begins as all others do, and does not end with the bracket that
// closes them. One that has all brackets may be a list that is short by chance.
// Where every byte is known and no other of a hundred was short, that is enough.
func (l *learnt) broken(x Exchange) bool {
	b := x.Body
	if _, known := l.expects(x); l.n >= enoughLearnt && l.begins(x, l.norm(x), known) {
		return true
	}
	return l.n >= manyLearnt && l.unclosed(*b)
}

// unclosed says that a body begins as another did, and does not end with the
// bracket that closes all others.
func (l *learnt) unclosed(b Body) bool {
	end, tail := strings.TrimSpace(l.end), strings.TrimSpace(b.Tail)
	if end == "" || b.Common < 1 {
		return false
	}
	bracket := end[len(end)-1:]
	return strings.Contains("]}>", bracket) && !strings.HasSuffix(tail, bracket)
}

// endedWithApp says that nothing but the end of the app ended a body.
func (j judge) endedWithApp(x Exchange) bool {
	return x.Body.ByClosing && j.Exit.At >= 0 && x.End >= j.Exit.At-atExit-j.Machine.Late.D()
}

// atExit is how long before the exit of an app is noticed its connections may end.
const atExit = 100 * time.Millisecond

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

const (
	// mostChance is how probable it may be that answers with a fault are all among
	// those of the stop by chance.
	mostChance = 0.05
	// leastChance is the same of those that only say something else.
	leastChance = 0.01
)

// sure says that faults are the stop's doing. If they came by chance, they would
// come before the stop and at the replacement as well.
func (e *evidence) sure(most float64) bool {
	return e.faults >= 2 && chance([]split{{e.before, e.judged, 0, e.faults}}) < most
}

// cutShort counts answers whose bodies were cut as cut, on a copy of the exchanges.
func (j *judge) cutShort() {
	j.answers = j.compare()
	list := append([]Exchange(nil), j.Exchanges...)
	for i, fault := range j.answers.of {
		// The load balancer has a finding of its own for what it cut.
		atDelay := j.CutAtDelay > 0 && list[i].End >= j.Expired && list[i].End <= j.Expired+Grace
		if !fault.short() || !j.answers.sure && !atDelay {
			continue
		}
		list[i].Outcome = Cut
		if atDelay {
			delete(j.answers.of, i)
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
