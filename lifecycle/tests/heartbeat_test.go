package lifecycle_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

// beating is a contract with a heartbeat of 5 s, three of which hide a message.
func beating(drain time.Duration) contract.Contract {
	c := budgets(0, drain, 5*time.Second)
	c.Heartbeat, c.Visibility = 5*time.Second, 15*time.Second
	return c
}

// hider is a queue of messages that are hidden for a time, as SQS hides them: what
// was fetched is seen again when that is over, and 12 hours are the most.
type hider struct {
	mu       sync.Mutex
	hidden   map[int]time.Time
	first    map[int]time.Time // of the receive that counts
	fetched  map[int]int
	hides    time.Duration // what the queue's attribute says
	done     []int
	returned []time.Duration // how long each was hidden yet
	extended []time.Duration
	fail     func(n int) error
	latency  time.Duration // of an extension, which goes through although the caller gives up
}

func newHider(messages int) *hider {
	h := &hider{hidden: map[int]time.Time{}, first: map[int]time.Time{}, fetched: map[int]int{}, hides: 15 * time.Second}
	for i := range messages {
		h.hidden[i] = time.Now()
	}
	return h
}

func (h *hider) fetch(ctx context.Context) (int, error) {
	for {
		if m, ok := h.take(); ok {
			return m, nil
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

func (h *hider) take() (int, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for m, until := range h.hidden {
		if !time.Now().Before(until) {
			h.hidden[m], h.first[m] = time.Now().Add(h.hides), time.Now()
			h.fetched[m]++
			return m, true
		}
	}
	return 0, false
}

func (h *hider) extend(_ context.Context, m int, visibility time.Duration) error {
	time.Sleep(h.latency)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.extended = append(h.extended, visibility)
	if h.fail != nil {
		if err := h.fail(len(h.extended)); err != nil {
			return err
		}
	}
	if _, there := h.hidden[m]; !there {
		return errors.New("InvalidParameterValue: it was deleted")
	}
	until := time.Now().Add(visibility)
	if until.Sub(h.first[m]) > 12*time.Hour {
		return errors.New("Total VisibilityTimeout for the message is beyond the limit")
	}
	h.hidden[m] = until
	return nil
}

func (h *hider) ack(_ context.Context, m int) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.done = append(h.done, m)
	delete(h.hidden, m)
	return nil
}

func (h *hider) giveBack(_ context.Context, m int) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.returned = append(h.returned, time.Until(h.hidden[m]))
	h.hidden[m] = time.Now()
	return nil
}

// backs is how often a message was handed back.
func (h *hider) backs() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.returned)
}

// consumer works for so long on each message.
func (h *hider) consumer(takes time.Duration) lifecycle.Consumer[int] {
	return lifecycle.Consumer[int]{Fetch: h.fetch, Ack: h.ack, Return: h.giveBack, Extend: h.extend,
		Work: func(ctx context.Context, _ int) error {
			select {
			case <-time.After(takes):
				return nil
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}}
}

// A message that takes three times as long as it is hidden is done once by one
// task or the next, whenever a task is stopped. One that cannot be finished is
// given back at once, and no heartbeat hides it afterwards.
func TestConsume_heartbeat(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		stopAt := time.Duration(rapid.IntRange(0, 60_000).Draw(rt, "stop")) * time.Millisecond
		drain := rapid.SampledFrom([]time.Duration{0, 3 * time.Second, 20 * time.Second, 50 * time.Second}).Draw(rt, "drain")
		messages := rapid.IntRange(1, 3).Draw(rt, "messages")
		loops := rapid.IntRange(1, 3).Draw(rt, "loops")
		failing := rapid.SampledFrom([]int{0, 2, 3}).Draw(rt, "every so many fail")
		latency := time.Duration(rapid.IntRange(0, 900).Draw(rt, "latency")) * time.Millisecond
		synctest.Test(t, func(t *testing.T) {
			q := newHider(messages)
			q.latency = latency
			q.fail = func(n int) error {
				if failing > 0 && n%failing == 0 {
					return errors.New("throttled")
				}
				return nil
			}
			consumer := q.consumer(45 * time.Second)
			consumer.Loops = loops
			first, second := newProgram(t, beating(drain)), newProgram(t, beating(50*time.Second))
			lifecycle.Consume(first.App, "jobs", consumer)
			lifecycle.Consume(second.App, "jobs", consumer)
			first.start()
			time.Sleep(stopAt)
			first.stop()
			signalled := time.Now()
			if err := first.wait(); err != nil {
				rt.Errorf("the first Run() error = %v", err)
			}
			if took := time.Since(signalled); took > drain+time.Second {
				rt.Errorf("it ended %v after the signal, with a drain of %v", took, drain)
			}
			for m, until := range q.hidden {
				if time.Now().Before(until) {
					rt.Errorf("message %d is hidden for %v yet, and nobody works on it", m, time.Until(until))
				}
			}
			second.start()
			time.Sleep(4 * time.Minute)
			second.stop()
			if err := second.wait(); err != nil {
				rt.Errorf("the second Run() error = %v", err)
			}
			slices.Sort(q.done)
			if diff := cmp.Diff(numbers(messages), q.done); diff != "" {
				rt.Errorf("done once each (-want +got):\n%s", diff)
			}
			for m, n := range q.fetched {
				if n > 2 {
					rt.Errorf("message %d was fetched %d times by two tasks", m, n)
				}
			}
		})
	})
}

// What a heartbeat does in the corners, for one message that takes so long.
func TestConsume_heartbeatEnds(t *testing.T) {
	t.Parallel()
	throttled := errors.New("throttled")
	always := func(int) error { return throttled }
	for name, tt := range map[string]struct {
		takes  time.Duration
		fail   func(n int) error
		change func(c *lifecycle.Consumer[int])
		// seen says that others may have the message before it is done, beats is how
		// often it was hidden again.
		seen  bool
		beats int
		log   string
	}{
		"shorter than a beat":  {takes: 4 * time.Second, beats: 1},
		"a beat":               {takes: 6 * time.Second, beats: 2},
		"one fails":            {takes: 29 * time.Second, fail: func(n int) error { return map[bool]error{n == 2: throttled}[true] }, beats: 7, log: "heartbeat failed"},
		"all fail, in time":    {takes: 14 * time.Second, fail: always, beats: 12, log: "heartbeat failed"},
		"all fail":             {takes: 16 * time.Second, fail: always, seen: true, beats: 12, log: "heartbeat missed"},
		"panics":               {takes: 30 * time.Second, fail: func(int) error { panic("a bug") }, seen: true, beats: 1, log: "a bug"},
		"just within 12 hours": {takes: 12*time.Hour - 6*time.Second, beats: 8639},
		"longer than 12 hours": {takes: 12*time.Hour + time.Second, seen: true, beats: 8639, log: "heartbeat missed"},
		"hangs": {takes: 14 * time.Second, beats: 3, change: func(c *lifecycle.Consumer[int]) {
			extend := c.Extend
			c.Extend = func(ctx context.Context, m int, v time.Duration) error {
				_ = extend(ctx, m, v)
				<-ctx.Done()
				return ctx.Err()
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				q := newHider(1)
				q.fail = tt.fail
				c := q.consumer(tt.takes)
				var cause error
				var beats []time.Duration // of its first turn
				work := c.Work
				c.Work = func(ctx context.Context, m int) error {
					if q.fetched[m] > 1 {
						return nil // Somebody else's turn.
					}
					cause = work(ctx, m)
					q.mu.Lock()
					defer q.mu.Unlock()
					beats = slices.Clone(q.extended)
					return cause
				}
				if tt.change != nil {
					tt.change(&c)
				}
				p := newProgram(t, beating(time.Minute))
				lifecycle.Consume(p.App, "jobs", c)
				p.start()
				time.Sleep(tt.takes + 20*time.Second)
				p.stop()
				if err := p.wait(); err != nil {
					t.Errorf("Run() error = %v", err)
				}
				if errors.Is(cause, lifecycle.ErrSeen) != tt.seen || len(beats) != tt.beats || len(q.returned) > 0 {
					t.Errorf("its work ended with %v, %d beats, returned %v; want seen %v, %d beats and never returned\n%s", cause, len(beats), q.returned, tt.seen, tt.beats, p.log)
				}
				if tt.log != "" {
					p.wantLog(tt.log)
				}
				for i, v := range beats {
					if v < time.Second || v > 15*time.Second || v%time.Second != 0 {
						t.Errorf("beat %d hides it for %v, want whole seconds up to 15s", i, v)
					}
				}
			})
		})
	}
}

// A consumer that could not keep its messages hidden does not start, and one
// whose contract has no heartbeat is not asked for any.
func TestConsume_heartbeatAsAgreed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := newHider(1)
		c := q.consumer(time.Second)
		c.Extend = nil
		p := newProgram(t, beating(time.Second))
		lifecycle.Consume(p.App, "jobs", c)
		p.start()
		if err := p.wait(); !strings.Contains(fmt.Sprint(err), "jobs: the contract has a heartbeat of 5s and the consumer no Extend") || len(q.fetched) > 0 {
			t.Errorf("Run() error = %v, and fetched %v", err, q.fetched)
		}
		p = newProgram(t, budgets(0, time.Minute, time.Second))
		lifecycle.Consume(p.App, "jobs", q.consumer(14*time.Second))
		p.start()
		time.Sleep(15 * time.Second)
		p.stop()
		if err := p.wait(); err != nil || len(q.extended) > 0 {
			t.Errorf("Run() error = %v, extended %v without a heartbeat", err, q.extended)
		}
	})
}
