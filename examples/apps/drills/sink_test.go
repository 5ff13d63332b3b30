//go:build drills && linux

package drills_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// sink is where a collector sends on what it gets.
type sink struct {
	mu sync.Mutex
	received
}

// received is what has arrived: which requests have a span and which a line, and the
// lines that tell of the stop, each with the name of what it is about.
type received struct {
	spans, lines, steps map[string]bool
}

func nothing() received {
	return received{spans: map[string]bool{}, lines: map[string]bool{}, steps: map[string]bool{}}
}

// newSink listens until the test is over.
func newSink(t testing.TB) (s *sink, url string) {
	t.Helper()
	s = &sink{received: nothing()}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, server.URL
}

// take empties the sink.
func (s *sink) take() received {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.received
	s.received = nothing()
	return r
}

// text is a value in OTLP's JSON; others than strings are left out.
type text struct{ StringValue string }

type attributes []struct {
	Key   string
	Value text
}

func (a attributes) of(key string) string {
	for _, one := range a {
		if one.Key == key {
			return one.Value.StringValue
		}
	}
	return ""
}

// batch is what of OTLP's JSON is looked at.
type batch struct {
	ResourceSpans []struct {
		ScopeSpans []struct {
			Spans []struct{ Attributes attributes }
		}
	}
	ResourceLogs []struct {
		ScopeLogs []struct {
			LogRecords []struct {
				Body       text
				Attributes attributes
			}
		}
	}
}

// ServeHTTP takes spans and log lines.
func (s *sink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var b batch
	if err := json.NewDecoder(r.Body).Decode(&b); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, resource := range b.ResourceSpans {
		for _, scope := range resource.ScopeSpans {
			for _, span := range scope.Spans {
				s.spans[span.Attributes.of("request.id")] = true
			}
		}
	}
	for _, resource := range b.ResourceLogs {
		for _, scope := range resource.ScopeLogs {
			for _, line := range scope.LogRecords {
				if id := line.Attributes.of("request.id"); id != "" {
					s.lines[id] = true
				} else {
					s.steps[step(line.Body.StringValue, line.Attributes.of("name"))] = true
				}
			}
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, "{}")
}

// step is what a line of the stop says, such as "closer done: connections".
func step(message, name string) string {
	if name == "" {
		return message
	}
	return message + ": " + name
}
