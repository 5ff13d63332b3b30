package verdict

import (
	"maps"
	"slices"
)

// AnswerCount is how answers to one kind of request were compared.
type AnswerCount struct {
	// Request is the kind, such as "POST /upload".
	Request string `json:"request"`
	// Undisturbed is how many answers showed what they are like, and Judged how
	// many of the stopping task were compared with them.
	Undisturbed int `json:"undisturbed"`
	Judged      int `json:"judged"`
	// Alike is what all answers to the same question have alike.
	Alike Alike `json:"alike"`
	// Least and Most are the lengths of their bodies in bytes.
	Least int64 `json:"least_bytes"`
	Most  int64 `json:"most_bytes"`
	// Short is how many bodies were cut short, Skipped how many answers came
	// without the work, and Changed how many with other content.
	Short   int `json:"cut_short"`
	Skipped int `json:"skipped"`
	Changed int `json:"changed"`
}

// Alike is what all answers to a question have alike that no stop disturbed.
type Alike string

// What may be alike, each seeing less than the one before.
const (
	// AlikeBytes: every byte of a task's, so that any that differs is seen.
	AlikeBytes Alike = "bytes"
	// AlikeLength: the length, or nearly. Four fifths of the body, and more, pass.
	AlikeLength Alike = "length"
	// AlikeEnd: the length varies, but all end with the same punctuation.
	AlikeEnd Alike = "end"
	// AlikeNothing: a body that is cut short is not seen.
	AlikeNothing Alike = "nothing"
	// AlikeUnknown: there were too few answers to compare with.
	AlikeUnknown Alike = "unknown"
)

// alike is what the answers of a kind have alike.
func (l *learnt) alike() Alike {
	switch least, _ := l.least(); {
	case l.n < leastLearnt:
		return AlikeUnknown
	case l.fixed:
		return AlikeBytes
	case 4*l.spread <= least:
		return AlikeLength
	case l.end != "":
		return AlikeEnd
	}
	return AlikeNothing
}

// answerCounts says what was compared, by kind of request.
func (j judge) answerCounts() []AnswerCount {
	var out []AnswerCount
	for _, kind := range slices.Sorted(maps.Keys(j.answers.learnt)) {
		l := j.answers.learnt[kind]
		c := AnswerCount{Request: kind, Undisturbed: l.n, Judged: j.answers.judged[kind], Alike: l.alike()}
		c.Least, c.Most = l.least()
		for i, fault := range j.answers.of {
			switch {
			case j.Exchanges[i].Kind != kind:
			case fault.short():
				c.Short++
			case fault.changed():
				c.Changed++
			default:
				c.Skipped++
			}
		}
		out = append(out, c)
	}
	return out
}
