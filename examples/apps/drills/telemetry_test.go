//go:build drills && linux

package drills_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// sink is where a collector sends its spans; it remembers which requests had one.
type sink struct {
	mu   sync.Mutex
	seen map[string]bool
}

// ServeHTTP takes spans in OTLP's JSON.
func (s *sink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var batch struct {
		ResourceSpans []struct {
			ScopeSpans []struct {
				Spans []struct {
					Attributes []struct {
						Key   string
						Value struct{ StringValue string }
					}
				}
			}
		}
	}
	text, err := io.ReadAll(r.Body)
	if err == nil {
		err = json.Unmarshal(text, &batch)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, resource := range batch.ResourceSpans {
		for _, scope := range resource.ScopeSpans {
			for _, span := range scope.Spans {
				for _, a := range span.Attributes {
					if a.Key == "request.id" {
						s.seen[a.Value.StringValue] = true
					}
				}
			}
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, "{}")
}

// The span of every request that the stopping task answered arrives: the app flushes
// last, and the collector beside it is told to stop only then. An app that does not
// flush loses those of its last seconds.
func TestTelemetry(t *testing.T) {
	bin := t.TempDir()
	app, collector := filepath.Join(bin, "app"), filepath.Join(bin, "collector")
	if err := run(filepath.Join("..", "otel-sidecar"), "go", "build", "-o", app, "."); err != nil {
		t.Fatal(err)
	}
	if err := run(filepath.Join("..", "..", "..", "tools", "collector"), "go", "build", "-o", collector, "."); err != nil {
		t.Fatal(err)
	}
	request, err := drill.ParseRequest("/work?seconds={seconds};header=X-Request-Id: {id}")
	if err != nil {
		t.Fatal(err)
	}
	play := func(flush string) (answered, missing int) {
		s := &sink{seen: map[string]bool{}}
		server := httptest.NewServer(s)
		defer server.Close()
		var last verdict.Recording
		r, err := drill.Run(context.Background(), drill.Plan{
			Profile: read(t, "otel-sidecar"), Path: shutdown.Concurrent, Folder: filepath.Join("..", "otel-sidecar"),
			Command: []string{app}, Environment: []string{"FLUSH=" + flush}, Requests: []drill.Request{request}, Rate: 30, Attempts: attempts,
			Sidecars: []drill.Sidecar{{Name: "otel", Command: []string{"env", "SINK_URL=" + server.URL, collector, "--config", "collector.yaml"}}},
			Recorded: func(r verdict.Recording) { last = r },
		})
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict != verdict.Held || len(r.Findings) > 0 {
			t.Errorf("flush %s:\n%s", flush, report.DrillText(r))
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, x := range last.Exchanges {
			if x.Task == verdict.OldTask && x.Outcome == verdict.Answered {
				if answered++; !s.seen[x.ID] {
					missing++
				}
			}
		}
		return answered, missing
	}
	times := 5 * *repeat
	if testing.Short() {
		times = 1
	}
	for range times {
		if answered, missing := play("last"); missing > 0 || answered == 0 {
			t.Errorf("of %d requests that the stopping task answered %d have no span", answered, missing)
		}
	}
	answered, missing := play("never")
	if missing == 0 {
		t.Errorf("an app that does not flush lost none of %d spans: the test does not see what is lost", answered)
	}
	t.Logf("an app that does not flush lost the spans of %d of %d requests", missing, answered)
}
