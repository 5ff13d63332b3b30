package drill

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// errNoEnd is why a stream whose connection was closed is not whole: a client, and
// the load balancer, cannot tell that from a break.
var errNoEnd = errors.New("the end of the connection ended the stream, without a last chunk")

// follow opens a stream, such as of server-sent events, and reads it until somebody
// ends it: the app, the drill when the stream's time or the whole drill is over, or
// a break. It is whole when the app ended it in order.
func (s *sockets) follow(r Request, lasts time.Duration, header http.Header, over <-chan time.Time, x *verdict.Exchange) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	patience := time.AfterFunc(handshakeTime, cancel)
	response, err := openStream(ctx, s.client, s.url+fillSeconds(r.Path, lasts), r, header)
	patience.Stop()
	if response != nil {
		x.Task, x.Code = verdict.Task(response.Header.Get(taskHeader)), response.StatusCode
	}
	if err != nil || response.StatusCode >= 300 {
		x.Outcome = handshakeOutcome(response, err)
		if err != nil {
			x.Error = err.Error()
		}
		return
	}
	defer response.Body.Close() //nolint:errcheck // It has ended.
	x.Socket.Opened = true
	ended := make(chan error, 1)
	go func() { ended <- s.drain(response, x.Socket) }()
	select {
	case err = <-ended:
		x.Socket.By = verdict.ClosedByApp
	case <-over:
		x.Socket.By = verdict.ClosedByClient
		leave(cancel, ended)
	case <-s.over:
		x.Socket.By = verdict.ClosedByEnd
		leave(cancel, ended)
	}
	x.Outcome = verdict.Answered
	if err != nil {
		x.Socket.By, x.Outcome, x.Error = "", verdict.Cut, err.Error()
	}
}

// leave goes away as a client does. That is no break.
func leave(cancel func(), ended <-chan error) {
	cancel()
	<-ended //nolint:errcheck // Whatever it is, the drill has brought it.
}

// openStream asks for a stream.
func openStream(ctx context.Context, client *http.Client, url string, r Request, header http.Header) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	if header != nil {
		request.Header = header.Clone()
	}
	for name, values := range r.Header {
		request.Header[name] = values
	}
	if request.Header.Get("Accept") == "" {
		request.Header.Set("Accept", "text/event-stream, */*")
	}
	return client.Do(request)
}

// drain reads a stream to its end, and counts what comes.
func (s *sockets) drain(r *http.Response, seen *verdict.Socket) error {
	buffer := make([]byte, 16<<10)
	var rhythm pace
	var lines events
	defer rhythm.write(seen)
	rhythm.waits() // Also for the first: a stream may be silent from its beginning.
	for {
		n, err := r.Body.Read(buffer)
		if n > 0 {
			seen.Messages++
			rhythm.came()
			rhythm.waits()
			lines.read(buffer[:n])
		}
		switch {
		case err == nil:
		case !errors.Is(err, io.EOF):
			return err
		case r.Header.Get(framingHeader) != "" || byClosing(http.MethodGet, r):
			return errNoEnd
		default:
			seen.MidEvent = lines.open && ofEvents(r.Header)
			return nil
		}
	}
}

// tryStream opens a stream at the task before anything else, so that a wrong path
// is told as what it is.
func (p *player) tryStream(ctx context.Context, t task) error {
	ctx, cancel := context.WithTimeout(ctx, handshakeTime)
	defer cancel()
	r := p.plan.Requests[0]
	at := t.url.String() + fillSeconds(r.Path, p.times.Longest.D())
	response, err := openStream(ctx, handshakeClient(), at, r, nil)
	if err != nil {
		return fmt.Errorf("the app opens no stream: GET %s: %w", at, err)
	}
	response.Body.Close() //nolint:errcheck // That it opens is enough.
	if response.StatusCode >= 300 {
		return fmt.Errorf("the app opens no stream: GET %s answered %d %s; name the path of one with --request 'PATH;stream'", at, response.StatusCode, http.StatusText(response.StatusCode))
	}
	return nil
}
