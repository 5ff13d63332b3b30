package stores

import (
	"net"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/proxy"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// Proxy stands between one task and a store, passes every byte on and reads along.
type Proxy struct {
	*proxy.Proxy[*session]

	store Store
}

// NewProxy listens on a port of its own before the store.
func NewProxy(s Store) (*Proxy, error) {
	p, err := proxy.New(s.dial, func(server net.Conn) *session { return &session{reading: s.reading(server)} })
	return &Proxy{p, s}, err
}

// URL is the store's with the address of the proxy.
func (p *Proxy) URL() string { return p.store.through(p.Address()) }

// reading reads along on one connection.
type reading interface {
	// Sent and Got are those of [proxy.Reader].
	Sent(p []byte) (on, back []byte)
	Got(p []byte)
	// goodbye says that the app has said that it goes, inside that a transaction is
	// open, and waiting that a command has no answer yet.
	goodbye() bool
	inside() bool
	waiting() bool
	// id is by what the store knows the connection.
	id() string
}

// session is a connection that is read along.
type session struct {
	reading

	byStore bool
}

// Ended notes whether the store ended it, which one does too that was told goodbye.
func (s *session) Ended(byServer bool) { s.byStore = byServer && !s.goodbye() }

// Over has nothing left to note.
func (s *session) Over() {}

// Record writes down all connections, in times from the beginning.
func (p *Proxy) Record(begin time.Time) (out []verdict.StoreConnection) {
	p.Each(func(s *session, opened, closed time.Time) {
		if s.id() == "" {
			return
		}
		one := verdict.StoreConnection{Opened: max(0, opened.Sub(begin)), Closed: verdict.Never, Goodbye: s.goodbye(), ByStore: s.byStore, Inside: s.inside(), Waiting: s.waiting()}
		if !closed.IsZero() {
			one.Closed = max(0, closed.Sub(begin))
		}
		out = append(out, one)
	})
	return out
}

// Open is how many connections the task has, and Known how many of its connections,
// also ended ones, the store let in.
func (p *Proxy) Open() (open, known int) {
	p.Each(func(s *session, _, closed time.Time) {
		if s.id() == "" {
			return
		}
		if known++; closed.IsZero() {
			open++
		}
	})
	return open, known
}

// ids are those by which the store knows the connections.
func (p *Proxy) ids() map[string]bool {
	out := map[string]bool{}
	p.Each(func(s *session, _, _ time.Time) {
		if id := s.id(); id != "" {
			out[id] = true
		}
	})
	return out
}
