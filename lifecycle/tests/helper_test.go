package lifecycle_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

// roles are other processes that the test binary can be.
var roles = map[string]func(){"clients": clients, "main": mainRole}

func TestMain(m *testing.M) {
	if role, ok := roles[os.Getenv("LIFECYCLE_TEST_ROLE")]; ok {
		role()
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

// program is an App under test with signals and a log of its own.
type program struct {
	*lifecycle.App
	t       testing.TB
	signals chan os.Signal
	log     *lockedBuffer
	result  chan error
}

type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// budgets makes a contract whose deadline is the sum of its parts.
func budgets(delay, drain, cleanup time.Duration) contract.Contract {
	return contract.Contract{Delay: delay, Drain: drain, Cleanup: cleanup, Deadline: delay + drain + cleanup}
}

func newProgram(t testing.TB, c contract.Contract) *program {
	log := &lockedBuffer{}
	signals := make(chan os.Signal, 4)
	return &program{t: t, signals: signals, log: log, result: make(chan error, 1), App: &lifecycle.App{
		Contract: &c, Signals: signals, Logger: slog.New(slog.NewTextHandler(log, nil)),
		Env: func(string) (string, bool) { return "", false },
	}}
}

// serveAging starts a server whose connections may get 100 s old.
func serveAging(t testing.TB, c contract.Contract, handler func(*program) http.Handler) (*program, *memory) {
	c.MaxConnectionAge = 100 * time.Second
	p, l := newProgram(t, c), listenMemory()
	p.HTTPOn(l, &http.Server{Handler: handler(p)})
	p.start()
	return p, l
}

func (p *program) start() {
	go func() { p.result <- p.Run(context.Background()) }()
}

func (p *program) stop() { p.signals <- syscall.SIGTERM }

// patience is longer than a busy machine needs for anything in these tests.
const patience = 2 * time.Minute

// wait returns what Run returned.
func (p *program) wait() error {
	p.t.Helper()
	select {
	case err := <-p.result:
		return err
	case <-time.After(patience):
		p.t.Fatalf("Run() did not return:\n%s", p.log)
		return nil
	}
}

// running is everything that the error says was left.
func running(err error) []string {
	switch e := err.(type) { //nolint:errorlint // It walks the tree itself.
	case *lifecycle.Unfinished:
		return e.Running
	case interface{ Unwrap() []error }:
		var all []string
		for _, err := range e.Unwrap() {
			all = append(all, running(err)...)
		}
		return all
	}
	return nil
}

func (p *program) wantLog(lines ...string) {
	p.t.Helper()
	rest := p.log.String()
	for _, want := range lines {
		_, after, ok := strings.Cut(rest, want)
		if !ok {
			p.t.Errorf("the log has no %q, or not in this order:\n%s", want, p.log)
			return
		}
		rest = after
	}
}

// memory is a listener without a network, for tests under a fake clock.
type memory struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func listenMemory() *memory { return &memory{conns: make(chan net.Conn), closed: make(chan struct{})} }

func (m *memory) Accept() (net.Conn, error) {
	select {
	case c := <-m.conns:
		return c, nil
	case <-m.closed:
		return nil, net.ErrClosed
	}
}

func (m *memory) Close() error { m.once.Do(func() { close(m.closed) }); return nil }

func (m *memory) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "unix"} }

var errRefused = errors.New("connection refused")

func (m *memory) dial(context.Context, string, string) (net.Conn, error) {
	mine, theirs := net.Pipe()
	select {
	case m.conns <- theirs:
		return mine, nil
	case <-m.closed:
		return nil, errRefused
	}
}

func (m *memory) client() *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: m.dial}}
}

// get returns the status, the body and whether the server closes the connection.
func get(c *http.Client, url string) (status int, body string, closes bool, err error) {
	resp, err := c.Get(url)
	if err != nil {
		return 0, "", false, err
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	return resp.StatusCode, strings.TrimSpace(string(text)), resp.Close, err
}

func listenLoopback(t testing.TB) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}
