package drill

import (
	"context"
	"io"
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
	// over ends the streams that would go on, when nothing more is to be seen.
	over chan struct{}

	last  atomic.Uint64
	shots sync.Map // mark to *shot
}

// shot is one request and what came back for it.
type shot struct {
	request *Request
	takes   time.Duration

	task verdict.Task
	code int
	head http.Header
	// left says that the drill itself ended the answer.
	left atomic.Bool
	body verdict.Body
	read bool // to its end
}

func newCarrier(next http.RoundTripper, s *samples, learns bool) *carrier {
	return &carrier{next: next, samples: s, learns: learns, over: make(chan struct{})}
}

// aim makes the URL of a request.
func (c *carrier) aim(url string, r *Request, takes time.Duration) string {
	mark := strconv.FormatUint(c.last.Add(1), 10)
	c.shots.Store(mark, &shot{request: r, takes: takes})
	return url + fillSeconds(r.Path, takes) + "#" + mark
}

// hit takes what came of a request, once it is over.
func (c *carrier) hit(mark string) *shot {
	v, _ := c.shots.LoadAndDelete(mark)
	s, _ := v.(*shot)
	return s
}

// request is an HTTP request of a kind.
func (r Request) request(url string, takes time.Duration) (*http.Request, error) {
	out, err := http.NewRequestWithContext(context.Background(), r.method(), url, nil)
	if err != nil {
		return nil, err
	}
	for name, values := range r.Header {
		out.Header[name] = values
	}
	if host := out.Header.Get("Host"); host != "" {
		out.Host = host
		out.Header.Del("Host")
	}
	body := r.body(strconv.FormatFloat(takes.Seconds(), 'f', 3, 64))
	if len(body) == 0 {
		return out, nil
	}
	slow := time.Duration(0)
	if r.uploads() {
		slow = takes
	}
	out.Body, out.ContentLength = newUpload(body, slow), int64(len(body))
	return out, nil
}

// RoundTrip sends one request and looks at its answer.
func (c *carrier) RoundTrip(r *http.Request) (*http.Response, error) {
	v, _ := c.shots.Load(r.URL.Fragment)
	s, ok := v.(*shot)
	if !ok {
		return c.next.RoundTrip(r)
	}
	out, err := s.request.request(r.URL.String(), s.takes)
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
	s.task, s.code, s.head = verdict.Task(response.Header.Get(taskHeader)), response.StatusCode, response.Header
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

// rest is how long a stream may go on when the load has ended: those that the app
// ends by itself have their time and a little more.
func (s *shot) rest() time.Duration {
	if s.request.timed() {
		return s.takes + verdict.Grace
	}
	return 0
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

// exchange is the request as it is recorded.
func (s *shot) exchange(start, end time.Duration, failure string) verdict.Exchange {
	x := verdict.Exchange{Start: start, End: end, Asked: s.takes, Task: s.task, Error: failure, Kind: s.request.kind(), Stream: s.request.Stream}
	if s.read {
		x.Code, x.Body = s.code, &s.body
	}
	x.Outcome = outcome(x.Code, failure, s.head)
	switch {
	case s.left.Load() && x.Outcome == verdict.Cut, s.outlasted(failure):
		x.Outcome, x.Left, x.Code = verdict.Answered, true, s.code
	case s.read && s.request.Stream && s.body.ByClosing && x.Outcome == verdict.Answered && end-start < s.takes-verdict.Grace:
		x.Outcome = verdict.Cut // It did not say that this is its end.
	}
	return x
}

// outlasted says that the replacement, which nothing stops, had begun an answer and
// not ended it when the drill gave it up.
func (s *shot) outlasted(failure string) bool {
	return s.task == verdict.ReplacementTask && s.code > 0 && s.code < 300 &&
		(strings.Contains(failure, "Client.Timeout") || strings.Contains(failure, context.DeadlineExceeded.Error()))
}

// byClosing says that nothing but the end of the connection tells where the body
// of an answer ends.
func byClosing(method string, r *http.Response) bool {
	return method != http.MethodHead && r.ContentLength < 0 && len(r.TransferEncoding) == 0 && !r.Uncompressed && r.ProtoMajor == 1
}
