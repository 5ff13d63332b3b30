package lifecycle_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// events is the handler of server-sent events that the guide for Go shows.
func events(updates <-chan string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		out := http.NewResponseController(w)
		_ = out.Flush()
		for {
			select {
			case update := <-updates:
				fmt.Fprintf(w, "data: %s\n\n", update)
				_ = out.Flush()
			case <-lifecycle.GoAway(r.Context()):
				fmt.Fprint(w, "retry: 100\n\n")
				return
			case <-r.Context().Done():
				return
			}
		}
	}
}

// poll is the handler of a long poll that the guide shows.
func poll(updates <-chan string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		select {
		case update := <-updates:
			fmt.Fprintln(w, update)
		case <-lifecycle.GoAway(r.Context()):
			w.WriteHeader(http.StatusNoContent)
		case <-r.Context().Done():
		}
	}
}

// A response that goes on for as long as the connection lives ends by GoAway,
// after the delay of a stop or near the greatest age, and whole.
func TestGoAway_endsStreamsAndLongPolls(t *testing.T) {
	t.Parallel()
	ignores := func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
	tests := map[string]struct {
		handler func(updates <-chan string) http.HandlerFunc
		body    string
		status  int
		aged    bool
		cut     bool
	}{
		"events":               {handler: events, status: 200, body: "data: one\n\nretry: 100\n\n"},
		"events of age":        {handler: events, status: 200, body: "data: one\n\nretry: 100\n\n", aged: true},
		"long poll":            {handler: func(<-chan string) http.HandlerFunc { return poll(nil) }, status: 204},
		"one that is not told": {handler: func(<-chan string) http.HandlerFunc { return ignores }, status: 200, cut: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				updates := make(chan string, 1)
				p, l := serveAging(t, budgets(15*time.Second, 10*time.Second, 5*time.Second), func(*program) http.Handler { return tt.handler(updates) })
				conn, err := l.dial(t.Context(), "tcp", "app")
				if err != nil {
					t.Fatal(err)
				}
				if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: app\r\n\r\n"); err != nil {
					t.Fatal(err)
				}
				updates <- "one"
				synctest.Wait()
				began := time.Now()
				if !tt.aged {
					p.stop()
				}
				resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
				if err != nil {
					t.Fatal(err)
				}
				text, err := io.ReadAll(resp.Body)
				took := time.Since(began)
				if (err != nil) != tt.cut || string(text) != tt.body || resp.StatusCode != tt.status {
					t.Errorf("got %d %q, %v; want %d %q, cut %v", resp.StatusCode, text, err, tt.status, tt.body, tt.cut)
				}
				least, most := 15*time.Second, 15*time.Second
				switch {
				case tt.aged:
					least, most = 80*time.Second, 90*time.Second
				case tt.cut:
					least, most = 25*time.Second, 25*time.Second
				}
				if took < least || took > most {
					t.Errorf("ended after %v, want %v to %v", took, least, most)
				}
				if tt.aged {
					p.stop()
				}
				_ = conn.Close()
				err = p.wait()
				var want []string
				if tt.cut {
					want = []string{"http memory (1 request)"}
				}
				if diff := cmp.Diff(want, running(err)); diff != "" {
					t.Errorf("Run() error = %v; cut (-want +got):\n%s", err, diff)
				}
				if warned := strings.Contains(p.log.String(), "drain budget used up"); warned != tt.cut {
					t.Errorf("warned %v, want %v:\n%s", warned, tt.cut, p.log)
				}
			})
		})
	}
}
