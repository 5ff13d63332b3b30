package drill

import (
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// carrier sends the requests of a drill and looks at what comes back. A request
// is known by the mark behind the hash of its URL, which is not sent.
type carrier struct {
	next    http.RoundTripper
	samples *samples
	// learns says that what comes back is what later answers are compared with.
	learns bool
	// calls says that they are gRPC calls.
	calls bool
	// over ends the streams that would go on, when nothing more is to be seen.
	over chan struct{}
	// run and own begin the ids of requests.
	run string
	own uint16

	last  atomic.Uint64
	shots sync.Map // mark to *shot
}

// carrier is one for what the plan sends.
func (p Plan) carrier(next http.RoundTripper, s *samples, learns bool) *carrier {
	return &carrier{next: next, samples: s, learns: learns, calls: p.Protocol == verdict.GRPC, over: make(chan struct{}), run: p.run, own: uint16(rand.Uint32())} //nolint:gosec // The ids of one drill must differ, and no more.
}

// aim makes the URL of a request.
func (c *carrier) aim(url string, r *Request, takes time.Duration) string {
	n := c.last.Add(1)
	mark, id := strconv.FormatUint(n, 10), ""
	if r.identified() {
		id = newID(c.run, c.own, n)
	}
	c.shots.Store(mark, &shot{request: r, takes: takes, call: c.calls, id: id})
	return url + fillID(fillSeconds(r.Path, takes), id) + "#" + mark
}

// hit takes what came of a request, once it is over.
func (c *carrier) hit(mark string) *shot {
	v, _ := c.shots.LoadAndDelete(mark)
	s, _ := v.(*shot)
	return s
}

// RoundTrip sends one request and looks at its answer.
func (c *carrier) RoundTrip(r *http.Request) (*http.Response, error) {
	v, _ := c.shots.Load(r.URL.Fragment)
	s, ok := v.(*shot)
	if !ok {
		return c.next.RoundTrip(r)
	}
	out, err := s.make(r.URL.String())
	if err != nil {
		return nil, err
	}
	if route := r.Header.Get(routeHeader); route != "" {
		out.Header.Set(routeHeader, route)
	}
	ctx, leave := context.WithCancel(r.Context())
	if s.request.Stream {
		go c.leaves(ctx, s, leave)
	}
	response, err := c.next.RoundTrip(out.WithContext(ctx))
	if err != nil {
		leave()
		return nil, err
	}
	s.task, s.code, s.head, s.response = verdict.Task(response.Header.Get(taskHeader)), response.StatusCode, response.Header, response
	s.body.ByClosing = byClosing(r.Method, response) || response.Header.Get(framingHeader) != ""
	response.Body = newReading(response.Body, s, c.samples, c.learns, leave)
	return response, nil
}

// leaves ends a stream as a client that goes away: at the end of its time where
// the app does not know that, and any at the end of the drill.
func (c *carrier) leaves(ctx context.Context, s *shot, leave func()) {
	var over <-chan time.Time
	if !s.request.timed() {
		timer := time.NewTimer(s.takes)
		defer timer.Stop()
		over = timer.C
	}
	select {
	case <-over:
	case <-c.over:
		// One that has its time before it may end by itself yet.
		wait(ctx, s.rest()) //nolint:errcheck // Then it has ended.
	case <-ctx.Done():
		return
	}
	s.left.Store(true)
	leave()
}

// send sends one request by itself and reads its answer. A route, if given, says
// which task gets it.
func (c *carrier) send(client *http.Client, url string, r *Request, takes time.Duration, begin time.Time, route verdict.Task) verdict.Exchange {
	at := c.aim(url, r, takes)
	_, mark, _ := strings.Cut(at, "#")
	start := time.Now()
	if begin.IsZero() {
		begin = start // It is before the first request of the load.
	}
	request, err := http.NewRequestWithContext(context.Background(), r.method(), at, nil)
	if err == nil {
		if route != "" {
			request.Header.Set(routeHeader, string(route))
		}
		var response *http.Response
		if response, err = client.Do(request); err == nil {
			_, err = io.Copy(io.Discard, response.Body)
			response.Body.Close() //nolint:errcheck // It has been read.
		}
	}
	failure := ""
	if err != nil {
		failure = err.Error()
	}
	return c.hit(mark).exchange(start.Sub(begin), time.Since(begin), failure)
}

// stay takes a redirect for the answer that it is.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
