package verdict

import (
	"strconv"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The rules of findings on answers that came and are not what they were.
const (
	CutsBodiesShort  = "cuts-bodies-short"
	SkipsWork        = "skips-work"
	ChangesAnswers   = "changes-answers"
	EndsStreamsEarly = "ends-streams-early"
	EndlessAnswers   = "endless-answers"
)

// compared is whether the answers of the stopping task are like those before.
func (f *finder) compared() {
	f.shortened()
	f.skipped()
	f.changed()
	f.streams()
	f.endless()
}

// shortened is whether bodies ended before their end.
func (f *finder) shortened() {
	n, first := f.withFault(forever, answerFault.short)
	if n == 0 {
		return
	}
	text := "cuts the bodies of " + print.Count(n, "answer") + " short that look whole, the first " + f.fromSignal(first.End) + ": " +
		bytesOf(first.Body.Length) + " of " + first.Kind + ", " + f.answers.learnt[first.Kind].like(first)
	fix := "let requests in flight finish for the drain of " + f.Times.Drain.String() + ", and "
	switch {
	case f.Protocol == GRPC:
		fix += "end one that cannot with a status such as UNAVAILABLE instead of OK"
	case f.Protocol == HTTP2:
		fix += "reset the stream of one that cannot instead of ending it"
	case !first.Body.ByClosing:
		fix += "close the connection of one that cannot without its last chunk"
	default:
		fix += "say how long a body is, with Content-Length or in chunks, so that a client can tell that it is cut"
	}
	f.add(CutsBodiesShort, text, fix, f.answers.sure)
}

// skipped is whether requests were answered without their work.
func (f *finder) skipped() {
	n, first := f.withFault(forever, answerFault.skipped)
	if n == 0 {
		return
	}
	count, status := map[answerFault]int{}, map[answerFault]string{}
	for i, fault := range f.answers.of {
		count[fault]++
		status[fault] = f.Exchanges[i].status()
	}
	before, judged := f.answers.counts()
	text := "answers " + print.Count(n, "request") + " of " + print.Grouped(judged) + " as if their work were done, the first " + f.fromSignal(first.End) + ": "
	text += enumerate(
		some(count[otherStatus], "with a status such as "+status[otherStatus]),
		some(count[emptyBody], "without a body"),
		some(count[soonDone], "in less than half of the time that the work takes"),
	)
	if n > count[moreStatus] {
		text += ", as none of " + print.Grouped(before) + " that no stop disturbed"
	}
	if often := count[moreStatus]; often > 0 {
		if n > often {
			text += "; and "
		}
		text += some(often, "with a status such as "+status[moreStatus]) + ", as only " + print.Grouped(f.answers.having(status[moreStatus])) + " of " + print.Grouped(before) + " that no stop disturbed"
	}
	f.add(SkipsWork, text, "turn the health path alone to 503 and go on working for the delay, and finish what is in flight within the drain of "+f.Times.Drain.String(), f.answers.sure)
}

// changed is whether requests were answered with something else, such as an error
// in an answer that says success.
func (f *finder) changed() {
	n, first := f.withFault(forever, answerFault.changed)
	if n == 0 {
		return
	}
	_, judged := f.answers.counts()
	text := "answers " + print.Count(n, "request") + " of " + print.Grouped(judged) + " with other content than any that no stop disturbed, the first " +
		f.fromSignal(first.End) + ": " + bytesOf(first.Body.Length) + " of " + first.Kind + ", " + f.answers.learnt[first.Kind].unlike(first)
	f.add(ChangesAnswers, text, "look at what it answers then: keep what the work needs, such as a database pool, open until the last request is answered, and answer an error with a status of 500 or more", f.answers.surelyChanged)
}

// counts is how many answers were learnt from, of the kinds that were judged, and
// how many were judged.
func (a answers) counts() (before, judged int) {
	for kind, n := range a.judged {
		before, judged = before+a.learnt[kind].n, judged+n
	}
	return before, judged
}

// having is how many of those that were learnt from have a status.
func (a answers) having(status string) (n int) {
	for kind := range a.judged {
		n += a.learnt[kind].statuses[status]
	}
	return n
}

// status names how the app answered.
func (x Exchange) status() string {
	if name, ok := strings.CutPrefix(x.Error, "status "); ok {
		return name // Of gRPC.
	}
	return strconv.Itoa(x.Code)
}

// streams is whether the app ended streams before their time.
func (f *finder) streams() {
	n, first := 0, Never
	for _, x := range f.Exchanges {
		if !f.endedEarly(x) {
			continue
		}
		if n++; first < 0 || x.End < first {
			first = x.End
		}
	}
	if n > 0 {
		f.add(EndsStreamsEarly, "ends "+print.Count(n, "stream")+" before their time that on_interrupt finish lets end by themselves, the first "+f.fromSignal(first),
			"let streams in flight end by themselves within the drain of "+f.Times.Drain.String()+", or declare workload websocket with on_interrupt close for streams that the app ends on a stop", true)
	}
}

// endless is whether answers of the replacement went on until the drill gave them
// up. No stop has to do with that: they may be streams that nobody declared.
func (f *finder) endless() {
	n, kind := 0, ""
	for _, x := range f.Exchanges {
		if x.Left && !x.Stream {
			n, kind = n+1, x.Kind
		}
	}
	if n > 0 {
		f.add(EndlessAnswers, print.Count(n, "answer")+" of the replacement to "+kind+" had not ended when the drill gave up waiting",
			"if that is a stream, say so with --request '"+kind+";stream'; otherwise look for what holds it up: this is not the stop", false)
	}
}

// endedEarly says that the app ended a stream in order, but before its time and
// on the stop. It may where it declares that it closes on the signal.
func (j judge) endedEarly(x Exchange) bool {
	if !x.Stream || x.Left || x.Socket != nil || x.Outcome != Answered || x.Task != OldTask || j.Signalled < 0 || x.End < j.Signalled || j.OnInterrupt == shutdown.Close {
		return false
	}
	return x.Asked >= noticeable && x.End-x.Start < x.Asked/2
}

// forever is longer than any request.
const forever = time.Duration(1<<63 - 1)

// like says how long an answer like this one is when nothing disturbs it.
func (l *learnt) like(x Exchange) string {
	s := l.norm(x)
	if s == nil {
		return "which never ends so"
	}
	if x.Body.Length >= s.lo {
		return l.withoutEnd()
	}
	return "where all others have " + s.lengths()
}

// unlike says what the others have that this one has not.
func (l *learnt) unlike(x Exchange) string {
	if !l.fixed {
		return l.withoutEnd()
	}
	return "where all others to the same question are the same " + bytesOf(l.norm(x).lo)
}

func (l *learnt) withoutEnd() string {
	return "without the " + strconv.Quote(l.end) + " that all others end with"
}

// lengths are those of its bodies.
func (s *norm) lengths() string {
	if s.lo == s.hi {
		return print.Grouped(int(s.lo))
	}
	return print.Grouped(int(s.lo)) + " to " + print.Grouped(int(s.hi))
}

func bytesOf(n int64) string { return print.Count(int(n), "byte") }

// some counts what there is any of.
func some(n int, what string) string {
	if n == 0 {
		return ""
	}
	return print.Grouped(n) + " " + what
}

// enumerate joins what is not empty.
func enumerate(parts ...string) string {
	text := ""
	for _, part := range parts {
		switch {
		case part == "":
		case text == "":
			text = part
		default:
			text += ", " + part
		}
	}
	return text
}
