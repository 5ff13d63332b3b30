package drill

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// load is the steady stream of requests of a drill, with requests of the
// longest kind always among those in flight.
type load struct {
	ledger

	url     string
	mix     mix
	plan    Plan
	samples *samples
	// oneShot uses a connection for one request only. A client tries a request
	// again by itself when a connection that it kept breaks before the answer,
	// and a drill must see the break.
	oneShot bool
	begin   time.Time
	timeout time.Duration

	attacker *vegeta.Attacker
	carrier  *carrier
	client   *http.Client
	done     sync.WaitGroup
}

// mostInFlight bounds the connections of a load, well below what a process may
// open, since each takes two here and two in an embedded load balancer.
const mostInFlight = 4096

// start begins the stream. Requests of the longest kind end with the context.
func (l *load) start(ctx context.Context) {
	inFlight := uint64(l.most())
	l.carrier = l.plan.carrier(&http.Transport{MaxIdleConnsPerHost: int(inFlight), DisableKeepAlives: l.oneShot}, l.samples, false)
	l.client = &http.Client{Timeout: l.timeout, Transport: l.carrier, CheckRedirect: stay}
	l.attacker = vegeta.NewAttacker(vegeta.Workers(64), vegeta.MaxWorkers(inFlight), vegeta.Client(l.client), vegeta.MaxBody(0))
	results := l.attacker.Attack(l.target, vegeta.ConstantPacer{Freq: l.plan.Rate, Per: time.Second}, 0, "")
	l.done.Go(func() {
		for r := range results {
			l.note(r)
		}
	})
	l.done.Go(func() { l.keepLongest(ctx) })
}

// stop ends the stream and waits for the answers.
func (l *load) stop() {
	l.attacker.Stop()
	close(l.carrier.over)
	l.done.Wait()
}

// target makes the next request. What it is stays with the carrier.
func (l *load) target(t *vegeta.Target) error {
	r, takes := l.mix.pick()
	t.Method, t.URL = r.method(), l.carrier.aim(l.url, r, takes)
	return nil
}

func (l *load) note(r *vegeta.Result) {
	_, mark, _ := strings.Cut(r.URL, "#")
	start := r.Timestamp.Sub(l.begin)
	if shot := l.carrier.hit(mark); shot != nil {
		failure := r.Error
		if shot.read {
			failure = "" // It is the status.
		}
		l.add(shot.exchange(start, start+r.Latency, failure))
	}
	// The first is due when one interval is over.
	l.due(start - time.Duration(r.Seq+1)*time.Second/time.Duration(l.plan.Rate))
}

// outcome judges an answer by its status, and where it did not come to one, by
// that.
func outcome(code int, failure string, header http.Header) verdict.Outcome {
	switch {
	case header.Get(outcomeHeader) != "":
		return verdict.Outcome(header.Get(outcomeHeader))
	case code == 0 && strings.Contains(failure, "connection refused"):
		return verdict.Refused
	case code == 0:
		return verdict.Cut
	case code >= 500 && header.Get(taskHeader) == "": // From the load balancer itself.
		if code == http.StatusServiceUnavailable {
			return verdict.Refused
		}
		return verdict.Cut
	case code >= 500:
		return verdict.Failed
	default:
		return verdict.Answered
	}
}

// longest sends a request of the longest kind, to the old task as long as any
// node of the load balancer may.
func (l *load) longest(r *Request) {
	l.add(l.carrier.send(l.client, l.url, r, l.mix.takes(*r, 1), l.begin, verdict.OldTask))
}

// keepLongest sends such requests so often that some are in flight at any
// moment, until the context ends.
func (l *load) keepLongest(ctx context.Context) {
	l.mix.overlap(ctx, func(r *Request) { l.done.Go(func() { l.longest(r) }) })
}

// overlap begins requests of the longest kind as [overlap] does; where there are
// several kinds, of each in turn.
func (m mix) overlap(ctx context.Context, begin func(*Request)) {
	list, n := m.longestRequests(), 0
	overlap(ctx, m.longest, func() {
		begin(list[n%len(list)])
		n++
	})
}

// overlap begins what takes so long again and again, so that some of it goes on
// at any moment, until the context ends.
func overlap(ctx context.Context, takes time.Duration, begin func()) {
	every := time.NewTicker(max(takes/4, 50*time.Millisecond))
	defer every.Stop()
	for {
		begin()
		select {
		case <-every.C:
		case <-ctx.Done():
			return
		}
	}
}

// collect writes down what became of the requests, once all have ended.
func (l *load) collect(r *verdict.Recording) { l.write(r, l.plan.Rate, l.most()) }

// most is how many requests may be in flight, by what the app is to take for each.
func (l *load) most() int {
	return min(mostInFlight, max(256, int(float64(l.plan.Rate)*(l.mix.longest.Seconds()+1)*2)))
}

// inFlight is not counted for requests: most are answered before the next is sent.
func (l *load) inFlight() int { return 0 }

// kept says how well the rate was kept until the load ended, by how late each
// of those that were sent was.
func kept(ended time.Duration, rate int, late []time.Duration) verdict.Load {
	out := verdict.Load{Scheduled: int(ended.Seconds() * float64(rate)), Sent: len(late)}
	if len(late) > 0 {
		slices.Sort(late)
		out.LagP99, out.LagMax = verdict.Seconds(late[len(late)*99/100]), verdict.Seconds(late[len(late)-1])
	}
	// At a low rate a few requests that were due in the last moment are many.
	short := out.Scheduled - out.Sent
	out.Kept = float64(short) <= 0.02*float64(out.Scheduled)+0.1*float64(rate) && out.LagP99.D() <= 250*time.Millisecond
	return out
}
