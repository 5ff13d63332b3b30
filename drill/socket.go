package drill

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/coder/websocket"
)

// Socket is what became of one WebSocket connection. It is whole when it ended
// with a close frame of the app, whoever sent the first one.
type Socket struct {
	// Opened says that the handshake succeeded.
	Opened bool
	// By is who began to close it; empty when it broke or never opened.
	By Closer
	// Code is that of the app's close frame; 0 when it sent none.
	Code int
	// Pongs is how many pings the app answered, and Messages how many messages
	// came from it.
	Pongs, Messages int
	// Silent says that the app left a ping without an answer, and the drill gave
	// the connection up.
	Silent bool
}

// Closer is who closes a WebSocket.
type Closer string

// Those who close.
const (
	// ClosedByApp is the app, in whichever of the two tasks.
	ClosedByApp Closer = "app"
	// ClosedByClient is the drill, when the connection's time was over.
	ClosedByClient Closer = "client"
	// ClosedByEnd is the drill too, because nothing more was to be seen.
	ClosedByEnd Closer = "end"
)

// socket is one connection that is open.
type socket struct {
	conn *websocket.Conn
	// message is what it sends beside its pings; empty for nothing.
	message string
	// pause is how long a healthy app may leave a ping without an answer.
	pause time.Duration
	// seen is what became of it.
	seen *Socket
}

// live keeps the connection until somebody ends it: the app, the drill when
// the connection's time or the whole drill is over, or a break. It says whether
// the app sent a close frame.
func (s socket) live(over <-chan time.Time, end <-chan struct{}, every time.Duration) (whole bool, err error) {
	ended := make(chan error, 1)
	go func() { ended <- s.read() }()
	beat := time.NewTicker(every)
	defer beat.Stop()
	pongs, waiting := make(chan error, 1), false
	for {
		select {
		case err = <-ended:
			if code := websocket.CloseStatus(err); code >= 0 {
				s.seen.By, s.seen.Code = ClosedByApp, int(code)
				return true, nil
			}
			s.conn.CloseNow() //nolint:errcheck // It is broken.
			return false, err
		case <-over:
			return s.close(ClosedByClient, ended)
		case <-end:
			return s.close(ClosedByEnd, ended)
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
				return false, errors.New("no answer to a ping within " + Seconds(s.pause).String())
			}
		}
	}
}

// close sends a close frame and waits for that of the app.
func (s socket) close(by Closer, ended <-chan error) (whole bool, err error) {
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
	}
}

// ping asks for a sign of life, and sends the message if there is one.
func (s socket) ping() error {
	ctx, cancel := context.WithTimeout(context.Background(), s.pause)
	defer cancel()
	if s.message != "" {
		if err := s.conn.Write(ctx, websocket.MessageText, []byte(s.message)); err != nil {
			return err
		}
	}
	return s.conn.Ping(ctx)
}
