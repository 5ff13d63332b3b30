package drill

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// multiplexed is an embedded load balancer that speaks HTTP/2: its nodes route and
// learn as those of [embedded] do, and each has one connection to a task for many
// requests.
type multiplexed struct {
	router
	server           *http.Server
	url              string
	old, replacement *peer
}

// peer is a task behind it.
type peer struct {
	task  *url.URL
	nodes [nodes]peerNode
	cut   atomic.Int64

	mu      sync.Mutex
	flights map[*flight]bool
	expired bool
}

type peerNode struct {
	transport *http.Transport
	used      atomic.Int64
}

// flight is a request at a task.
type flight struct{ end context.CancelFunc }

// newMultiplexed starts such a load balancer before the two tasks.
func newMultiplexed(old, replacement *url.URL) (*multiplexed, error) {
	b := &multiplexed{old: newPeer(old), replacement: newPeer(replacement)}
	var protocols http.Protocols
	protocols.SetUnencryptedHTTP2(true)
	b.server = &http.Server{Handler: b, Protocols: &protocols, HTTP2: &http.HTTP2Config{MaxConcurrentStreams: mostInFlight}}
	return b, serveLocal(b.server, &b.url)
}

func newPeer(task *url.URL) *peer {
	p := &peer{task: task, flights: map[*flight]bool{}}
	for i := range p.nodes {
		p.nodes[i].transport = overHTTP2()
	}
	return p
}

// URL is where requests go.
func (b *multiplexed) URL() string { return b.url }

// Expire cuts what is in flight at the old task.
func (b *multiplexed) Expire() { b.old.expire() }

// Report counts what was cut.
func (b *multiplexed) Report() (int, int) { return int(b.old.cut.Load()), 0 }

// Close stops the load balancer at once.
func (b *multiplexed) Close() {
	b.server.Close() //nolint:errcheck // Nothing is in flight any more.
	b.old.expire()
	b.replacement.expire()
}

// ServeHTTP forwards one request. What the task left out with its GOAWAY is not
// tried again, as nothing says that a load balancer of AWS does.
func (b *multiplexed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, node := b.route(r)
	to := b.replacement
	if name == verdict.OldTask {
		to = b.old
	}
	w.Header().Set(taskHeader, string(name))
	ctx, f := to.begin(r.Context())
	response, err := to.send(ctx, r, node)
	if err != nil {
		to.over(f, false)
		w.Header().Set(outcomeHeader, string(sentOutcome(err)))
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer response.Body.Close() //nolint:errcheck // It is read to its end.
	for name, values := range response.Header {
		if !hopByHop[name] {
			w.Header()[name] = values
		}
	}
	w.WriteHeader(response.StatusCode)
	if err := forward(w, response); err != nil {
		to.over(f, false)
		panic(http.ErrAbortHandler) // It breaks off for the caller too.
	}
	for name, values := range response.Trailer {
		w.Header()[http.TrailerPrefix+name] = values
	}
	to.over(f, true)
}

// sentOutcome says what the caller of a failed request is told. A stream that the
// task's GOAWAY or reset left out before any work was done is refused.
func sentOutcome(err error) verdict.Outcome {
	text := err.Error()
	if refused(err) || strings.Contains(text, "GOAWAY") || strings.Contains(text, "REFUSED_STREAM") {
		return verdict.Refused
	}
	return verdict.Cut
}

// send sends a request from a node and gives the head of the answer.
func (p *peer) send(ctx context.Context, r *http.Request, node int) (*http.Response, error) {
	out := r.Clone(ctx)
	out.URL.Scheme, out.URL.Host, out.RequestURI = p.task.Scheme, p.task.Host, ""
	out.Header.Del(routeHeader)
	out.Header.Set("X-Forwarded-For", "127.0.0.1")
	n := &p.nodes[node]
	if n.used.Add(1)%uses == 0 {
		n.transport.CloseIdleConnections() // The next request opens another.
	}
	return n.transport.RoundTrip(out)
}

// begin notes a request that goes to the task.
func (p *peer) begin(ctx context.Context) (context.Context, *flight) {
	ctx, end := context.WithCancel(ctx)
	f := &flight{end}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.expired {
		end()
	} else {
		p.flights[f] = true
	}
	return ctx, f
}

// over notes its end, and counts one that expire has cut.
func (p *peer) over(f *flight, whole bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.expired && !whole && p.flights[f] {
		p.cut.Add(1)
	}
	delete(p.flights, f)
	f.end()
}

// expire cuts what is in flight.
func (p *peer) expire() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expired = true
	for f := range p.flights {
		f.end()
	}
	for i := range p.nodes {
		p.nodes[i].transport.CloseIdleConnections()
	}
}
