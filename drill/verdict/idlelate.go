package verdict

import (
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// LateIdle is what became of idle connections that began after the signal, while
// new requests might still arrive.
type LateIdle struct {
	// Watched is how many there were, and Told how many the app ended with their
	// answer, as it had said in it.
	Watched int `json:"watched"`
	Told    int `json:"told_to_end"`
	// Declared is the shortest timeout of a Keep-Alive header; nil without any.
	Declared *Seconds `json:"declared_timeout"`
	// Dropped is how many the app closed without a word while new requests might
	// still arrive on them, and Shortest how soon after an answer; nil without any.
	Dropped  int      `json:"dropped"`
	Shortest *Seconds `json:"dropped_after_idle"`
}

// lateIdle says what became of those that began after the signal; nil where none
// got an answer.
func (j judge) lateIdle() *LateIdle {
	out := &LateIdle{}
	for _, c := range j.Idle.Connections {
		if !c.Late || c.From < 0 {
			continue
		}
		if out.Watched++; c.Told {
			out.Told++
			continue
		}
		out.Declared = least(out.Declared, c.Declared)
		idle := Seconds(c.Closed - c.From)
		kept := j.Idle.Timeout > 0 && idle.D()+Grace >= j.Idle.Timeout.D()
		if j.closedByApp(c) && !kept {
			out.Dropped++
			out.Shortest = least(out.Shortest, &idle)
		}
	}
	if out.Watched == 0 {
		return nil
	}
	return out
}

// lateIdle is whether the app goes on keeping connections, or tells of their end,
// once it stops.
func (f *finder) lateIdle(i IdleResult, fault bool, loses string) {
	l := i.Late
	if l == nil {
		return
	}
	const fix = "from the signal on give every answer \"Connection: close\", or keep connections as before until the delay is over"
	if l.Dropped > 0 && !f.has(KeepAliveTooShort, DropsIdle) {
		f.add(DropsIdle, "closes "+print.Count(l.Dropped, "connection")+" of "+print.Grouped(l.Watched)+" after an answer from the signal on that does not say \"Connection: close\", the first "+l.Shortest.String()+
			" after it, while new requests may arrive on them for "+f.nominal().String()+": "+loses, fix, fault)
	}
	if i.Timeout != nil && l.Declared != nil && *l.Declared < *i.Timeout && !f.has(KeepAliveTooShort) {
		f.add(KeepAliveTooShort, "says in its answers from the signal on that it closes idle connections after "+l.Declared.String()+" (Keep-Alive: timeout), sooner than the load balancer's idle timeout of "+
			i.Timeout.String()+": "+loses, fix, fault)
	}
}
