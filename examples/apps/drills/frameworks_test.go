//go:build drills

package drills_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// server is a framework without anything of ours, and how it is run.
type server struct {
	name     shutdown.FrameworkName
	folder   string
	command  []string
	requests []drill.Request
	// quick is how it is run for its quick signals, if otherwise.
	quick []string
	// slow makes a request take longer than a drain of 1 s; nil when the
	// installed version has no bound on its drain.
	slow []string
	// late is how long it takes beyond its bound, in seconds.
	late float64
}

func servers() []server {
	work := []string{"SHUTDOWN_DRAIN_SECONDS=1"}
	return []server{
		{name: "gunicorn", folder: "wsgi-gunicorn", command: []string{"gunicorn", "--graceful-timeout", "{SHUTDOWN_DRAIN_SECONDS}", "--config", "naive.conf.py", "app:app"},
			// The threads of gthread finish their requests even on a quick signal, within the graceful timeout.
			quick: []string{"gunicorn", "--config", "naive.conf.py", "--worker-class", "sync", "--workers", "16", "--threads", "1", "app:app"}, slow: work},
		// Debian 12 has uvicorn 0.17, and --timeout-graceful-shutdown came with 0.22.
		{name: "uvicorn", folder: "fastapi-uvicorn", command: []string{"uvicorn", "--no-access-log", "--host", "{HOST}", "--port", "{PORT}", "naive:app"}},
		{name: "nginx", folder: "nginx", command: []string{"./start.sh"}, requests: served, slow: append(work, "SLOW_KB=1000")},
		{name: "httpd", folder: "apache2", command: []string{"./start.sh"}, requests: served, slow: append(work, "SLOW_KB=6400"),
			// After GracefulShutdownTimeout the threads of httpd still finish
			// their requests, until their parent kills them 9 s later.
			late: 9},
		{name: "haproxy", folder: "haproxy", command: []string{"haproxy", "-db", "-f", "haproxy.cfg"}, requests: served, slow: append(work, "SLOW_MS=10000")},
	}
}

// The framework table says what the real servers do.
func TestFrameworks(t *testing.T) {
	build(t)
	for _, s := range servers() {
		row := row(t, s.name)
		t.Run(string(s.name), func(t *testing.T) {
			t.Run("graceful signals drain", func(t *testing.T) {
				for _, signal := range row.Graceful {
					if r := s.signalled(t, signal, 1, nil); r.Cut > 0 || r.LongestSurvived == nil || r.LongestSurvived.Float() < 0.5 || r.Exit.Killed {
						t.Errorf("%s:\n%s", signal, drill.Text(r))
					}
				}
			})
			t.Run("quick signals cut", func(t *testing.T) {
				s := s
				if s.quick != nil {
					s.command = s.quick
				}
				for _, signal := range row.Quick {
					if r := s.signalled(t, signal, 1, nil); r.Cut == 0 && !r.Exit.Killed {
						t.Errorf("%s cut nothing:\n%s", signal, drill.Text(r))
					}
				}
			})
			t.Run("listener", func(t *testing.T) {
				r := s.drilled(t, brief(row.Graceful[0], 1, 1), nil)
				if at := r.Health.Closed; (at != nil && at.Float() < 0.5) != row.ListenersCloseAtOnce {
					t.Errorf("closed after %v, want at once: %v\n%s", at, row.ListenersCloseAtOnce, drill.Text(r))
				}
			})
			t.Run("drain bound", func(t *testing.T) {
				if s.slow == nil {
					t.Log("the installed version has no bound on its drain: this row is verified for later versions only")
					return
				}
				// Requests that last are cut by the server itself at the drain of
				// 1 s, with two more for its own bookkeeping and a busy machine.
				limit := 3 + s.late
				r := s.signalled(t, row.Graceful[0], int(limit)+3, s.slow)
				if r.Exit.Killed || r.Exit.After == nil || r.Exit.After.Float() < 0.9 || r.Exit.After.Float() > limit || r.Cut-r.CutAtDelay == 0 {
					t.Errorf("it did not keep its bound of 1 s:\n%s", drill.Text(r))
				}
			})
		})
	}
}

func row(t *testing.T, name shutdown.FrameworkName) shutdown.Framework {
	for _, f := range shutdown.Frameworks() {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no framework %s", name)
	return shutdown.Framework{}
}

// brief is a short profile. It names no framework, so that it may have any signal.
func brief(signal shutdown.Signal, longest, propagation int) shutdown.Profile {
	return shutdown.Profile{Workload: shutdown.HTTP, LongestWork: &longest, Propagation: &propagation, Cleanup: new(1), Margin: new(1), StopSignal: signal}
}

// signalled stops the server when no new request arrives any more, so that
// what is cut was in flight at the signal.
func (s server) signalled(t *testing.T, signal shutdown.Signal, longest int, environment []string) drill.Result {
	return s.drilled(t, brief(signal, longest, 0), environment)
}

func (s server) drilled(t *testing.T, p shutdown.Profile, environment []string) drill.Result {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	r, err := drill.Run(ctx, drill.Plan{Profile: p, Path: shutdown.Concurrent, Command: s.command, Folder: filepath.Join("..", s.folder),
		Requests: s.requests, Environment: environment, Rate: 50})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
