package drill

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// shot is one request and what came back for it.
type shot struct {
	request *Request
	takes   time.Duration
	id      string // empty without one

	task     verdict.Task
	code     int
	head     http.Header
	response *http.Response
	call     bool // of gRPC
	// left says that the drill itself ended the answer.
	left atomic.Bool
	body verdict.Body
	read bool // to its end
}

// make makes what is sent.
func (s *shot) make(url string) (*http.Request, error) {
	if s.call {
		return s.request.call(url, s.takes, s.id)
	}
	return s.request.request(url, s.takes, s.id)
}

// request is an HTTP request of a kind.
func (r Request) request(url string, takes time.Duration, id string) (*http.Request, error) {
	out, err := http.NewRequestWithContext(context.Background(), r.method(), url, nil)
	if err != nil {
		return nil, err
	}
	for name, values := range r.Header {
		out.Header[name] = fillIDs(values, id)
	}
	if host := out.Header.Get("Host"); host != "" {
		out.Host = host
		out.Header.Del("Host")
	}
	body := r.body(strconv.FormatFloat(takes.Seconds(), 'f', 3, 64), id)
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

// rest is how long a stream may go on when the load has ended: those that the app
// ends by itself have their time and a little more.
func (s *shot) rest() time.Duration {
	if s.request.timed() {
		return s.takes + verdict.Grace
	}
	return 0
}

// exchange is the request as it is recorded.
func (s *shot) exchange(start, end time.Duration, failure string) verdict.Exchange {
	x := verdict.Exchange{Start: start, End: end, Asked: s.takes, Task: s.task, Error: failure, Kind: s.request.kind(), Stream: s.request.Stream, ID: s.id}
	if s.read {
		x.Code, x.Body = s.code, &s.body
	}
	x.Outcome = outcome(x.Code, failure, s.head)
	switch {
	case s.left.Load() && x.Outcome == verdict.Cut, s.outlasted(failure):
		x.Outcome, x.Left, x.Code = verdict.Answered, true, s.code
	case s.read && s.request.Stream && s.body.ByClosing && x.Outcome == verdict.Answered && end-start < s.takes-verdict.Grace:
		x.Outcome = verdict.Cut // It did not say that this is its end.
	case s.call && x.Outcome == verdict.Answered:
		x.Outcome, x.Code, x.Error = endOfCall(s.response)
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
