package proxy_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/proxy"
)

// notes is a reader of a protocol in which the task asks with '?', which the proxy
// answers itself with '!'.
type notes struct {
	sent, got strings.Builder
	ends      []string
	over      chan struct{}
}

// mustGoOn panics where a reader is told of something when it has been told that it is over.
func (n *notes) mustGoOn() {
	select {
	case <-n.over:
		panic("more comes, and it is over")
	default:
	}
}

func (n *notes) Sent(p []byte) (on, back []byte) {
	n.mustGoOn()
	on = bytes.ReplaceAll(p, []byte("?"), nil)
	n.sent.Write(on)
	return on, bytes.Repeat([]byte("!"), len(p)-len(on))
}

func (n *notes) Got(p []byte) {
	n.mustGoOn()
	n.got.Write(p)
}

func (n *notes) Ended(byServer bool) {
	n.mustGoOn()
	who := "the task"
	if byServer {
		who = "the server"
	}
	n.ends = append(n.ends, who)
}

func (n *notes) Over() { close(n.over) }

// play has one connection through a proxy, of which it gives both ends and the notes.
func play(t interface {
	Helper()
	Fatal(args ...any)
	Cleanup(func())
}) (task, server *net.TCPConn, n *notes, p *proxy.Proxy[*notes]) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	n = &notes{over: make(chan struct{})}
	p, err = proxy.New(func() (net.Conn, error) { return net.Dial("tcp", listener.Addr().String()) }, func(net.Conn) *notes { return n })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	c, err := net.Dial("tcp", p.Address())
	if err != nil {
		t.Fatal(err)
	}
	s, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = c.Close(), s.Close() })
	limit := time.Now().Add(10 * time.Second)
	_, _ = c.SetDeadline(limit), s.SetDeadline(limit)
	return c.(*net.TCPConn), s.(*net.TCPConn), n, p
}

// Whatever both sides send arrives and is read, in its order, in pieces of any size.
func TestProxy_passesOn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		task, server, n, _ := play(rt)
		asks := rapid.SliceOfN(rapid.StringMatching(`[a-z?]{1,200}`), 0, 20).Draw(rt, "sent")
		tells := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,200}`), 0, 20).Draw(rt, "got")
		for i := range max(len(asks), len(tells)) {
			if i < len(asks) {
				_, _ = io.WriteString(task, asks[i])
			}
			if i < len(tells) {
				_, _ = io.WriteString(server, tells[i])
			}
		}
		all := strings.Join(asks, "")
		wantSent, wantGot := strings.ReplaceAll(all, "?", ""), strings.Join(tells, "")
		sent, got := make([]byte, len(wantSent)), make([]byte, len(wantGot)+strings.Count(all, "?"))
		_, up := io.ReadFull(server, sent)
		_, down := io.ReadFull(task, got)
		if err := errors.Join(up, down); err != nil {
			rt.Fatal(err)
		}
		_ = task.Close()
		<-n.over
		if diff := cmp.Diff([]string{wantSent, wantGot, wantSent, wantGot}, []string{string(sent), strings.ReplaceAll(string(got), "!", ""), n.sent.String(), n.got.String()}); diff != "" {
			rt.Fatalf("-want +got:\n%s", diff)
		}
	})
}

// Who ended a connection is said once, before it is over, and both sides see its end.
func TestProxy_ends(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		end  func(task, server *net.TCPConn)
		want []string
	}{
		{"the task goes", func(task, _ *net.TCPConn) { _ = task.Close() }, []string{"the task"}},
		{"the task is killed", func(task, _ *net.TCPConn) { _, _ = task.SetLinger(0), task.Close() }, []string{"the task"}},
		{"the server goes", func(_, server *net.TCPConn) { _ = server.Close() }, []string{"the server"}},
		{"the server is killed", func(_, server *net.TCPConn) { _, _ = server.SetLinger(0), server.Close() }, []string{"the server"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			task, server, n, p := play(t)
			tt.end(task, server)
			<-n.over
			if diff := cmp.Diff(tt.want, n.ends); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			for side, c := range map[string]net.Conn{"the task": task, "the server": server} {
				var late net.Error
				if _, err := c.Read(make([]byte, 1)); err == nil || errors.As(err, &late) && late.Timeout() {
					t.Errorf("%s sees no end: %v", side, err)
				}
			}
			p.Each(func(_ *notes, opened, closed time.Time) {
				if closed.Before(opened) {
					t.Errorf("opened %s, closed %s", opened, closed)
				}
			})
		})
	}
}

// An end that the task said before it went is read, though both come at once.
func TestProxy_lastBytes(t *testing.T) {
	t.Parallel()
	task, server, n, _ := play(t)
	_, _ = io.WriteString(task, "bye")
	_ = task.Close()
	last, err := io.ReadAll(server)
	if err != nil {
		t.Fatal(err)
	}
	<-n.over
	if string(last) != "bye" || n.sent.String() != "bye" {
		t.Errorf("the server got %q, and %q was read", last, n.sent.String())
	}
}

// The end of the proxy is that of its connections, and nobody is taken any more.
func TestProxy_Close(t *testing.T) {
	t.Parallel()
	task, server, n, p := play(t)
	_, _ = io.WriteString(server, "hello") // What has come through is known to be there.
	if _, err := io.ReadFull(task, make([]byte, 5)); err != nil {
		t.Fatal(err)
	}
	p.Each(func(_ *notes, opened, closed time.Time) {
		if opened.IsZero() || !closed.IsZero() {
			t.Errorf("opened %s, closed %s, while it is open", opened, closed)
		}
	})
	p.Close()
	select {
	case <-n.over:
	default:
		t.Error("it has ended, and its connection is not over")
	}
	if _, err := task.Read(make([]byte, 1)); err == nil {
		t.Error("the task reads on")
	}
	if c, err := net.Dial("tcp", p.Address()); err == nil {
		_ = c.Close()
		t.Error("it takes connections")
	}
}

// held is a server whose last bytes come late, and whose end nobody can hurry.
type held struct {
	net.Conn
	last chan string
}

func (h held) Read(p []byte) (int, error) { return copy(p, <-h.last), io.EOF }

// It is over when both directions are: what the server has on its way is read too.
func TestProxy_overWhenBothAre(t *testing.T) {
	t.Parallel()
	one, other := net.Pipe()
	t.Cleanup(func() { _ = other.Close() })
	last, n := make(chan string, 1), &notes{over: make(chan struct{})}
	p, err := proxy.New(func() (net.Conn, error) { return held{one, last}, nil }, func(net.Conn) *notes { return n })
	if err != nil {
		t.Fatal(err)
	}
	c, err := net.Dial("tcp", p.Address())
	if err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
	if _, err := io.ReadAll(other); err != nil { // The way up has ended.
		t.Fatal(err)
	}
	select {
	case <-n.over:
		t.Error("it is over, and the server has not ended")
	case <-time.After(50 * time.Millisecond): // One that is over too early is so at once.
	}
	last <- "done"
	p.Close()
	<-n.over
	if got := n.got.String(); got != "done" {
		t.Errorf("read %q of what the server sent last", got)
	}
}

// A task sees a server that is not there as one that hangs up, and may come again.
func TestProxy_nobodyThere(t *testing.T) {
	t.Parallel()
	p, err := proxy.New(func() (net.Conn, error) { return nil, errors.New("nobody is there") }, func(net.Conn) *notes { panic("there is nothing to read") })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	for range 2 {
		c, err := net.Dial("tcp", p.Address())
		if err != nil {
			t.Fatal(err)
		}
		_ = c.SetDeadline(time.Now().Add(10 * time.Second))
		if _, err := c.Read(make([]byte, 1)); !errors.Is(err, io.EOF) && !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("it sees no end: %v", err)
		}
		_ = c.Close()
	}
	p.Each(func(*notes, time.Time, time.Time) { t.Error("there is a connection") })
}
