package drill

import (
	"errors"
	"hash"
	"hash/fnv"
	"io"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// reading looks at the body of an answer while it is read, and keeps none of it
// but what later ones are compared with.
type reading struct {
	io.ReadCloser
	shot *shot
	hash hash.Hash64
	// sample is the beginning of an earlier answer to the same question; nil
	// without one. Where keeps is set, this answer becomes it.
	sample  []byte
	keeps   *samples
	kept    []byte
	differs bool
	tail    []byte
	done    func()
}

func newReading(body io.ReadCloser, s *shot, known *samples, keeps bool, done func()) *reading {
	r := &reading{ReadCloser: body, shot: s, hash: fnv.New64a(), done: done}
	if r.sample = known.of(s); r.sample == nil {
		s.body.Common = -1
		if keeps {
			r.keeps = known
		}
	}
	return r
}

func (r *reading) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	r.look(p[:n])
	if err != nil {
		r.end(err)
	}
	return n, err
}

// look takes the next bytes into account.
func (r *reading) look(p []byte) {
	r.hash.Write(p) //nolint:errcheck // It has none.
	b := &r.shot.body
	for i := 0; r.sample != nil && i < len(p) && !r.differs && b.Common < int64(len(r.sample)); i++ {
		if r.differs = r.sample[b.Common] != p[i]; !r.differs {
			b.Common++
		}
	}
	if r.keeps != nil {
		r.kept = append(r.kept, p[:min(len(p), verdict.SampleLength-len(r.kept))]...)
	}
	b.Length += int64(len(p))
	r.tail = append(r.tail, p[max(0, len(p)-verdict.TailLength):]...)
	r.tail = r.tail[max(0, len(r.tail)-verdict.TailLength):]
}

// end writes down what was seen.
func (r *reading) end(err error) {
	b := &r.shot.body
	b.Hash, b.Tail = r.hash.Sum64(), string(r.tail)
	r.shot.read = errors.Is(err, io.EOF)
	if r.shot.read && r.keeps != nil {
		r.keeps.keep(r.shot, r.kept)
	}
	r.done()
}

func (r *reading) Close() error {
	defer r.done()
	return r.ReadCloser.Close()
}

// samples are the beginnings of earlier answers.
type samples struct {
	mu   sync.Mutex
	list map[sampled][]byte
}

// sampled is the question that an answer was given to.
type sampled struct {
	request *Request
	takes   time.Duration
	code    int
}

func newSamples() *samples { return &samples{list: map[sampled][]byte{}} }

func (s *samples) of(shot *shot) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.list[sampled{shot.request, shot.takes, shot.code}]
}

func (s *samples) keep(shot *shot, bytes []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := sampled{shot.request, shot.takes, shot.code}
	if s.list[at] == nil {
		s.list[at] = append([]byte{}, bytes...)
	}
}
