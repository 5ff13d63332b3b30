package drill

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// calls is the steady stream of requests over HTTP/2 of a drill, among them always
// some of the longest kind. How an answer's length compares with those before the
// stop is not looked at here.
type calls struct {
	ledger

	url    string
	mix    mix
	grpc   bool
	rate   int
	begin  time.Time
	client *http.Client
	done   sync.WaitGroup
}

func newCalls(url string, m mix, plan Plan, times verdict.Times, begin time.Time) *calls {
	return &calls{url: url, mix: m, grpc: plan.Protocol == verdict.GRPC, rate: plan.Rate, begin: begin,
		client: &http.Client{Transport: overHTTP2(), Timeout: patience(times), CheckRedirect: stay}}
}

// start begins to send, until the context ends.
func (c *calls) start(ctx context.Context) {
	c.done.Go(func() { c.pace(ctx) })
	best := c.mix.longestRequests()[0]
	c.done.Go(func() {
		overlap(ctx, c.mix.longest, func() { c.done.Go(func() { c.one(*best, c.mix.takes(*best, 1), verdict.OldTask) }) })
	})
}

// stop waits for the answers.
func (c *calls) stop() {
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
		c.done.Go(func() { c.one(*r, takes, "") })
	}
}

// one sends a request and notes what became of it. With a task it goes there as
// long as any node of the load balancer may bring it.
func (c *calls) one(r Request, takes time.Duration, task verdict.Task) {
	c.opens()
	x := verdict.Exchange{Start: time.Since(c.begin), Asked: takes}
	c.send(r, takes, task, &x)
	x.End = time.Since(c.begin)
	c.closes(x)
}

// request makes what the protocol sends.
func (c *calls) request(r Request, takes time.Duration) (*http.Request, error) {
	url := c.url + fillSeconds(r.Path, takes)
	if c.grpc {
		return newCall(context.Background(), url, r.Body, r.Header)
	}
	return r.request(url, takes)
}

// send sends a request and reads its answer to the end. A stream is whole when
// the app ended it in order: a gRPC call with a status.
func (c *calls) send(r Request, takes time.Duration, task verdict.Task, x *verdict.Exchange) {
	request, err := c.request(r, takes)
	if err != nil {
		x.Outcome, x.Error = verdict.Cut, err.Error()
		return
	}
	if task != "" {
		request.Header.Set(routeHeader, string(task))
	}
	response, err := c.client.Do(request)
	if err != nil {
		x.Outcome, x.Error = outcome(0, err.Error(), nil), err.Error()
		return
	}
	defer response.Body.Close() //nolint:errcheck // It is read to its end.
	x.Task, x.Code = verdict.Task(response.Header.Get(taskHeader)), response.StatusCode
	_, err = io.Copy(io.Discard, response.Body)
	x.Outcome = outcome(x.Code, "", response.Header)
	switch s := callStatus(response); {
	case err != nil:
		x.Outcome, x.Error = verdict.Cut, err.Error()
	case !c.grpc || x.Outcome != verdict.Answered:
	case s < 0:
		x.Outcome, x.Error = verdict.Cut, fmt.Sprintf("HTTP %d without a gRPC status", x.Code)
	default:
		if x.Outcome, x.Code = ended(s); s != 0 {
			x.Error = statusName(s)
		}
	}
}

// inFlight is not counted, as for other requests.
func (c *calls) inFlight() int { return 0 }

// collect writes down what became of the requests, once all have ended.
func (c *calls) collect(r *verdict.Recording) { c.write(r, c.rate, mostInFlight) }

// tryCalls asks both tasks for every path once before anything is stopped, as
// [player.tryRequests] does.
func (p *player) tryCalls(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, tryTime)
	defer cancel()
	for _, t := range []task{p.old, p.replacement} {
		c := newCalls(t.url.String(), p.mix(), p.plan, p.times, time.Now())
		for _, r := range p.plan.Requests {
			answered := make(chan verdict.Exchange, 1)
			go func() {
				var x verdict.Exchange
				c.send(r, min(tryTakes, p.times.Longest.D()), "", &x)
				answered <- x
			}()
			var x verdict.Exchange
			select {
			case <-ctx.Done():
				return nil // It keeps something in flight.
			case x = <-answered:
			}
			if x.Code >= 400 {
				how := fmt.Sprintf("%d %s", x.Code, http.StatusText(x.Code))
				if x.Error != "" {
					how = x.Error
				}
				return fmt.Errorf("the app does no work that a stop could break off: %s answered %s; name a path of work that it does with --request PATH", at(t.url, r.Path), how)
			}
		}
	}
	return nil
}
