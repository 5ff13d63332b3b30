package drill

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

const (
	// cheap is how long an answer may take that is asked for a few times before
	// anything is stopped.
	cheap = 100 * time.Millisecond
	// tryTakes is how long the answer to a request shall take that only tries
	// whether the app knows it.
	tryTakes = cheap / 2
	// tryTime bounds the wait for an answer. A path that takes long by itself may not
	// have answered by then: it has shown that it keeps something in flight.
	tryTime = 5 * time.Second
	// mostTries is how often each question is asked, and learnTime how long all
	// of a task may take.
	mostTries = 5
	learnTime = 500 * time.Millisecond
)

// tryRequests asks both tasks for every kind of request before anything is
// stopped. Where the app has no such path there is nothing to lose, so a drill
// would hold whatever the app does. What brings no answer at all is for the
// findings. The answers show what a later one is to be like.
func (p *player) tryRequests(ctx context.Context) error {
	m := p.mix()
	tasks := []task{p.old, p.replacement}
	names := []verdict.Task{verdict.OldTask, verdict.ReplacementTask}
	faults := make([]error, len(tasks))
	p.samples = newSamples()
	var all sync.WaitGroup
	for i, t := range tasks {
		all.Go(func() { faults[i] = p.try(ctx, m, t, names[i]) })
	}
	all.Wait()
	for _, err := range faults {
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// try asks one task: for every kind once, at the same time, and then for what is
// cheap a few times more.
func (p *player) try(ctx context.Context, m mix, t task, name verdict.Task) error {
	l := p.newLearner(t, name, tryTime)
	defer l.close()
	first := make([]verdict.Exchange, len(m.requests))
	var all sync.WaitGroup
	limit := make(chan struct{}, mostTriesAtOnce)
	for i := range m.requests {
		limit <- struct{}{}
		all.Go(func() {
			defer func() { <-limit }()
			first[i] = l.ask(&m.requests[i], m.glance(m.requests[i]))
		})
	}
	all.Wait()
	for i, x := range first {
		if x.Code >= 400 {
			return p.wrongRequest(t, m.requests[i], x)
		}
	}
	begin := time.Now()
	for range mostTries {
		for i := range m.requests {
			r := &m.requests[i]
			if first[i].End-first[i].Start > cheap || r.Stream {
				continue
			}
			for _, takes := range m.questions(*r) {
				if time.Since(begin) > learnTime || ctx.Err() != nil {
					return nil
				}
				if takes <= cheap {
					l.ask(r, takes)
				}
			}
		}
	}
	return nil
}

// glance is the least time with which a request shows whether the app knows it: a
// body is sent at once, and a stream left after a moment.
func (m mix) glance(r Request) time.Duration {
	switch {
	case r.uploads():
		return 0
	case r.Stream && !r.timed():
		return 2 * cheap
	}
	if r.timed() {
		return min(tryTakes, m.longest)
	}
	return m.takes(r, 0)
}

// mostTriesAtOnce bounds the connections of the first tries.
const mostTriesAtOnce = 32

// learner asks a task past the load balancer, to learn what its answers are like.
type learner struct {
	p       *player
	task    verdict.Task
	url     string
	carrier *carrier
	client  *http.Client
}

func (p *player) newLearner(t task, name verdict.Task, patience time.Duration) *learner {
	transport := overHTTP2()
	if !p.plan.multiplexed() {
		transport = &http.Transport{MaxIdleConnsPerHost: mostTriesAtOnce, TLSClientConfig: unverified()}
	}
	c := p.plan.carrier(transport, p.samples, true)
	return &learner{p: p, task: name, url: t.url.String(), carrier: c, client: &http.Client{Timeout: patience, Transport: c, CheckRedirect: stay}}
}

func (l *learner) close() { l.client.CloseIdleConnections() }

// ask sends one request and remembers the answer.
func (l *learner) ask(r *Request, takes time.Duration) verdict.Exchange {
	x := l.carrier.send(l.client, l.url, r, takes, l.p.begin, "")
	x.Task = l.task
	l.p.learning.Lock()
	defer l.p.learning.Unlock()
	l.p.tries = append(l.p.tries, x)
	return x
}

// mostLearnt is for how many kinds of request the long answers are learnt too.
const mostLearnt = 20

// learnLong asks the replacement, which nothing stops, for every kind of request
// in every length while the load flows. Without it nobody would know what long
// answers are like: those of the old task meet the stop.
func (p *player) learnLong() (wait func()) {
	if p.samples == nil || !p.likeTheOld() {
		return func() {}
	}
	m := p.mix()
	l := p.newLearner(p.replacement, verdict.ReplacementTask, p.times.Longest.D()+tryTime)
	var all sync.WaitGroup
	for i := range min(len(m.requests), mostLearnt) {
		r := &m.requests[i]
		if r.Stream {
			continue
		}
		takes := m.questions(*r)
		short := slices.DeleteFunc(slices.Clone(takes), func(d time.Duration) bool { return d > cheap })
		all.Go(func() {
			for range mostTries - 1 {
				for _, d := range short {
					l.ask(r, d)
				}
			}
		})
		for _, d := range takes {
			for range mostTries - 1 {
				if d > cheap {
					all.Go(func() { l.ask(r, d) })
				}
			}
		}
	}
	return func() {
		all.Wait()
		l.close()
	}
}

// likeTheOld says that the replacement gives the answers that the old task does: it
// is the same app, and no stand-in.
func (p *player) likeTheOld() bool { return len(p.plan.Command) > 0 || p.plan.Replacement != "" }

// wrongRequest says that a drill with such a request proves nothing.
func (p *player) wrongRequest(t task, r Request, x verdict.Exchange) error {
	how, what, method := fmt.Sprintf("%d %s", x.Code, http.StatusText(x.Code)), "with {seconds} in PATH where the time goes", r.method()
	if p.plan.Protocol == verdict.GRPC {
		how, what, method = x.Error, "with its length, such as /package.Service/Method;seconds=0.5", "the call"
	}
	out := ""
	if t.process != nil && x.Code >= 500 {
		out = "\n" + t.process.tail()
	}
	return fmt.Errorf("the app does no work that a stop could break off: %s %s answered %s; name a path of work that it does with --request PATH, %s%s",
		method, t.url.String()+fillSeconds(r.Path, x.Asked), how, what, out)
}
