package drill

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// embedded is a load balancer of several nodes in one process.
type embedded struct {
	router
	server           *http.Server
	url              string
	old, replacement *upstream
	rerouted         atomic.Int64
}

// newEmbedded starts a load balancer before the two tasks.
func newEmbedded(old, replacement *url.URL) (*embedded, error) {
	b := &embedded{old: newUpstream(old), replacement: newUpstream(replacement)}
	b.server = &http.Server{Handler: b}
	return b, serveLocal(b.server, &b.url)
}

// URL is where requests go.
func (b *embedded) URL() string { return b.url }

// Expire cuts what is in flight at the old task.
func (b *embedded) Expire() { b.old.expire() }

// Report counts what was cut and rerouted.
func (b *embedded) Report() (int, int) { return int(b.old.cut.Load()), int(b.rerouted.Load()) }

// Close stops the load balancer at once.
func (b *embedded) Close() {
	b.server.Close() //nolint:errcheck // Nothing is in flight any more.
	b.old.close()
	b.replacement.close()
}

// ServeHTTP forwards one request. Unlike a reverse proxy of the standard
// library it never tries a request again, as a load balancer of AWS does not.
func (b *embedded) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, node := b.route(r)
	task := b.replacement
	if name == verdict.OldTask {
		task = b.old
	}
	answer, err := task.send(r, node)
	if err != nil && task == b.old && b.over(answer.reached) {
		// The machine was too slow to bring it there within the propagation:
		// by now every node knows better.
		b.rerouted.Add(1)
		name, task = verdict.ReplacementTask, b.replacement
		answer, err = task.send(r, node)
	}
	w.Header().Set(taskHeader, string(name))
	if err != nil {
		w.Header().Set(outcomeHeader, string(answer.outcome(err)))
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	if answer.StatusCode == http.StatusSwitchingProtocols {
		b.tunnel(w, answer)
		return
	}
	b.copy(w, answer)
}

// copy hands the answer on. One that breaks off breaks off for the caller too.
func (b *embedded) copy(w http.ResponseWriter, a *answer) {
	for name, values := range a.Header {
		if !hopByHop[name] {
			w.Header()[name] = values
		}
	}
	if byClosing(a.Request.Method, a.Response) {
		w.Header().Set(framingHeader, "close")
	}
	w.WriteHeader(a.StatusCode)
	err := forward(w, a.Response)
	if err == nil {
		a.done()
		return
	}
	a.fail()
	http.NewResponseController(w).Flush() //nolint:errcheck // The connection is aborted anyway.
	panic(http.ErrAbortHandler)
}

// hopByHop are headers between two neighbours, not for those behind them.
var hopByHop = map[string]bool{"Connection": true, "Keep-Alive": true, "Transfer-Encoding": true, "Upgrade": true}

// standIn serves where a drill has no replacement.
func standIn(serve http.Handler) (*url.URL, func(), error) {
	server := &http.Server{Handler: serve}
	var address string
	if err := serveLocal(server, &address); err != nil {
		return nil, nil, err
	}
	at, err := url.Parse(address)
	return at, func() { server.Close() }, err //nolint:errcheck // Nothing is in flight any more.
}

// refused says that nobody listened.
func refused(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial" && !errors.Is(err, context.Canceled)
}
