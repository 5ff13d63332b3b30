package stores

import (
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// fakePostgres lets everybody in, answers the first query inside a transaction and
// then sends rows for as long as somebody reads them.
func fakePostgres(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close() //nolint:errcheck
				b := make([]byte, 1<<10)
				_, _ = c.Read(b)
				_, _ = io.WriteString(c, letIn)
				_, _ = c.Read(b)
				_, _ = io.WriteString(c, done+message('Z', "T")) // BEGIN; INSERT
				row := message('D', strings.Repeat("x", 8000))
				for {
					if _, err := io.WriteString(c, row); err != nil {
						return
					}
				}
			}()
		}
	}()
	return l.Addr().String()
}

// An app that ends inside a transaction while it reads a large answer ended it
// itself: the store did not.
func TestProxy_endsWhileItReads(t *testing.T) {
	s, err := Parse(verdict.PostgreSQL, "postgres://u@"+fakePostgres(t)+"/shop")
	if err != nil {
		t.Fatal(err)
	}
	const times = 40
	byStore := 0
	for range times {
		p, err := NewProxy(s)
		if err != nil {
			t.Fatal(err)
		}
		c, err := net.Dial("tcp", p.Address())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(c, opens)
		_, _ = io.ReadFull(c, make([]byte, len(letIn)))
		_, _ = io.WriteString(c, query)
		time.Sleep(30 * time.Millisecond) // It reads slowly, and then its process ends.
		_ = c.Close()
		time.Sleep(20 * time.Millisecond)
		r := p.Record(time.Now().Add(-time.Second))
		if len(r) != 1 || !r[0].Inside {
			t.Fatalf("%+v", r)
		}
		if r[0].ByStore {
			byStore++
		}
		p.Close()
	}
	if byStore > 0 {
		t.Errorf("%d of %d connections that the app ended inside a transaction count as ended by the store, which nothing is said of", byStore, times)
	}
}

// Several hosts, of which the first is away: the app tries the next.
func TestParse_severalHosts(t *testing.T) {
	s, err := Parse(verdict.PostgreSQL, "postgres://u@127.0.0.1:1,127.0.0.1:5432/shop?target_session_attrs=read-write")
	if err == nil {
		t.Errorf("taken, and only %s is ever tried", s.address)
	}
}
