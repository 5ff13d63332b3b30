package drill

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/coder/websocket"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// socket is one connection that is open.
type socket struct {
	conn *websocket.Conn
	// message is what it sends beside its pings; empty for nothing.
	message string
	// pause is how long a healthy app may leave a ping without an answer.
	pause time.Duration
	// pace is how long its messages are without an answer.
	pace *pace
	// seen is what became of it.
	seen *verdict.Socket
}

// live keeps the connection until somebody ends it: the app, the drill when
// the connection's time or the whole drill is over, or a break. It says whether
// the app sent a close frame.
func (s socket) live(over <-chan time.Time, end <-chan struct{}, every time.Duration) (whole bool, err error) {
	ended := make(chan error, 1)
	go func() { ended <- s.read() }()
	defer s.pace.write(s.seen)
	beat := time.NewTicker(every)
	defer beat.Stop()
	pongs, waiting := make(chan error, 1), false
	for {
		select {
		case err = <-ended:
			if code := websocket.CloseStatus(err); code >= 0 {
				s.seen.By, s.seen.Code = verdict.ClosedByApp, int(code)
				return true, nil
			}
			s.conn.CloseNow() //nolint:errcheck // It is broken.
			return false, err
		case <-over:
			return s.close(verdict.ClosedByClient, ended)
		case <-end:
			return s.close(verdict.ClosedByEnd, ended)
		case <-beat.C:
			if !waiting {
				waiting = true
				go func() { pongs <- s.ping() }()
			}
		case err = <-pongs:
			waiting = false
			switch {
			case err == nil:
				s.seen.Pongs++
			case errors.Is(err, context.DeadlineExceeded):
				s.seen.Silent = true
				s.conn.CloseNow() //nolint:errcheck // It is given up.
				<-ended           //nolint:errcheck // That it is given up says more.
				return false, errors.New("no answer to a ping within " + verdict.Seconds(s.pause).String())
			}
		}
	}
}

// close sends a close frame and waits for that of the app.
func (s socket) close(by verdict.Closer, ended <-chan error) (whole bool, err error) {
	s.seen.By = by
	closed := s.conn.Close(websocket.StatusNormalClosure, "")
	err = <-ended
	// Either of the two may be the one that reads the answer.
	if closed == nil {
		s.seen.Code = int(websocket.StatusNormalClosure)
		return true, nil
	}
	for _, e := range []error{err, closed} {
		if code := websocket.CloseStatus(e); code >= 0 {
			s.seen.Code = int(code)
			return true, nil
		}
	}
	return false, err
}

// read takes every message until the connection ends. It alone sees close
// frames, and while it reads pings are answered too.
func (s socket) read() error {
	for {
		_, message, err := s.conn.Reader(context.Background())
		if err == nil {
			_, err = io.Copy(io.Discard, message)
		}
		if err != nil {
			return err
		}
		s.seen.Messages++
		s.pace.came()
	}
}

// ping asks for a sign of life, and sends the message if there is one.
func (s socket) ping() error {
	ctx, cancel := context.WithTimeout(context.Background(), s.pause)
	defer cancel()
	if s.message != "" {
		s.pace.waits() // The answer may be there before Write returns.
		if err := s.conn.Write(ctx, websocket.MessageText, []byte(s.message)); err != nil {
			return err
		}
	}
	return s.conn.Ping(ctx)
}
