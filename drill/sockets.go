package drill

import (
	"context"
	"math"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// sockets is the steady stream of WebSocket connections of a drill, with
// connections of the longest kind always among those that are open: the drill
// never ends them, so the app must when they reach the greatest age.
type sockets struct {
	ledger

	url     string
	mix     mix
	rate    int
	longest time.Duration
	message string
	pause   time.Duration
	begin   time.Time
	client  *http.Client

	slots chan struct{}
	over  chan struct{} // closed when nothing more is to be seen
	done  sync.WaitGroup
}

func newSockets(url string, m mix, plan Plan, times verdict.Times, pause time.Duration, begin time.Time) *sockets {
	return &sockets{url: url, mix: m, rate: plan.Rate, longest: times.Longest.D(), message: plan.Message, pause: pause, begin: begin, client: handshakeClient(),
		slots: make(chan struct{}, mostInFlight), over: make(chan struct{})}
}

// handshakeClient opens a connection for each handshake: one that was kept and
// broke would be tried again behind the drill's back.
func handshakeClient() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: unverified()},
		CheckRedirect: stay}
}

// handshakeTime is how long a handshake may take.
const handshakeTime = 10 * time.Second

// start begins to open connections, until the context ends.
func (s *sockets) start(ctx context.Context) {
	s.done.Go(func() { s.pace(ctx) })
	s.done.Go(func() { s.keepLongest(ctx) })
}

// stop closes what is open, as a client that leaves, and waits for it.
func (s *sockets) stop() {
	close(s.over)
	s.done.Wait()
}

// pace opens connections at the rate.
func (s *sockets) pace(ctx context.Context) {
	for n := 0; ; n++ {
		due := time.Duration(n) * time.Second / time.Duration(s.rate)
		if wait(ctx, time.Until(s.begin.Add(due))) != nil {
			return
		}
		select {
		case s.slots <- struct{}{}:
		case <-ctx.Done():
			return
		}
		s.due(time.Since(s.begin) - due)
		s.done.Go(func() {
			defer func() { <-s.slots }()
			r := s.mix.draw()
			lasts := time.Duration(s.share() * float64(s.longest))
			if r.Seconds > 0 {
				lasts = time.Duration(r.Seconds * float64(time.Second) / float64(s.mix.scale))
			}
			s.one(*r, lasts, false)
		})
	}
}

// keepLongest opens connections of the longest kind so often that some are open
// at any moment.
func (s *sockets) keepLongest(ctx context.Context) {
	longest := s.mix.requests[0]
	for _, r := range s.mix.requests {
		if longest.Seconds > 0 && (r.Seconds == 0 || r.Seconds > longest.Seconds) {
			longest = r
		}
	}
	overlap(ctx, s.longest, func() { s.done.Go(func() { s.one(longest, s.longest, true) }) })
}

// mostOpen is about how many connections are open at once.
const mostOpen = 500

// share draws how long a connection lasts, as a share of the longest: spread
// from nothing to all of it, with more short ones than long ones, and the more
// so the more would be open.
func (s *sockets) share() float64 {
	return math.Pow(rand.Float64(), max(2, float64(s.rate)*s.longest.Seconds()/mostOpen-1))
}

// one opens a connection and keeps it until it ends. The longest kind goes to
// the old task as long as any node of the load balancer may.
func (s *sockets) one(r Request, lasts time.Duration, longest bool) {
	s.opens()
	header := http.Header{}
	var over <-chan time.Time
	if longest {
		header.Set(routeHeader, string(verdict.OldTask))
	} else {
		timer := time.NewTimer(lasts)
		defer timer.Stop()
		over = timer.C
	}
	x := verdict.Exchange{Start: time.Since(s.begin), Asked: lasts, Stream: r.Stream, Socket: &verdict.Socket{}}
	if r.Stream {
		s.follow(r, lasts, header, over, &x)
		s.ended(x)
		return
	}
	conn, response, err := shake(s.client, s.url+fillSeconds(r.Path, lasts), header)
	if response != nil {
		x.Task, x.Code = verdict.Task(response.Header.Get(taskHeader)), response.StatusCode
	}
	if err != nil {
		x.Error, x.Outcome = err.Error(), handshakeOutcome(response, err)
	} else {
		x.Socket.Opened = true
		whole, err := socket{conn, s.message, s.pause, &pace{}, x.Socket}.live(over, s.over, s.beat())
		switch {
		case !whole:
			x.Outcome, x.Error = verdict.Cut, err.Error()
		case x.Socket.By == verdict.ClosedByApp && saysError(x.Socket.Code):
			x.Outcome = verdict.Failed
		default:
			x.Outcome = verdict.Answered
		}
	}
	s.ended(x)
}

// ended notes what became of a connection.
func (s *sockets) ended(x verdict.Exchange) {
	x.End = time.Since(s.begin)
	s.closes(x)
}

// slowestBeat is the longest time between two signs of life.
const slowestBeat = 5 * time.Second

// beat is how often a connection shows that it is alive.
func (s *sockets) beat() time.Duration {
	return min(max(s.longest/10, 100*time.Millisecond), slowestBeat)
}

// shake does the handshake of one WebSocket.
func shake(client *http.Client, url string, header http.Header) (*websocket.Conn, *http.Response, error) {
	ctx, cancel := context.WithTimeout(context.Background(), handshakeTime)
	defer cancel()
	conn, response, err := websocket.Dial(ctx, url, &websocket.DialOptions{HTTPClient: client, HTTPHeader: header})
	if err == nil {
		conn.SetReadLimit(-1)
	}
	return conn, response, err
}

// handshakeOutcome says what became of a connection that did not open. Whatever
// the app answers instead of opening it is a failure.
func handshakeOutcome(response *http.Response, err error) verdict.Outcome {
	switch {
	case response == nil && refused(err):
		return verdict.Refused
	case response == nil:
		return outcome(0, err.Error(), nil)
	}
	o := outcome(response.StatusCode, "", response.Header)
	if o == verdict.Answered {
		return verdict.Failed
	}
	return o
}

// saysError says that the code of an app's close frame tells of an error, not
// of an end or a restart (RFC 6455, section 7.4.1, and IANA's list).
func saysError(code int) bool {
	switch websocket.StatusCode(code) {
	case websocket.StatusProtocolError, websocket.StatusUnsupportedData, websocket.StatusInvalidFramePayloadData, websocket.StatusPolicyViolation,
		websocket.StatusMessageTooBig, websocket.StatusMandatoryExtension, websocket.StatusInternalError, websocket.StatusBadGateway:
		return true
	}
	return false
}

func (s *sockets) inFlight() int { return s.opened() }

// collect writes down what became of the connections, once all have ended.
func (s *sockets) collect(r *verdict.Recording) { s.write(r, s.rate, mostInFlight) }
