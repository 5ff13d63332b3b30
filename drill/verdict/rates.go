package verdict

import "time"

// leastRate is how probable it may be that a status came so much more often from
// the signal on by chance. It is looked for in every status of every kind.
const leastRate = 0.001

// rates looks for statuses that came before as well, and too often from the signal
// on to be chance. They are compared question by question: a long answer may well
// have another status than a short one.
func (a *answers) rates(j judge, judged []int) {
	type kindStatus struct{ kind, status string }
	asked, having := map[string]map[time.Duration]int{}, map[kindStatus]map[time.Duration]int{}
	for _, i := range judged {
		x := j.Exchanges[i]
		key := kindStatus{x.Kind, x.status()}
		if asked[x.Kind] == nil {
			asked[x.Kind] = map[time.Duration]int{}
		}
		if having[key] == nil {
			having[key] = map[time.Duration]int{}
		}
		asked[x.Kind][x.Asked]++
		having[key][x.Asked]++
	}
	for key, had := range having {
		l := a.learnt[key.kind]
		if l.statuses[key.status] == 0 || l.usual(key.status) {
			continue
		}
		var splits []split
		for d, n := range asked[key.kind] {
			splits = append(splits, split{l.asked(d), n, l.count(question{d, key.status}), had[d]})
		}
		if chance(splits) >= leastRate {
			continue
		}
		a.sure = true
		for _, i := range judged {
			if x := j.Exchanges[i]; x.Kind == key.kind && x.status() == key.status && a.of[i] == "" {
				a.of[i] = moreStatus
			}
		}
	}
}

// usual says that no status came more often: it may come more often still.
func (l *learnt) usual(status string) bool {
	for _, n := range l.statuses {
		if n > l.statuses[status] {
			return false
		}
	}
	return true
}

// asked is how many answers there are to a question, with whatever status.
func (l *learnt) asked(d time.Duration) (n int) {
	for q, s := range l.norms {
		if q.asked == d {
			n += s.n
		}
	}
	return n
}

func (l *learnt) count(q question) int {
	if s := l.norms[q]; s != nil {
		return s.n
	}
	return 0
}
