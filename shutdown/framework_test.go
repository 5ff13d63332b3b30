package shutdown_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func TestFrameworks_settings(t *testing.T) {
	t.Parallel()
	type row struct {
		arguments, configuration []string
		environment              map[string]string
		closes                   bool
	}
	none := map[string]string{}
	for name, tt := range map[shutdown.FrameworkName]struct {
		signal shutdown.Signal
		want   row
	}{
		"go":          {"SIGTERM", row{[]string{}, []string{"server.IdleTimeout = 65 * time.Second"}, none, false}},
		"node":        {"SIGTERM", row{[]string{}, []string{"server.keepAliveTimeout = 65_000"}, none, false}},
		"gunicorn":    {"SIGTERM", row{[]string{"--graceful-timeout", "10", "--keep-alive", "65"}, []string{}, none, true}},
		"uvicorn":     {"SIGTERM", row{[]string{"--timeout-graceful-shutdown", "10", "--timeout-keep-alive", "65"}, []string{}, none, true}},
		"spring_boot": {"SIGTERM", row{[]string{}, []string{}, map[string]string{"SERVER_SHUTDOWN": "graceful", "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE": "10s", "SERVER_TOMCAT_KEEP_ALIVE_TIMEOUT": "65s"}, true}},
		"puma":        {"SIGTERM", row{[]string{}, []string{"force_shutdown_after 10", "worker_shutdown_timeout 10", "raise_exception_on_sigterm false", "persistent_timeout 65"}, none, true}},
		"sidekiq":     {"SIGTERM", row{[]string{"--timeout", "10"}, []string{}, none, false}},
		"celery":      {"SIGTERM", row{[]string{}, []string{"worker_soft_shutdown_timeout = 10"}, none, false}},
		"dotnet":      {"SIGTERM", row{[]string{}, []string{"kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(65);"}, map[string]string{"DOTNET_shutdownTimeoutSeconds": "10"}, true}},
		"nginx":       {"SIGQUIT", row{[]string{"-g", "daemon off; worker_shutdown_timeout 10s;"}, []string{"keepalive_timeout 65s;"}, none, true}},
		"httpd":       {"SIGWINCH", row{[]string{"-c", "GracefulShutdownTimeout 10", "-c", "KeepAliveTimeout 65"}, []string{}, none, true}},
		"php_fpm":     {"SIGQUIT", row{[]string{}, []string{"process_control_timeout = 10s"}, none, true}},
		"haproxy":     {"SIGUSR1", row{[]string{}, []string{"hard-stop-after 10s", "timeout http-keep-alive 65s"}, none, true}},
		"envoy":       {"SIGTERM", row{[]string{"--drain-time-s", "10"}, []string{}, none, true}},
	} {
		t.Run(string(name), func(t *testing.T) {
			t.Parallel()
			s, err := shutdown.Compute(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Framework: name, StopSignal: tt.signal})
			if err != nil {
				t.Fatal(err)
			}
			f := s.FrameworkSettings
			got := row{f.Arguments, f.Configuration, f.Environment.Map(), f.ListenersCloseAtOnce}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(row{})); diff != "" {
				t.Errorf("settings mismatch (-want +got):\n%s", diff)
			}
			doubt := false
			for _, n := range s.Notes {
				doubt = doubt || n.Rule == "listeners-close-at-once" && n.Doubt
			}
			if doubt != tt.want.closes {
				t.Errorf("doubt about the delay = %t, want %t", doubt, tt.want.closes)
			}
		})
	}
}

func TestFrameworks_everyRowIsWhole(t *testing.T) {
	t.Parallel()
	for _, f := range shutdown.Frameworks() {
		if len(f.Graceful) == 0 || !strings.HasPrefix(f.Source, "https://") {
			t.Errorf("%s lacks a graceful signal or a source", f.Name)
		}
		if (len(f.Drilled) > 0) == (f.Undrilled != "") {
			t.Errorf("%s was drilled with %q and undrilled because %q: want one of them", f.Name, f.Drilled, f.Undrilled)
		}
		if f.Serves == shutdown.ServesSidecar {
			checkSidecarFramework(t, f)
			continue
		}
		s, err := shutdown.Compute(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Framework: f.Name, StopSignal: f.Graceful[0]})
		if err != nil {
			t.Fatal(err)
		}
		if told := slices.ContainsFunc(s.Notes, func(n shutdown.Note) bool { return n.Rule == "framework-undrilled" }); told != (f.Undrilled != "") {
			t.Errorf("%s: a note that it was not drilled: %t", f.Name, told)
		}
		for _, signal := range shutdown.Signals() {
			graceful := false
			for _, g := range f.Graceful {
				graceful = graceful || g == signal
			}
			_, err := shutdown.Compute(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Framework: f.Name, StopSignal: signal})
			if (err == nil) != graceful {
				t.Errorf("%s with %s: error %v, graceful %t", f.Name, signal, err, graceful)
			}
		}
	}
}

// A bound of 0 means "no limit" to most frameworks, and gunicorn kills a worker
// that is silent for 30 s.
func TestFrameworks_bounds(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		profile shutdown.Profile
		want    []string
	}{
		"drain 0": {shutdown.Profile{Workload: shutdown.WebSocket, LongestWork: new(60), InterruptTime: new(0), Framework: "uvicorn"},
			[]string{"--timeout-graceful-shutdown", "1", "--timeout-keep-alive", "65"}},
		"no load balancer": {shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(20), LoadBalancer: shutdown.NoLoadBalancer, Framework: "uvicorn"},
			[]string{"--timeout-graceful-shutdown", "20"}},
		"gunicorn 29": {shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(29), Framework: "gunicorn"},
			[]string{"--graceful-timeout", "29", "--keep-alive", "65"}},
		"gunicorn 30": {shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(30), Framework: "gunicorn"},
			[]string{"--graceful-timeout", "30", "--keep-alive", "65", "--timeout", "35"}},
		"sidekiq with little cleanup": {shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(30), Cleanup: new(1), Framework: "sidekiq"},
			[]string{"--timeout", "27"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := shutdown.Compute(tt.profile)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, s.FrameworkSettings.Arguments); diff != "" {
				t.Errorf("arguments mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func checkSidecarFramework(t *testing.T, f shutdown.Framework) {
	t.Helper()
	s, err := shutdown.Compute(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10),
		Sidecars: []shutdown.Sidecar{{Name: "plain", Flush: new(3)}, {Name: "log-router", Flush: new(12), Framework: f.Name}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := s.SidecarFrameworkSettings.Get("plain"); ok {
		t.Error("a sidecar without framework has framework settings")
	}
	got, _ := s.SidecarFrameworkSettings.Get("log-router")
	want := &shutdown.FrameworkSettings{Name: f.Name, Arguments: []string{}, Environment: shutdown.Table[string]{}, Configuration: []string{"Grace 12"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings mismatch (-want +got):\n%s", diff)
	}
}

// What arrives through a receive call that was open before the signal has to be
// covered by a bound that is counted from the signal.
func TestFrameworks_countedFromTheSignal(t *testing.T) {
	t.Parallel()
	for name, want := range map[shutdown.FrameworkName]string{"sidekiq": "--timeout 80", "celery": "worker_soft_shutdown_timeout = 80", "go": ""} {
		s, err := shutdown.Compute(shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(60), Propagation: new(20), Framework: name})
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(append(slices.Clone(s.FrameworkSettings.Arguments), s.FrameworkSettings.Configuration...), " ")
		if got != want {
			t.Errorf("%s is told %q, want %q", name, got, want)
		}
	}
}

// A front takes the framework's times, and the app behind it has none of them.
func TestFrameworks_front(t *testing.T) {
	t.Parallel()
	s, err := shutdown.Compute(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(30), Framework: "php_fpm", StopSignal: "SIGQUIT",
		Front: &shutdown.Front{Name: "proxy", Framework: "nginx"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.FrontSettings.FrameworkSettings; !slices.Contains(got.Arguments, "daemon off; worker_shutdown_timeout 30s;") || !slices.Contains(got.Configuration, "keepalive_timeout 65s;") {
		t.Errorf("the front is told %+v", got)
	}
	if got := s.FrameworkSettings.Configuration; !slices.Equal(got, []string{"process_control_timeout = 1s"}) {
		t.Errorf("the app behind it is told %q", got)
	}
	var rules []string
	for _, n := range s.Notes {
		rules = append(rules, n.Path+" "+n.Rule)
	}
	want := []string{"stop_signal signal-in-image", "front front-signal", "front.framework listeners-close-at-once"}
	if diff := cmp.Diff(want, rules); diff != "" {
		t.Errorf("notes mismatch (-want +got):\n%s", diff)
	}
}
