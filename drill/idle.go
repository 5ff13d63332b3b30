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

// watchIdle leaves connections to the old task idle, until the context ends, and
// says what became of them; nil where the workload is not of requests.
func (p *player) watchIdle(ctx context.Context) (ended func() *verdict.IdleRecord) {
	if p.full.Workload != shutdown.HTTP || p.plan.multiplexed() {
		return func() *verdict.IdleRecord { return nil }
	}
	out := &verdict.IdleRecord{Balancer: p.full.LoadBalancer, Timeout: p.idleTimeout(), Connections: make([]verdict.IdleConnection, idlers)}
	var all sync.WaitGroup
	for i := range idlers {
		c := &out.Connections[i]
		c.From, c.Closed = verdict.Never, verdict.Never
		all.Go(func() {
			if wait(ctx, p.plan.Warmup*time.Duration(i)/idlers) == nil {
				p.leaveIdle(ctx, c)
			}
		})
	}
	return func() *verdict.IdleRecord {
		all.Wait()
		return out
	}
}

// leaveIdle sends one request on a connection and waits until the app closes it.
func (p *player) leaveIdle(ctx context.Context, c *verdict.IdleConnection) {
	conn, err := dialTask(p.old.url)
	if err != nil {
		return // The probes tell of that.
	}
	defer context.AfterFunc(ctx, func() { conn.Close() })() //nolint:errcheck // Nothing is on its way.
	defer conn.Close()                                      //nolint:errcheck // The same.
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.old.url.String()+p.plan.Health, nil)
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
