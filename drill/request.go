package drill

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// Request is one kind of request that a drill sends.
type Request struct {
	// Path is asked for. {seconds} stands for the time that the answer shall
	// take, between nothing and the longest work; where the workload is
	// websocket, for the time that the connection shall last.
	Path string
	// Weight is its share of all requests; 1 when 0.
	Weight int
	// Seconds is how long the answer takes where the path does not say it; it
	// is what a promise of "up to so many seconds" is judged by. A WebSocket is
	// ended by the drill after that time; when 0, after one between nothing and
	// the longest work.
	Seconds float64
}

// DefaultRequests asks the app for work of a given time.
func DefaultRequests() []Request { return []Request{{Path: "/work?seconds={seconds}"}} }

// DefaultSockets asks the app for a WebSocket. The drill itself ends it when
// its time is over, so the path need not say how long it lasts.
func DefaultSockets() []Request { return []Request{{Path: "/ws"}} }

const secondsMark = "{seconds}"

// ParseRequest reads a request as the command line has it: a path, and after a
// semicolon each its weight and seconds, such as "/report;weight=3;seconds=2".
func ParseRequest(text string) (Request, error) {
	parts := strings.Split(text, ";")
	r := Request{Path: parts[0], Weight: 1}
	if !strings.HasPrefix(r.Path, "/") {
		return r, fmt.Errorf("request %q: the path must start with a slash", text)
	}
	for _, part := range parts[1:] {
		name, value, _ := strings.Cut(part, "=")
		number, err := strconv.ParseFloat(value, 64)
		switch {
		case name == "weight" && err == nil && number >= 1 && number == float64(int(number)):
			r.Weight = int(number)
		case name == "seconds" && err == nil && number >= 0:
			r.Seconds = number
		default:
			return r, fmt.Errorf("request %q: after the path only weight=N, a whole number from 1, and seconds=N can follow, got %q", text, part)
		}
	}
	return r, nil
}

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
func (m mix) pick() (string, time.Duration) {
	return m.fill(m.draw(), time.Duration(drawShare()*float64(m.longest)))
}

// draw draws a request by weight.
func (m mix) draw() Request {
	n := rand.IntN(m.total)
	for _, r := range m.requests {
		if n -= max(1, r.Weight); n < 0 {
			return r
		}
	}
	panic("drill: no request drawn")
}

// longestRequest is the request that takes longest.
func (m mix) longestRequest() (string, time.Duration) {
	best := m.requests[0]
	for _, r := range m.requests {
		if strings.Contains(r.Path, secondsMark) {
			best = r
			break
		}
		if r.Seconds > best.Seconds {
			best = r
		}
	}
	return m.fill(best, m.longest)
}

func (m mix) fill(r Request, takes time.Duration) (string, time.Duration) {
	if !strings.Contains(r.Path, secondsMark) {
		return r.Path, time.Duration(r.Seconds * float64(time.Second) / float64(m.scale))
	}
	return fillSeconds(r.Path, takes), takes
}

// fillSeconds puts a time where the path has its mark.
func fillSeconds(path string, d time.Duration) string {
	return strings.ReplaceAll(path, secondsMark, strconv.FormatFloat(d.Seconds(), 'f', 3, 64))
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
