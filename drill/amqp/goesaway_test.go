//go:build drills && linux

package amqp_test

import (
	"context"
	"net"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/testrabbit"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A broker that goes away in the middle of a drill is not blamed on the worker, and keeps
// the drill for some seconds at most.
func TestDrill_brokerGoesAway(t *testing.T) {
	at := testrabbit.Start(t)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	one := 1
	for name, end := range map[string]func(*pipe){
		"cuts":      (*pipe).cut,
		"is silent": func(p *pipe) { p.silent.Store(true) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			through := newPipe(t, at)
			broker, err := drill.ParseBroker(through.url)
			if err != nil {
				t.Fatal(err)
			}
			time.AfterFunc(2*time.Second, func() { end(through) })
			begin := time.Now()
			r, err := drill.Run(context.Background(), drill.Plan{
				Profile: shutdown.Profile{Workload: shutdown.Queue, Broker: shutdown.OtherBroker, LongestWork: &one, Cleanup: &one, Margin: &one},
				Path:    shutdown.Concurrent, Command: []string{program}, Environment: []string{modeVariable + "=" + goodWorker}, Broker: &broker, Rate: 10,
			})
			if want := "RabbitMQ: the broker at " + through.host + " went away"; err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %q:\n%s", err, want, report.DrillText(r))
			}
			t.Logf("over after %s: %v", time.Since(begin), err)
		})
	}
}

// pipe stands between everybody and the broker.
type pipe struct {
	url, host string
	silent    atomic.Bool

	mu    sync.Mutex
	ended bool
	open  []net.Conn
}

func newPipe(t *testing.T, to string) *pipe {
	t.Helper()
	u, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	host := u.Host
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	u.Host = listener.Addr().String()
	p := &pipe{url: u.String(), host: u.Host}
	t.Cleanup(p.cut)
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", host)
			if err != nil {
				_ = client.Close()
				return
			}
			p.mu.Lock()
			p.open = append(p.open, client, server)
			if p.ended {
				_, _ = client.Close(), server.Close()
			}
			p.mu.Unlock()
			go p.pass(client, server)
			go p.pass(server, client)
		}
	}()
	return p
}

func (p *pipe) pass(from, to net.Conn) {
	defer func() { _, _ = from.Close(), to.Close() }()
	b := make([]byte, 1<<15)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		if !p.silent.Load() {
			_, _ = to.Write(b[:n])
		}
	}
}

// cut ends every connection without a word, and all that are still to come.
func (p *pipe) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	for _, c := range p.open {
		_ = c.Close()
	}
}
