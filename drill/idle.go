package drill

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// idlers is how many connections of its own a drill leaves idle. They begin one
// after another during the warm-up, so that those which an app closes by its
// keep-alive do not end at the same time, as those do which it closes at once.
const idlers = 4

// latecomers is how many more begin after the signal, while new requests may still
// arrive: an app that closes each connection after an answer does it to those alone
// where it does so only while it stops.
const latecomers = 4

// watchIdle leaves connections to the old task idle, until the context ends, and
// says what became of them; nil where the workload is not of requests.
func (p *player) watchIdle(ctx context.Context) (ended func() *verdict.IdleRecord) {
	if p.full.Workload != shutdown.HTTP || p.plan.multiplexed() {
		return func() *verdict.IdleRecord { return nil }
	}
	out := &verdict.IdleRecord{Balancer: p.full.LoadBalancer, Timeout: p.idleTimeout(), Connections: make([]verdict.IdleConnection, idlers+latecomers)}
	var all sync.WaitGroup
	for i := range out.Connections {
		c := &out.Connections[i]
		c.From, c.Closed, c.Late = verdict.Never, verdict.Never, i >= idlers
		all.Go(func() {
			path, begin := p.plan.Health, p.plan.Warmup*time.Duration(i)/idlers
			if c.Late {
				select {
				case <-p.stopping:
				case <-ctx.Done():
					return
				}
				path, begin = p.briefPath(), p.latecomer(i-idlers)
			}
			if begin >= 0 && wait(ctx, begin) == nil {
				p.leaveIdle(ctx, path, c)
			}
		})
	}
	return func() *verdict.IdleRecord {
		all.Wait()
		return out
	}
}

// latecomer is when, from now on, such a connection begins: in the first half of the
// time in which new requests may arrive; negative when that is over.
func (p *player) latecomer(n int) time.Duration {
	left := min(p.times.Delay.D(), p.record.LastRouted-p.since())
	if left <= 0 {
		return verdict.Never
	}
	return left * time.Duration(n+1) / (2 * (latecomers + 1))
}

// briefPath is what the load asks for by GET and gets at once, or else the health
// path: an app may treat the connections of its work in another way than that one's.
func (p *player) briefPath() string {
	m := p.mix()
	for _, r := range p.plan.Requests {
		if r.method() == http.MethodGet && !r.Stream && len(r.Header) == 0 && m.takes(r, 0) == 0 {
			return fillSeconds(r.Path, 0)
		}
	}
	return p.plan.Health
}

// leaveIdle sends one request on a connection and waits until the app closes it.
func (p *player) leaveIdle(ctx context.Context, path string, c *verdict.IdleConnection) {
	conn, err := dialTask(p.old.url)
	if err != nil {
		return // The probes tell of that.
	}
	defer context.AfterFunc(ctx, func() { conn.Close() })() //nolint:errcheck // Nothing is on its way.
	defer conn.Close()                                      //nolint:errcheck // The same.
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.old.url.String()+path, nil)
	if err != nil || request.Write(conn) != nil {
		return
	}
	reader := bufio.NewReader(conn)
	response, err := http.ReadResponse(reader, request)
	if err != nil {
		return
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return
	}
	c.From, c.Told, c.Declared = p.since(), response.Close, declaredTimeout(response.Header)
	io.Copy(io.Discard, reader) //nolint:errcheck // However it ends, it has ended.
	if ctx.Err() == nil {
		c.Closed = p.since()
	}
}

// declaredTimeout is n of a header such as "Keep-Alive: timeout=n, max=100".
func declaredTimeout(h http.Header) *verdict.Seconds {
	for _, part := range strings.Split(strings.Join(h.Values("Keep-Alive"), ","), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if n, err := strconv.Atoi(strings.Trim(value, `"`)); err == nil && n >= 0 && strings.EqualFold(name, "timeout") {
			return new(verdict.Seconds(time.Duration(n) * time.Second))
		}
	}
	return nil
}

// idleTimeout is how long the load balancer keeps an idle connection; 0 without
// one. An app that is told nothing has a keep-alive of its own, which no scale
// divides.
func (p *player) idleTimeout() verdict.Seconds {
	switch n := p.settings.IdleTimeout; {
	case n == nil:
		return 0
	case p.plan.Defaults:
		aws, _ := shutdown.AWSDefaultOf("idle_timeout", p.full.LoadBalancer)
		return verdict.Seconds(time.Duration(aws) * time.Second)
	default:
		return p.plan.scaled(*n)
	}
}
