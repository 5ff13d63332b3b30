package verdict

import "time"

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
	// Slowest is the longest that an answer to a message took, or of a stream the
	// longest between two pieces of data; 0 where nothing came, or was looked at.
	// Waited is how long it had waited for the next at its end.
	Slowest, Waited time.Duration
	// MidEvent says that a stream of server-sent events ended without the empty
	// line that ends its last event.
	MidEvent bool
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
