package lifecycle_test

import (
	"context"
	"encoding/json"
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
func protectedProgram(t *testing.T, a *agent) *program {
	t.Helper()
	c := budgets(0, 5*time.Second, time.Second)
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
	for end := time.Now().Add(patience); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %v: %s", patience, what)
		}
	}
}

func TestConsume_protectsEachMessage(t *testing.T) {
	t.Parallel()
	a := newAgent(t)
	p := protectedProgram(t, a)
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
	p := protectedProgram(t, a)
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
			p := protectedProgram(t, a)
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
	p := protectedProgram(t, a)
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
		p := protectedProgram(t, a)
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
	p := protectedProgram(t, a)
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

func TestConsume_agentThatHangsHoldsNoStopUp(t *testing.T) {
	t.Parallel()
	a := newAgent(t)
	hang := make(chan struct{})
	a.refuse = func(call int, _ bool) string {
		if call == 2 {
			<-hang
		}
		return ""
	}
	t.Cleanup(func() { close(hang) })
	p := protectedProgram(t, a)
	p.Contract.Drain = 300 * time.Millisecond
	q := &queue{waiting: numbers(1)}
	lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
		Fetch: q.fetch, Ack: q.ack, Return: q.giveBack, Work: func(context.Context, int) error { return nil },
	})
	p.start()
	until(t, "the message", func() bool { q.mu.Lock(); defer q.mu.Unlock(); return len(q.done) == 1 })
	p.stop()
	if err := p.wait(); err != nil { // The agent itself would hang for good.
		t.Errorf("Run() error = %v", err)
	}
}

// An agent that takes the protection on and does not answer in time must not
// leave the task protected for nothing.
func TestConsume_unansweredProtectionIsGivenBack(t *testing.T) {
	t.Parallel()
	a := newAgent(t)
	p := protectedProgram(t, a)
	a.refuse = func(call int, on bool) string {
		if call == 1 {
			a.protected = on
			p.stop()
			time.Sleep(200 * time.Millisecond) // By then the loop has broken off.
		}
		return ""
	}
	lifecycle.Consume(p.App, "orders", lifecycle.Consumer[int]{
		Fetch: func(context.Context) (int, error) { return 0, lifecycle.ErrNothing },
		Work:  func(context.Context, int) error { return nil },
	})
	p.start()
	if err := p.wait(); err != nil || a.isProtected() {
		t.Errorf("Run() error = %v, protected %v", err, a.isProtected())
	}
	if diff := cmp.Diff([]string{"on 16", "off"}, a.seen()); diff != "" {
		t.Errorf("agent calls mismatch (-want +got):\n%s", diff)
	}
}

func TestConsume_outsideOfECS(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := protectedProgram(t, nil)
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
