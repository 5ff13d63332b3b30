package pid1

import (
	"testing"
	"time"
)

// stuck is a writer that nobody empties.
type stuck chan struct{}

func (s stuck) Write(b []byte) (int, error) {
	<-s
	return len(b), nil
}

func TestLines_neverBlock(t *testing.T) {
	t.Parallel()
	w := make(stuck)
	defer close(w)
	done := make(chan struct{})
	go func() {
		defer close(done)
		l := newLines(w)
		for range 1000 {
			_, _ = l.Write([]byte("line"))
		}
		l.close()
	}()
	select {
	case <-done:
	case <-time.After(2 * time.Minute):
		t.Fatal("a writer that is stuck held up the log")
	}
}
