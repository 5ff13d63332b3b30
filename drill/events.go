package drill

import (
	"mime"
	"net/http"
)

// events follows the lines of a stream of server-sent events: an event ends with an
// empty line, and what comes before one is thrown away where that never comes.
type events struct {
	open    bool // a line of an event has come, and no empty one since
	inLine  bool
	comment bool
	after   bool // the last byte was a carriage return
}

// ofEvents says that an answer is such a stream.
func ofEvents(h http.Header) bool {
	kind, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	return kind == "text/event-stream"
}

// read takes what has come.
func (e *events) read(text []byte) {
	for _, b := range text {
		after := e.after
		e.after = b == '\r'
		switch {
		case b == '\n' && after: // It is one end of a line with the carriage return.
		case b == '\n' || b == '\r':
			if !e.inLine {
				e.open = false
			}
			e.inLine, e.comment = false, false
		case !e.inLine:
			e.inLine, e.comment = true, b == ':'
			e.open = e.open || !e.comment
		}
	}
}
