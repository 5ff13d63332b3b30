package verdict

import (
	"strings"
	"time"
)

// learnt is what the answers to one kind of request are like while nothing stops
// the task that gives them: those before the stop signal, those of the
// replacement, and those that were asked for to learn it.
type learnt struct {
	// n is how many answers there are, and long how many of them were to take
	// noticeably long.
	n, long int
	// of is how many of them each task gave.
	of map[Task]int
	// statuses is how often each status came.
	statuses map[string]int
	// norms are the answers to each question: so long an answer, with this status.
	norms map[question]*norm
	// fixed says that every answer of a task to the same question has the same
	// bytes, and spread by how many bytes two of them differ in length at most.
	fixed  bool
	spread int64
	// end is the punctuation that every body ends with, such as "}\n".
	end string
}

const (
	// leastLearnt is how many answers say what all are like.
	leastLearnt = 10
	// manyLearnt is how many of them show that no body ends otherwise.
	manyLearnt = 20
	// enoughLearnt is how many of them leave a chance of one in a hundred that the
	// next is unlike them all.
	enoughLearnt = 99
	// noticeable is from how much time on an answer can come too soon.
	noticeable = 50 * time.Millisecond
)

// learn goes through the answers that nothing disturbed, by kind of request.
func (j judge) learn() map[string]*learnt {
	out := map[string]*learnt{}
	for _, list := range [][]Exchange{j.Tries, j.Exchanges} {
		for _, x := range list {
			if x.Body == nil || x.Kind == "" || x.Stream || x.Left || x.Outcome != Answered || !j.undisturbed(x) {
				continue
			}
			l := out[x.Kind]
			if l == nil {
				l = &learnt{of: map[Task]int{}, statuses: map[string]int{}, norms: map[question]*norm{}, end: punctuation(x.Body.Tail)}
				out[x.Kind] = l
			}
			l.add(x)
		}
	}
	for _, l := range out {
		l.fixed = true
		for _, s := range l.norms {
			l.fixed = l.fixed && !s.mixed()
			l.spread = max(l.spread, s.hi-s.lo)
		}
	}
	return out
}

// undisturbed says that no stop can have to do with an answer.
func (j judge) undisturbed(x Exchange) bool {
	return x.Task == ReplacementTask && !j.StandIn || x.Task == OldTask && (j.Signalled < 0 || x.End < j.Signalled)
}

func (l *learnt) add(x Exchange) {
	l.n++
	l.of[x.Task]++
	l.statuses[x.status()]++
	if x.Asked >= noticeable {
		l.long++
	}
	s := l.norms[x.question()]
	if s == nil {
		s = newNorm(x)
		l.norms[x.question()] = s
	}
	s.add(x)
	for !strings.HasSuffix(x.Body.Tail, l.end) {
		l.end = l.end[1:]
	}
}

// least and most are the lengths of bodies.
func (l *learnt) least() (least, most int64) {
	first := true
	for _, s := range l.norms {
		if first {
			least = s.lo
		}
		first = false
		least, most = min(least, s.lo), max(most, s.hi)
	}
	return least, most
}

// punctuation is the end of a body that belongs to its form rather than to what
// it says: brackets, quotes and white space. Figures and letters change with time.
func punctuation(tail string) string {
	i := len(tail)
	for i > 0 && strings.ContainsRune("}])>\"';,.\n\r\t ", rune(tail[i-1])) {
		i--
	}
	return tail[i:]
}
