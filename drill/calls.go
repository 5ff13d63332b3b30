package drill

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// calls is the steady stream of requests over HTTP/2 of a drill, among them always
// some of the longest kind.
type calls struct {
	ledger

	url     string
	mix     mix
	rate    int
	begin   time.Time
	carrier *carrier
	client  *http.Client
	done    sync.WaitGroup
}

func newCalls(url string, m mix, plan Plan, times verdict.Times, s *samples, begin time.Time) *calls {
	c := plan.carrier(overHTTP2(), s, false)
	return &calls{url: url, mix: m, rate: plan.Rate, begin: begin, carrier: c,
		client: &http.Client{Transport: c, Timeout: patience(times), CheckRedirect: stay}}
}

// start begins to send, until the context ends.
func (c *calls) start(ctx context.Context) {
	c.done.Go(func() { c.pace(ctx) })
	c.done.Go(func() {
		c.mix.overlap(ctx, func(r *Request) { c.done.Go(func() { c.one(r, c.mix.takes(*r, 1), verdict.OldTask) }) })
	})
}

// stop waits for the answers.
func (c *calls) stop() {
	close(c.carrier.over)
	c.done.Wait()
	c.client.CloseIdleConnections()
}

// pace sends at the rate.
func (c *calls) pace(ctx context.Context) {
	for n := 0; ; n++ {
		due := time.Duration(n) * time.Second / time.Duration(c.rate)
		if wait(ctx, time.Until(c.begin.Add(due))) != nil {
			return
		}
		c.due(time.Since(c.begin) - due)
		if c.opened() >= mostInFlight {
			continue // What was due is missing among those sent.
		}
		r, takes := c.mix.pick()
		c.done.Go(func() { c.one(r, takes, "") })
	}
}

// one sends a request and notes what became of it. With a task it goes there as
// long as any node of the load balancer may bring it.
func (c *calls) one(r *Request, takes time.Duration, task verdict.Task) {
	c.opens()
	c.closes(c.carrier.send(c.client, c.url, r, takes, c.begin, task))
}

// inFlight is not counted, as for other requests.
func (c *calls) inFlight() int { return 0 }

// collect writes down what became of the requests, once all have ended.
func (c *calls) collect(r *verdict.Recording) { c.write(r, c.rate, mostInFlight) }
