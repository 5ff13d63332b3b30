package drainwatch

import (
	"log/slog"
	"sync"
)

// says logs what goes wrong once for each kind: a watch that asks every ten
// seconds would say it 8,640 times a day.
type says struct {
	log *slog.Logger

	mu   sync.Mutex
	said map[string]bool
}

// once logs a kind of fault the first time.
func (s *says) once(kind, message string, err error) {
	s.mu.Lock()
	already := s.said[kind]
	if s.said == nil {
		s.said = make(map[string]bool)
	}
	s.said[kind] = true
	s.mu.Unlock()
	if !already {
		s.log.Warn("drainwatch: "+message, "error", err)
	}
}
