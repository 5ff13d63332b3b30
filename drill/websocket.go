package drill

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/coder/websocket"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// pause is how long a healthy app may leave a ping without an answer: the
// profile's longest pause, which a machine does not shorten below a second.
func (p *player) pause() time.Duration {
	return max(time.Second, p.plan.scaled(*p.full.LongestPause).D())
}

// tryHandshake opens a WebSocket at the task before anything else, so that a
// wrong path is told as what it is.
func (p *player) tryHandshake(ctx context.Context, t task) error {
	if p.plan.Requests[0].Stream {
		return p.tryStream(ctx, t)
	}
	at := t.url.String() + fillSeconds(p.plan.Requests[0].Path, p.times.Longest.D())
	conn, response, err := shake(handshakeClient(), at, nil)
	switch {
	case response != nil && response.StatusCode != http.StatusSwitchingProtocols:
		return fmt.Errorf("the app opens no WebSocket: GET %s answered %d %s; name the path of one with --request PATH", at, response.StatusCode, http.StatusText(response.StatusCode))
	case err != nil:
		return fmt.Errorf("the app opens no WebSocket: GET %s: %w", at, err)
	}
	s := socket{conn: conn, pause: p.pause(), pace: &pace{}, seen: &verdict.Socket{}}
	ended := make(chan error, 1)
	go func() { ended <- s.read() }()
	if err := s.ping(); err != nil {
		conn.CloseNow() //nolint:errcheck // It is given up.
		<-ended         //nolint:errcheck // The ping's says more.
		return fmt.Errorf("the WebSocket at %s answers no ping, by which the drill sees that it is alive: read from it as long as it is open: %w", at, err)
	}
	s.close(verdict.ClosedByEnd, ended) //nolint:errcheck // Whether it answers close frames is for the findings.
	return ctx.Err()
}

// echo is the stand-in of a replacement: it answers every message with itself,
// and requests such as health checks at once.
var echo = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	if !upgrades(r.Header) {
		return
	}
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // Accept has answered.
	}
	defer conn.CloseNow() //nolint:errcheck // It has been closed, or is broken.
	for {
		kind, message, err := conn.Read(context.Background())
		if err != nil || conn.Write(context.Background(), kind, message) != nil {
			return
		}
	}
})
