package lifecycle_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// breakable is a listener whose Accept fails when it is told to; connections
// that are open stay.
type breakable struct {
	*memory
	broken chan struct{}
}

var errBroken = errors.New("too many open files, for good")

func (b *breakable) Accept() (net.Conn, error) {
	select {
	case c := <-b.conns:
		return c, nil
	case <-b.closed:
		return nil, net.ErrClosed
	case <-b.broken:
		return nil, errBroken
	}
}

// ownShutdown is called beside the program, as from a handler of /quit.
func ownShutdown(t *testing.T, srv *http.Server, _ *breakable) {
	done := make(chan error, 1)
	go func() { done <- srv.Shutdown(context.Background()) }()
	t.Cleanup(func() {
		if err := <-done; err != nil {
			t.Errorf("Shutdown() error = %v", err)
		}
	})
}

// A server that ends before it was told to begins the stop, and what it has in
// flight is finished: requests, and connections that were taken over.
func TestHTTP_endsEarly(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		end  func(t *testing.T, srv *http.Server, l *breakable)
		want error // what Run returns
		// other keeps a second server up, for which the delay is kept.
		other bool
		took  time.Duration
	}{
		"own Shutdown":                       {end: ownShutdown, took: 4 * time.Second},
		"own Shutdown beside another server": {end: ownShutdown, other: true, took: 15 * time.Second},
		"broken listener":                    {end: func(_ *testing.T, _ *http.Server, l *breakable) { close(l.broken) }, want: errBroken, took: 4 * time.Second},
		"listener closed by somebody else":   {end: func(_ *testing.T, _ *http.Server, l *breakable) { _ = l.Close() }, want: net.ErrClosed, took: 4 * time.Second},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newProgram(t, budgets(15*time.Second, 10*time.Second, 5*time.Second))
				l := &breakable{listenMemory(), make(chan struct{})}
				mux := http.NewServeMux()
				mux.HandleFunc("/slow", func(w http.ResponseWriter, _ *http.Request) {
					time.Sleep(5 * time.Second)
					_, _ = io.WriteString(w, "whole")
				})
				mux.HandleFunc("/ws", upgrade(p, false))
				srv := &http.Server{Handler: mux}
				p.HTTPOn(l, srv)
				if tt.other {
					p.HTTPOn(listenMemory(), &http.Server{Handler: p.Ready()})
				}
				closed := time.Duration(-1)
				began := time.Now()
				p.Close("pool", func(context.Context) error { closed = time.Since(began); return nil })
				p.start()
				conn, r := dialUpgrade(t, l.dial)
				answer := make(chan string, 1)
				go func() {
					client := l.client()
					defer client.CloseIdleConnections()
					_, body, _, err := get(client, "http://app/slow")
					if err != nil {
						body = err.Error()
					}
					answer <- body
				}()
				time.Sleep(time.Second)
				began = time.Now()
				tt.end(t, srv, l)
				line, err := r.ReadString('\n')
				if line != "going away\n" || err != nil {
					t.Errorf("the WebSocket read %q, %v; want to be told", line, err)
				}
				if body := <-answer; body != "whole" {
					t.Errorf("a request in flight got %q, want it whole", body)
				}
				err = p.wait()
				if !errors.Is(err, tt.want) || tt.want == nil && err != nil || len(running(err)) > 0 {
					t.Errorf("Run() error = %v, want %v", err, tt.want)
				}
				if took := closed.Truncate(time.Second); took != tt.took {
					t.Errorf("the closer ran %v after the end, want %v", took, tt.took)
				}
				p.wantLog("server ended before it was told to", "msg=stopping", "left_seconds=30", `msg="draining: nothing new is accepted"`, "name=pool", "msg=stopped")
				_ = conn.Close()
			})
		})
	}
}

// What an early end has in flight is cut when the drain is over, and named.
func TestHTTP_endsEarlyAndIsCut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(15*time.Second, 10*time.Second, 5*time.Second))
		l := &breakable{listenMemory(), make(chan struct{})}
		p.HTTPOn(l, &http.Server{Handler: upgrade(p, true)})
		p.start()
		conn, r := dialUpgrade(t, l.dial)
		began := time.Now()
		close(l.broken)
		if _, err := r.ReadByte(); err == nil || time.Since(began) != 25*time.Second {
			t.Errorf("cut after %v, %v; want 25s, the drain with the delay that nobody needed", time.Since(began), err)
		}
		err := p.wait()
		if diff := cmp.Diff([]string{"http memory (1 hijacked connection)"}, running(err)); diff != "" || !errors.Is(err, errBroken) {
			t.Errorf("Run() error = %v; cut (-want +got):\n%s", err, diff)
		}
		_ = conn.Close()
	})
}

// Server.Close is no stop in order: it cuts, and that is said.
func TestHTTP_ownCloseIsAFailure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 10*time.Second, 5*time.Second))
		srv := &http.Server{}
		p.HTTPOn(listenMemory(), srv)
		p.start()
		synctest.Wait()
		_ = srv.Close()
		if err := p.wait(); !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("Run() error = %v, want that of a server that was closed", err)
		}
	})
}

// early is a GracefulServer that ends by itself while a call is in flight.
type early struct {
	end           chan error
	call, stopped chan struct{}
	once          sync.Once
}

func (g *early) Serve(net.Listener) error { return <-g.end }

func (g *early) GracefulStop() { <-g.call; g.Stop() }

func (g *early) Stop() { g.once.Do(func() { close(g.stopped) }) }

func TestGRPC_endsEarly(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]error{"broken": errBroken, "without an error": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newProgram(t, budgets(15*time.Second, 10*time.Second, 5*time.Second))
				srv := &early{end: make(chan error, 1), call: make(chan struct{}), stopped: make(chan struct{})}
				p.GRPC(listenMemory(), srv)
				p.Go("worker", func(ctx context.Context) error { <-ctx.Done(); return nil })
				p.start()
				synctest.Wait()
				began := time.Now()
				srv.end <- end
				time.Sleep(4 * time.Second)
				close(srv.call)
				err := p.wait()
				if !errors.Is(err, end) || end == nil && err != nil || time.Since(began) != 4*time.Second {
					t.Errorf("Run() error = %v after %v, want %v when the call has ended, at 4s", err, time.Since(began), end)
				}
				select {
				case <-srv.stopped:
				default:
					t.Error("the server was not stopped")
				}
				if !strings.Contains(p.log.String(), "stopping") {
					t.Errorf("no stop began:\n%s", p.log)
				}
			})
		})
	}
}
