package verdict

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// ConnectionCount is the number of WebSocket connections by how they went. What
// was cut, refused or failed is counted beside it.
type ConnectionCount struct {
	// Opened is those whose handshake succeeded.
	Opened int `json:"opened"`
	// ByClient is those that the client ended when their time was over, and
	// StillOpen those that it ended because nothing more was to be seen.
	ByClient  int `json:"ended_by_client"`
	StillOpen int `json:"open_at_the_end"`
	// ByApp is those that the app ended with a close frame, Codes how many with
	// which code; those with the code of an error count as failed too.
	ByApp int         `json:"closed_by_app"`
	Codes []CloseCode `json:"close_codes"`
	// AtAge is those of ByApp that had reached the greatest age, Stopping those
	// that were closed from the stop signal on, and Early those that the app
	// closed before their time although it had promised not to.
	AtAge    int `json:"closed_at_greatest_age"`
	Stopping int `json:"closed_while_stopping"`
	Early    int `json:"closed_early"`
	// AtSignal is those that were open at the old task at the stop signal, and
	// Outlived those that got older there than the greatest age.
	AtSignal int `json:"open_at_signal"`
	Outlived int `json:"older_than_greatest_age"`
	// Pongs is how many pings the app answered, and Messages how many messages
	// came from it.
	Pongs    int `json:"pings_answered"`
	Messages int `json:"messages_received"`
}

// CloseCode is how many connections the app closed with a code.
type CloseCode struct {
	// Code is that of a close frame, and Count how many connections had it.
	Code  int `json:"code"`
	Count int `json:"count"`
}

// aged is the share of the greatest age from which on a connection may end by
// it: apps spread the ends, so that clients that came together do not all come
// back together.
const aged = 0.75

// sockets is the work of the workload websocket.
type sockets struct{ judge }

func (sockets) unit() string            { return "connection" }
func (s sockets) failed() string        { return "failed by " + s.reachedName() }
func (s sockets) met() []stay           { return s.exchangesMet() }
func (sockets) lastEvent() string       { return EventLastConnection }
func (sockets) noticed(out Result) bool { return seen(out) }
func (s sockets) count(out *Result) {
	out.Connections, out.Open, out.Notice = s.connections(), s.openCounts(), s.notice()
}

func (s sockets) bound() string {
	if s.streams() {
		return "after the delay end every stream in order, and what is left of them after the drain of " + s.Times.Drain.String()
	}
	return "after the delay send every peer a close frame, and end what is left of them after the drain of " + s.Times.Drain.String()
}

// harmed looks at the end alone: of WebSockets, which last, many are lost long
// before it.
func (s sockets) harmed(int) bool { return s.lostStopping() }

func (sockets) find(f *finder) {
	f.listener()
	f.sockets()
}

// connections counts how they went.
func (j judge) connections() *ConnectionCount {
	c := &ConnectionCount{}
	codes := map[int]int{}
	for _, x := range j.Exchanges {
		s := x.Socket
		if s == nil {
			continue
		}
		c.Pongs, c.Messages = c.Pongs+s.Pongs, c.Messages+s.Messages
		if s.Opened {
			c.Opened++
		}
		switch {
		case s.By == ClosedByClient && x.Outcome == Answered:
			c.ByClient++
		case s.By == ClosedByEnd && x.Outcome == Answered:
			c.StillOpen++
		case s.By == ClosedByApp:
			c.ByApp++
			if !x.Stream {
				codes[s.Code]++
			}
			if j.atAge(x) {
				c.AtAge++
			}
			if x.ours() && j.Signalled >= 0 && x.End >= j.Signalled {
				c.Stopping++
			}
		}
		if j.early(x) {
			c.Early++
		}
		if j.outlived(x) {
			c.Outlived++
		}
		if s.Opened && x.ours() && j.Signalled >= 0 && x.Start < j.Signalled && x.End > j.Signalled {
			c.AtSignal++
		}
	}
	c.Codes = []CloseCode{}
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		c.Codes = append(c.Codes, CloseCode{code, codes[code]})
	}
	slices.SortStableFunc(c.Codes, func(a, b CloseCode) int { return cmp.Compare(b.Count, a.Count) })
	return c
}

// units are the connections at the moment at which each ended, where a drill of
// requests has them when they were sent.
func (s sockets) units() []Exchange {
	out := slices.Clone(s.Exchanges)
	for i := range out {
		out[i].Start = out[i].End
	}
	return out
}

// age is how long the connection lasted.
func (x Exchange) age() time.Duration { return x.End - x.Start }

// atAge says that the connection was about as old as any may become.
func (j judge) atAge(x Exchange) bool {
	return float64(x.age()) >= aged*float64(j.Times.Longest)
}

// outlived says that the old task let a connection become older than any may.
func (j judge) outlived(x Exchange) bool {
	return x.Socket != nil && x.Socket.Opened && x.ours() && x.age() > j.Times.Longest.D()+Grace
}

// early says that the app ended a connection before its own time and before
// the greatest age. It may do so only where it declares that it closes on the
// stop signal, from then on; but not after a drain, which all were to outlast.
func (j judge) early(x Exchange) bool {
	switch {
	case x.Socket == nil || x.Socket.By != ClosedByApp || x.Outcome != Answered || !x.ours():
		return false
	case j.Path == shutdown.Concurrent && j.OnInterrupt == shutdown.Close && j.Signalled >= 0 && x.End >= j.Signalled:
		return false
	case j.told(x.End):
		return false // It is what the notice is for.
	}
	return !j.atAge(x) && x.age() < x.Asked-Grace
}

// broken: to close connections with a close frame keeps the promise to close,
// and breaks any other.
func (s sockets) broken(kept shutdown.Kept, promised time.Duration, _ Result) []string {
	early := 0
	for _, x := range s.Exchanges {
		if s.early(x) && x.Asked <= promised {
			early++
		}
	}
	if early == 0 || kept == shutdown.KeptClosed {
		return nil
	}
	return []string{print.Count(early, "connection") + " closed by " + s.reachedName() + " before their time"}
}

// CloseNames are the codes of close frames (RFC 6455, section 7.4.1, and IANA's list).
var CloseNames = map[int]string{1000: "normal closure", 1001: "going away", 1002: "protocol error", 1003: "unsupported data", 1005: "no code",
	1007: "invalid data", 1008: "policy violation", 1009: "message too big", 1010: "mandatory extension", 1011: "internal error",
	1012: "service restart", 1013: "try again later", 1014: "bad gateway"}
