// Package tests runs a program of lifecycle with the watch of drainwatch against
// a load balancer's API of its own.
package tests

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/drainwatch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const group = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/blue/0123456789abcdef"

// elb is the load balancer's API and the task metadata of one task.
type elb struct {
	state atomic.Value // A state of target health, or "throttled", "denied", "hang".
	looks atomic.Int64
	end   chan struct{}
}

func (e *elb) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/v4/id/task" {
		fmt.Fprint(w, `{"Containers":[{"Networks":[{"NetworkMode":"awsvpc","IPv4Addresses":["10.0.0.7"]}]}]}`)
		return
	}
	_, _ = io.Copy(io.Discard, r.Body)
	state := e.state.Load().(string)
	defer e.looks.Add(1)
	switch state {
	case "throttled", "denied":
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `<ErrorResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><Error><Code>%s</Code></Error></ErrorResponse>`, map[string]string{"throttled": "Throttling", "denied": "AccessDenied"}[state])
	case "hang":
		select {
		case <-e.end:
		case <-r.Context().Done():
		}
	default:
		fmt.Fprintf(w, `<DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><DescribeTargetHealthResult><TargetHealthDescriptions><member><Target><Id>10.0.0.7</Id><Port>8080</Port></Target><TargetHealth><State>%s</State></TargetHealth></member></TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`, state)
	}
}

// gateway is a program with WebSockets that runs on the environment of a task.
type gateway struct {
	t       *testing.T
	api     *elb
	addr    string
	signals chan os.Signal
	result  chan error
	log     *output
}

type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

func start(t *testing.T, state string) *gateway {
	t.Helper()
	api := &elb{end: make(chan struct{})}
	api.state.Store(state)
	srv := httptest.NewServer(api)
	t.Cleanup(func() { close(api.end); srv.Close() })
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "SECRET", "AWS_ENDPOINT_URL": srv.URL,
		"AWS_CONFIG_FILE": t.TempDir() + "/none", "AWS_SHARED_CREDENTIALS_FILE": t.TempDir() + "/none",
		"ECS_CONTAINER_METADATA_URI_V4": srv.URL + "/v4/id",
		"SHUTDOWN_DEADLINE_SECONDS":     "6", "SHUTDOWN_DELAY_SECONDS": "1", "SHUTDOWN_DRAIN_SECONDS": "3", "SHUTDOWN_CLEANUP_SECONDS": "2",
		"SHUTDOWN_NOTICE_SPREAD_SECONDS": "2", "SHUTDOWN_TARGET_GROUPS": group,
	} {
		t.Setenv(name, value)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &gateway{t: t, api: api, addr: l.Addr().String(), signals: make(chan os.Signal, 1), result: make(chan error, 1), log: &output{}}
	app := &lifecycle.App{Signals: g.signals, Logger: slog.New(slog.NewTextHandler(g.log, nil))}
	mux := http.NewServeMux()
	mux.Handle("/health", app.Ready())
	mux.HandleFunc("/ws", func(w http.ResponseWriter, r *http.Request) {
		away := lifecycle.GoAway(r.Context())
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Errorf("Hijack() error = %v", err)
			return
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
		go func() {
			<-away
			_, _ = io.WriteString(conn, "going away\n")
			_ = conn.Close()
		}()
	})
	app.HTTPOn(l, &http.Server{Handler: mux})
	app.Notice((&drainwatch.Watcher{Period: time.Second}).Watch)
	go func() { g.result <- app.Run(context.Background()) }()
	return g
}

// open opens a WebSocket whose end is told as whether it was told to go.
func (g *gateway) open() (ended chan bool) {
	g.t.Helper()
	conn, err := net.Dial("tcp", g.addr)
	if err != nil {
		g.t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "GET /ws HTTP/1.1\r\nHost: app\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"); err != nil {
		g.t.Fatal(err)
	}
	r := bufio.NewReader(conn)
	if resp, err := http.ReadResponse(r, nil); err != nil || resp.StatusCode != http.StatusSwitchingProtocols {
		g.t.Fatalf("upgrade: %v, %v", resp, err)
	}
	ended = make(chan bool, 1)
	go func() {
		text, err := io.ReadAll(r)
		_ = conn.Close()
		ended <- err == nil && string(text) == "going away\n"
	}()
	return ended
}

// until waits for something, longer than a busy machine needs.
func (g *gateway) until(what string, so func() bool) {
	g.t.Helper()
	for end := time.Now().Add(2 * time.Minute); !so(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			g.t.Fatalf("waited in vain for %s:\n%s", what, g.log)
		}
	}
}

func (g *gateway) says(text string) func() bool {
	return func() bool { return strings.Contains(g.log.String(), text) }
}

// stop sends the signal and returns what Run returned.
func (g *gateway) stop() error {
	g.t.Helper()
	g.signals <- syscall.SIGTERM
	select {
	case err := <-g.result:
		return err
	case <-time.After(2 * time.Minute):
		g.t.Fatalf("Run() did not return:\n%s", g.log)
		return errors.New("unreachable")
	}
}

// Connections are told while the load balancer drains, long before any signal,
// and requests are answered meanwhile; trouble on the way there changes nothing.
func TestNotice_beforeTheSignal(t *testing.T) {
	for _, first := range []string{"healthy", "throttled"} {
		t.Run(first, func(t *testing.T) {
			g := start(t, first)
			g.until("some looks", func() bool { return g.api.looks.Load() >= 2 })
			g.api.state.Store("healthy")
			g.until("the own target", g.says("watching for the drain"))
			var ended []chan bool
			for range 50 {
				ended = append(ended, g.open())
			}
			g.api.state.Store("draining")
			for i, e := range ended {
				if !<-e {
					t.Errorf("connection %d was cut and not told", i)
				}
			}
			if told := <-g.open(); !told {
				t.Error("a new connection was not told at once")
			}
			resp, err := http.Get("http://" + g.addr + "/health")
			if err != nil || resp.StatusCode != http.StatusOK {
				t.Errorf("health: %v, %v", resp, err)
			} else {
				_ = resp.Body.Close()
			}
			http.DefaultClient.CloseIdleConnections()
			if g.says("msg=stopping")() {
				t.Errorf("the program stops without a signal:\n%s", g.log)
			}
			if err := g.stop(); err != nil {
				t.Errorf("Run() error = %v", err)
			}
		})
	}
}

// Where the watch sees nothing, the signal tells connections.
func TestNotice_fallsBackToTheSignal(t *testing.T) {
	for state, says := range map[string]string{"denied": "the task role must allow", "throttled": "calls are throttled", "hang": "", "healthy": "watching for the drain"} {
		t.Run(state, func(t *testing.T) {
			g := start(t, state)
			if says != "" {
				g.until(says, g.says(says))
			}
			ended := g.open()
			if err := g.stop(); err != nil {
				t.Errorf("Run() error = %v:\n%s", err, g.log)
			}
			if !<-ended {
				t.Error("the connection was cut and not told")
			}
			if g.says("msg=\"drain notice")() {
				t.Errorf("a notice without a drain:\n%s", g.log)
			}
		})
	}
}
