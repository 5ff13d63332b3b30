package verdict

import "time"

// question is what an answer is compared by.
type question struct {
	asked  time.Duration
	status string
}

func (x Exchange) question() question { return question{x.Asked, x.status()} }

// norm is the answers to one question.
type norm struct {
	n      int
	lo, hi int64
	least  time.Duration
	// of is the bytes of each task's answers: a body may name the task.
	of map[Task]*sameBytes
}

// sameBytes is the bytes of a task's answers to one question.
type sameBytes struct {
	hash  uint64
	mixed bool // not all have that hash
}

func newNorm(x Exchange) *norm {
	return &norm{lo: x.Body.Length, hi: x.Body.Length, least: x.End - x.Start, of: map[Task]*sameBytes{}}
}

func (s *norm) add(x Exchange) {
	s.n++
	s.lo, s.hi, s.least = min(s.lo, x.Body.Length), max(s.hi, x.Body.Length), min(s.least, x.End-x.Start)
	b := s.of[x.Task]
	if b == nil {
		b = &sameBytes{hash: x.Body.Hash}
		s.of[x.Task] = b
	}
	b.mixed = b.mixed || b.hash != x.Body.Hash
}

// mixed says that a task gave different answers to the question.
func (s *norm) mixed() bool {
	for _, b := range s.of {
		if b.mixed {
			return true
		}
	}
	return false
}

// norm is the answers to the question of an exchange. Where nobody asked it
// before, those to all others with that status are, if they are all as long.
func (l *learnt) norm(x Exchange) *norm {
	if s := l.norms[x.question()]; s != nil {
		return s
	}
	var all *norm
	for q, s := range l.norms {
		switch {
		case q.status != x.status():
		case s.lo != s.hi || all != nil && all.lo != s.lo:
			return nil
		case all == nil:
			// Nothing is known of the time that it takes, nor of its bytes.
			all = &norm{n: s.n, lo: s.lo, hi: s.hi}
		default:
			all.n += s.n
		}
	}
	return all
}

// leastOfTask is how many answers of a task show that its bytes do not vary.
const leastOfTask = 5

// expects gives the hash of the bytes that the answer must have: where each task
// always gave the same to a question. Known is false where nobody can tell.
func (l *learnt) expects(x Exchange) (hash uint64, known bool) {
	if !l.fixed || l.of[x.Task] < leastOfTask {
		return 0, false
	}
	s := l.norms[x.question()]
	if s != nil && s.of[x.Task] != nil {
		return s.of[x.Task].hash, true
	}
	// The task never answered this question: a long one, perhaps.
	if hash, known = l.whatever(x); known {
		return hash, true
	}
	if s != nil && s.of[ReplacementTask] != nil && l.agree() {
		return s.of[ReplacementTask].hash, true
	}
	return 0, false
}

// whatever gives the bytes that a task has for every question, if it had several.
func (l *learnt) whatever(x Exchange) (hash uint64, known bool) {
	n := 0
	for q, s := range l.norms {
		b := s.of[x.Task]
		switch {
		case b == nil || q.status != x.status():
			continue
		case n > 0 && b.hash != hash:
			return 0, false
		}
		n, hash = n+1, b.hash
	}
	return hash, n > 1
}

// agree says that both tasks gave the same bytes to the same questions, and differ
// that they did not.
func (l *learnt) agree() bool { return l.both(func(same bool) bool { return same }) && !l.differ() }

func (l *learnt) differ() bool { return l.both(func(same bool) bool { return !same }) }

// both says that there is a question to which the tasks' bytes are so.
func (l *learnt) both(is func(same bool) bool) bool {
	for _, s := range l.norms {
		if a, b := s.of[OldTask], s.of[ReplacementTask]; a != nil && b != nil && is(a.hash == b.hash) {
			return true
		}
	}
	return false
}
