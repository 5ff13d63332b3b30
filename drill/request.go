package drill

import (
	"bytes"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// Request is one kind of request that a drill sends.
type Request struct {
	// Method is GET when empty.
	Method string
	// Path is asked for. {seconds} stands for the time that the answer shall
	// take, between nothing and the longest work; where the workload is
	// websocket, for the time that the connection shall last. It may stand in
	// the body too. {id} stands for an id of this one request, a UUID, here, in a
	// header's value, or in the body but that of a gRPC call.
	Path string
	// Weight is its share of all requests; 1 when 0.
	Weight int
	// Seconds is how long the answer takes where no {seconds} says it; it is what
	// a promise of "up to so many seconds" is judged by. A body is sent as slowly,
	// so that its upload takes that long. A WebSocket, or a stream, is ended by the
	// drill after that time; when 0, after one between nothing and the longest work.
	Seconds float64
	// Header and Body are sent with it.
	Header http.Header
	Body   []byte
	// Messages is how often the message of a gRPC call is sent; once when 0. Where
	// it is more than once, they are spread over the seconds of the call.
	Messages int
	// Stream says that the answer goes on until its time is over, such as
	// server-sent events. It is whole when it ended in order: with a last chunk, or
	// with as many bytes as it had said.
	Stream bool
}

// method is the method to send.
func (r Request) method() string {
	if r.Method == "" {
		return http.MethodGet
	}
	return r.Method
}

// kind names the request for a reader: GET goes without saying.
func (r Request) kind() string {
	if r.method() == http.MethodGet {
		return r.Path
	}
	return r.Method + " " + r.Path
}

// timed says that the request itself tells the app how long its answer takes.
func (r Request) timed() bool {
	return strings.Contains(r.Path, secondsMark) || bytes.Contains(r.Body, []byte(secondsMark))
}

// uploads says that the body is sent slowly.
func (r Request) uploads() bool {
	return (len(r.Body) > 0 || r.Messages > 1) && r.Seconds > 0 && !r.timed()
}

// DefaultRequests asks the app for work of a given time.
func DefaultRequests() []Request { return []Request{{Path: "/work?seconds={seconds}"}} }

// DefaultSockets asks the app for a WebSocket. The drill itself ends it when
// its time is over, so the path need not say how long it lasts.
func DefaultSockets() []Request { return []Request{{Path: "/ws"}} }

const secondsMark = "{seconds}"

// mix picks requests by weight.
type mix struct {
	requests []Request
	total    int
	longest  time.Duration
	scale    int
}

func newMix(requests []Request, longest time.Duration, scale int) mix {
	m := mix{requests: requests, longest: longest - verdict.Room(longest), scale: scale}
	for _, r := range requests {
		m.total += max(1, r.Weight)
	}
	return m
}

// shares is how long requests take, as shares of the longest work. Most are
// short, as in life, and some take as long as they may.
var shares = [...]struct {
	share  float64
	weight int
}{{0, 60}, {0.02, 25}, {0.1, 10}, {0.5, 4}, {1, 1}}

// pick draws a request and the time its answer takes.
func (m mix) pick() (*Request, time.Duration) {
	r := m.draw()
	return r, m.takes(*r, drawShare())
}

// draw draws a request by weight.
func (m mix) draw() *Request {
	n := rand.IntN(m.total)
	for i := range m.requests {
		if n -= max(1, m.requests[i].Weight); n < 0 {
			return &m.requests[i]
		}
	}
	panic("drill: no request drawn")
}

// longestRequests are those that take longest: all that are told how long, or
// else those with the most seconds.
func (m mix) longestRequests() []*Request {
	var out []*Request
	for i := range m.requests {
		r := &m.requests[i]
		switch {
		case len(out) == 0 || m.takes(*r, 1) > m.takes(*out[0], 1):
			out = []*Request{r}
		case m.takes(*r, 1) == m.takes(*out[0], 1):
			out = append(out, r)
		}
	}
	return out
}

// takes is how long the answer takes, for a share of the longest work.
func (m mix) takes(r Request, share float64) time.Duration {
	if r.timed() || r.Stream && r.Seconds == 0 {
		return time.Duration(share * float64(m.longest))
	}
	return time.Duration(r.Seconds * float64(time.Second) / float64(m.scale))
}

// questions are the times that a request may be asked with.
func (m mix) questions(r Request) []time.Duration {
	var out []time.Duration
	for _, s := range shares {
		if d := m.takes(r, s.share); !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}

// fillSeconds puts a time where a text has its mark.
func fillSeconds(text string, d time.Duration) string {
	return strings.ReplaceAll(text, secondsMark, strconv.FormatFloat(d.Seconds(), 'f', 3, 64))
}

func drawShare() float64 {
	n := rand.IntN(100)
	for _, s := range shares {
		if n -= s.weight; n < 0 {
			return s.share
		}
	}
	return 1
}
