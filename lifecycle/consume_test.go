package lifecycle_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// queue is a queue in memory with one attempt at a time for each message.
type queue struct {
	mu       sync.Mutex
	waiting  []int
	done     []int
	returned []int
	polls    int
}

func (q *queue) fetch(ctx context.Context) (int, error) {
	q.mu.Lock()
	q.polls++
	if len(q.waiting) > 0 {
		m := q.waiting[0]
		q.waiting = q.waiting[1:]
		q.mu.Unlock()
		return m, nil
	}
	q.mu.Unlock()
	select { // A long poll.
	case <-time.After(20 * time.Second):
		return 0, lifecycle.ErrNothing
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (q *queue) ack(ctx context.Context, m int) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.done = append(q.done, m)
	return ctx.Err()
}

func (q *queue) giveBack(ctx context.Context, m int) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.returned = append(q.returned, m)
	return ctx.Err()
}

func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func TestConsume_stopsFetchingFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(5*time.Second, 10*time.Second, 5*time.Second))
		q := &queue{waiting: numbers(100)}
		lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
			Fetch: q.fetch, Ack: q.ack, Return: q.giveBack, Loops: 2,
			Work: func(ctx context.Context, _ int) error { time.Sleep(12 * time.Second); return ctx.Err() },
		})
		p.start()
		time.Sleep(30 * time.Second) // Each loop is at its third message.
		p.stop()
		began := time.Now()
		err := p.wait()
		slices.Sort(q.done)
		if diff := cmp.Diff(numbers(6), q.done); diff != "" || err != nil || len(q.returned) > 0 || q.polls != 6 {
			t.Errorf("Run() error = %v, %d polls, returned %v; done (-want +got):\n%s", err, q.polls, q.returned, diff)
		}
		if took := time.Since(began); took != 6*time.Second {
			t.Errorf("stopped after %v, want 6s of the message in hand", took)
		}
	})
}

func TestConsume_handsBackWhatIsCut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 3*time.Second, 5*time.Second))
		q := &queue{waiting: numbers(10)}
		lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
			Fetch: q.fetch, Ack: q.ack, Return: q.giveBack,
			Work: func(ctx context.Context, _ int) error { <-ctx.Done(); return context.Cause(ctx) },
		})
		p.start()
		time.Sleep(time.Second)
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v, although nothing was lost", err)
		}
		p.wantLog(`still_running="[consumer orders]"`)
		if diff := cmp.Diff([]int{0}, q.returned); diff != "" || len(q.done) > 0 {
			t.Errorf("done %v; returned (-want +got):\n%s", q.done, diff)
		}
	})
}

func TestConsume_checkpointsAtTheSignal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 10*time.Second, 5*time.Second))
		q := &queue{waiting: []int{7}}
		lifecycle.Consume(p.App, "batch", lifecycle.Consumer[int]{
			Fetch: q.fetch, Ack: q.ack, Return: q.giveBack,
			Work: func(ctx context.Context, _ int) error {
				<-lifecycle.Stopping(ctx)
				time.Sleep(4 * time.Second) // It saves its state.
				return errors.New("not done: resumes from its checkpoint")
			},
		})
		p.start()
		synctest.Wait()
		p.stop()
		if err := p.wait(); err != nil || !slices.Equal(q.returned, []int{7}) {
			t.Errorf("Run() error = %v, returned %v", err, q.returned)
		}
	})
}

func TestConsume_messageInTheMomentOfTheSignal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, 10*time.Second, 5*time.Second))
		q := &queue{}
		lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
			Fetch:  func(ctx context.Context) (int, error) { <-ctx.Done(); return 3, nil },
			Work:   func(context.Context, int) error { t.Error("worked on after the signal"); return nil },
			Return: q.giveBack,
		})
		p.start()
		synctest.Wait()
		p.stop()
		if err := p.wait(); err != nil || !slices.Equal(q.returned, []int{3}) {
			t.Errorf("Run() error = %v, returned %v", err, q.returned)
		}
	})
}

func TestConsume_errorsPauseAndGoOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProgram(t, budgets(0, time.Second, time.Second))
		fetches := 0
		lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
			Fetch: func(context.Context) (int, error) { fetches++; return 0, errors.New("no route") },
			Work:  func(context.Context, int) error { return nil },
		})
		p.start()
		time.Sleep(time.Minute)
		p.stop()
		if err := p.wait(); err != nil || fetches < 10 || fetches > 30 {
			t.Errorf("Run() error = %v, %d fetches in a minute; want some with growing pauses", err, fetches)
		}
		p.wantLog(`msg="fetch failed" consumer=orders error="no route"`)
	})
}

// agent is the endpoint of the ECS agent that holds a task's protection.
type agent struct {
	*httptest.Server
	mu sync.Mutex
	// calls has "on 16" or "off" for each call.
	calls     []string
	protected bool
	// refuse answers a call with a body of its own; "" accepts it.
	refuse func(call int, on bool) string
}

func newAgent(t *testing.T) *agent {
	t.Helper()
	a := &agent{}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			ProtectionEnabled bool
			ExpiresInMinutes  int
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil || r.Method != http.MethodPut || r.URL.Path != "/api/task-protection/v1/state" {
			http.Error(w, "what", http.StatusBadRequest)
			t.Errorf("agent got %s %s: %v", r.Method, r.URL.Path, err)
			return
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		call := "off"
		if body.ProtectionEnabled {
			call = fmt.Sprint("on ", body.ExpiresInMinutes)
		}
		a.calls = append(a.calls, call)
		if a.refuse != nil {
			if answer := a.refuse(len(a.calls), body.ProtectionEnabled); answer != "" {
				_, _ = w.Write([]byte(answer))
				return
			}
		}
		a.protected = body.ProtectionEnabled
		_, _ = fmt.Fprintf(w, `{"protection":{"ProtectionEnabled":%v,"TaskArn":"arn:aws:ecs:eu-west-1:111122223333:task/cluster/1"}}`, body.ProtectionEnabled)
	}))
	t.Cleanup(a.Close)
	return a
}

func (a *agent) isProtected() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.protected
}

func (a *agent) seen() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.calls)
}

// protectedProgram is a program whose contract asks for protection.
func protectedProgram(t *testing.T, a *agent, drain time.Duration) *program {
	t.Helper()
	c := budgets(0, drain, time.Second)
	c.Protection = 16 * time.Minute
	p := newProgram(t, c)
	p.Env = func(name string) (string, bool) {
		if name == "ECS_AGENT_URI" && a != nil {
			return a.URL + "/api", true
		}
		return "", false
	}
	return p
}

// until waits for a condition in real time, because the agent is real.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within 20s: %s", what)
		}
	}
}

func TestConsume_protectsEachMessage(t *testing.T) {
	t.Parallel()
	a := newAgent(t)
	p := protectedProgram(t, a, 5*time.Second)
	q := &queue{waiting: numbers(3)}
	lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
		Fetch: func(ctx context.Context) (int, error) {
			if a.isProtected() {
				t.Error("protected while it waits for a message")
			}
			return q.fetch(ctx)
		},
		Work: func(context.Context, int) error {
			if !a.isProtected() {
				t.Error("worked on without protection")
			}
			return nil
		},
		Ack: func(ctx context.Context, m int) error {
			if !a.isProtected() {
				t.Error("acknowledged without protection")
			}
			return q.ack(ctx, m)
		},
		Return: q.giveBack,
	})
	p.start()
	until(t, "three messages", func() bool { return len(a.seen()) >= 6 })
	p.stop()
	if err := p.wait(); err != nil {
		t.Errorf("Run() error = %v", err)
	}
	if diff := cmp.Diff([]string{"on 16", "off", "on 16", "off", "on 16", "off"}, a.seen()); diff != "" {
		t.Errorf("agent calls mismatch (-want +got):\n%s", diff)
	}
}

func TestConsume_loopsShareOneProtection(t *testing.T) {
	t.Parallel()
	a := newAgent(t)
	p := protectedProgram(t, a, 5*time.Second)
	q := &queue{waiting: numbers(2)}
	var both sync.WaitGroup
	both.Add(2)
	finish := [2]chan struct{}{make(chan struct{}), make(chan struct{})}
	lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
		Fetch: q.fetch, Ack: q.ack, Return: q.giveBack, Loops: 2,
		Work: func(_ context.Context, m int) error { both.Done(); <-finish[m]; return nil },
	})
	p.start()
	both.Wait()
	close(finish[0])
	until(t, "the first message", func() bool { q.mu.Lock(); defer q.mu.Unlock(); return len(q.done) == 1 })
	time.Sleep(50 * time.Millisecond)
	if !a.isProtected() {
		t.Error("the protection was given back while another message was worked on")
	}
	p.stop()
	close(finish[1])
	if err := p.wait(); err != nil || a.isProtected() {
		t.Errorf("Run() error = %v, protected %v", err, a.isProtected())
	}
	if diff := cmp.Diff([]string{"on 16", "on 16", "off"}, a.seen()); diff != "" {
		t.Errorf("agent calls mismatch (-want +got):\n%s", diff)
	}
}

func TestConsume_refusedProtectionHandsBack(t *testing.T) {
	t.Parallel()
	for answer, says := range map[string]string{
		`{"failure":{"Arn":"arn","Reason":"DEPLOYMENT_BLOCKED","Detail":"blocked"}}`: "ECS refused: DEPLOYMENT_BLOCKED blocked",
		`{"error":{"Arn":"arn","Code":"ThrottlingException","Message":"slow down"}}`: "200 OK: ThrottlingException: slow down",
		`{}`: "without a confirmation",
		`{"protection":{"ProtectionEnabled":false}}`: "without a confirmation",
		`<html>`: "invalid character",
		` `:      "unexpected end of JSON",
	} {
		t.Run(answer, func(t *testing.T) {
			t.Parallel()
			a := newAgent(t)
			a.refuse = func(int, bool) string { return answer }
			p := protectedProgram(t, a, 5*time.Second)
			q := &queue{waiting: numbers(1)}
			lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
				Fetch: q.fetch, Ack: q.ack, Return: q.giveBack,
				Work: func(context.Context, int) error { t.Error("worked on without protection"); return nil },
			})
			p.start()
			until(t, "the message to be handed back", func() bool { q.mu.Lock(); defer q.mu.Unlock(); return len(q.returned) == 1 })
			p.stop()
			if err := p.wait(); err != nil || len(q.done) > 0 {
				t.Errorf("Run() error = %v, done %v", err, q.done)
			}
			p.wantLog("no task protection: the message is not worked on", says)
		})
	}
}

func TestConsume_withoutReturnFetchesUnderProtection(t *testing.T) {
	t.Parallel()
	a := newAgent(t)
	a.refuse = func(call int, _ bool) string {
		if call == 1 {
			return `{"failure":{"Reason":"TASK_NOT_VALID"}}`
		}
		return ""
	}
	p := protectedProgram(t, a, 5*time.Second)
	q := &queue{waiting: numbers(1)}
	lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
		Fetch: func(ctx context.Context) (int, error) {
			if !a.isProtected() {
				t.Error("fetched without protection, and with no way back")
			}
			return q.fetch(ctx)
		},
		Work: func(context.Context, int) error { return nil },
		Ack:  q.ack,
	})
	p.start()
	until(t, "the message", func() bool { q.mu.Lock(); defer q.mu.Unlock(); return len(q.done) == 1 })
	p.stop()
	if err := p.wait(); err != nil || a.isProtected() {
		t.Errorf("Run() error = %v, protected %v", err, a.isProtected())
	}
}

func TestConsume_renewsForLongWork(t *testing.T) {
	t.Parallel()
	a := newAgent(t)
	a.refuse = func(call int, _ bool) string {
		if call == 3 {
			return `{"error":{"Code":"ServerException"}}`
		}
		return ""
	}
	synctest.Test(t, func(t *testing.T) {
		p := protectedProgram(t, a, 5*time.Second)
		q := &queue{waiting: numbers(1)}
		lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
			Fetch: q.fetch, Ack: q.ack, Return: q.giveBack,
			Work: func(context.Context, int) error { time.Sleep(20*time.Minute + time.Second); return nil },
		})
		p.start()
		time.Sleep(21 * time.Minute)
		p.stop()
		if err := p.wait(); err != nil {
			t.Errorf("Run() error = %v", err)
		}
		p.wantLog(`msg="task protection not renewed" retry_seconds=60`)
	})
	// At 0, 8, 16 (refused) and 17 minutes.
	if diff := cmp.Diff([]string{"on 16", "on 16", "on 16", "on 16", "off"}, a.seen()); diff != "" {
		t.Errorf("agent calls mismatch (-want +got):\n%s", diff)
	}
}

func TestConsume_protectionIsGivenBackAgain(t *testing.T) {
	t.Parallel()
	a := newAgent(t)
	a.refuse = func(call int, on bool) string {
		if !on && call == 2 {
			return `{"error":{"Code":"ServerException"}}`
		}
		return ""
	}
	p := protectedProgram(t, a, 5*time.Second)
	q := &queue{waiting: numbers(1)}
	lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
		Fetch: q.fetch, Ack: q.ack, Return: q.giveBack, Work: func(context.Context, int) error { return nil },
	})
	p.start()
	until(t, "the second attempt", func() bool { return len(a.seen()) == 3 })
	p.stop()
	if err := p.wait(); err != nil || a.isProtected() {
		t.Errorf("Run() error = %v, protected %v", err, a.isProtected())
	}
}

func TestConsume_outsideOfECS(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := protectedProgram(t, nil, 5*time.Second)
		q := &queue{waiting: numbers(2)}
		lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
			Fetch: q.fetch, Ack: q.ack, Return: q.giveBack, Loops: 3, Work: func(context.Context, int) error { return nil },
		})
		p.start()
		time.Sleep(time.Second)
		p.stop()
		if err := p.wait(); err != nil || len(q.done) != 2 {
			t.Errorf("Run() error = %v, done %v", err, q.done)
		}
		if n := strings.Count(p.log.String(), "ECS_AGENT_URI is not set"); n != 1 {
			t.Errorf("%d warnings, want one:\n%s", n, p.log)
		}
	})
}
