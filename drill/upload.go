package drill

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"sync"
	"time"
)

// upload is the body of a request. A slow one comes in pieces that are spread
// over its time, the last of them at its end.
type upload struct {
	rest   *bytes.Reader
	piece  int
	every  time.Duration
	begin  time.Time
	sent   int // pieces
	closed chan struct{}
	once   sync.Once
}

// mostPieces is in how many pieces a slow body is sent, if it has so many bytes.
const mostPieces = 50

func newUpload(body []byte, takes time.Duration) *upload {
	return newMessages(body, max(1, min(mostPieces, len(body))), takes)
}

// newMessages is a body that comes in so many pieces.
func newMessages(body []byte, pieces int, takes time.Duration) *upload {
	return &upload{rest: bytes.NewReader(body), piece: (len(body) + pieces - 1) / pieces, every: takes / time.Duration(pieces), closed: make(chan struct{})}
}

func (u *upload) Read(p []byte) (int, error) {
	if u.every == 0 {
		return u.rest.Read(p)
	}
	if u.rest.Len() == 0 {
		return 0, io.EOF
	}
	if u.begin.IsZero() {
		u.begin = time.Now()
	}
	u.sent++
	timer := time.NewTimer(time.Until(u.begin.Add(time.Duration(u.sent) * u.every)))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-u.closed:
		return 0, io.ErrClosedPipe
	}
	return u.rest.Read(p[:min(len(p), u.piece)])
}

// Close ends an upload that nobody reads any more.
func (u *upload) Close() error {
	u.once.Do(func() { close(u.closed) })
	return nil
}

// writeRequest hands a request on piece by piece, so that the task sees an upload
// while it goes on, and not when it is whole.
func writeRequest(out *http.Request, w *bufio.Writer) error {
	if out.Body == nil || out.Body == http.NoBody {
		if err := out.Write(w); err != nil {
			return err
		}
		return w.Flush()
	}
	eager := *out
	eager.Body = flushing{out.Body, w}
	// Nothing else of the writer may be seen: it would read the body past the flush.
	if err := eager.Write(struct {
		io.Writer
		io.ByteWriter
	}{w, w}); err != nil {
		return err
	}
	return w.Flush()
}

// flushing sends what it has before it waits for more.
type flushing struct {
	io.ReadCloser
	to *bufio.Writer
}

func (f flushing) Read(p []byte) (int, error) {
	if err := f.to.Flush(); err != nil {
		return 0, err
	}
	return f.ReadCloser.Read(p)
}

// forward hands the body of an answer on. Where nobody knows its length, each
// piece goes as it comes: it may be a stream.
func forward(w http.ResponseWriter, r *http.Response) error {
	if r.ContentLength >= 0 {
		_, err := io.Copy(w, r.Body)
		return err
	}
	buffer, flush := make([]byte, 32<<10), http.NewResponseController(w)
	flush.Flush() //nolint:errcheck // The next write has the same error.
	for {
		n, err := r.Body.Read(buffer)
		if n > 0 {
			if _, err := w.Write(buffer[:n]); err != nil {
				return err
			}
			flush.Flush() //nolint:errcheck // The next write has the same error.
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
