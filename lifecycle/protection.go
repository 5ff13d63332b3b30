package lifecycle

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

// protector holds the scale-in protection of this task while anybody needs it.
// A nil protector protects nothing.
type protector struct {
	url     string
	minutes int
	app     *App

	mu     sync.Mutex
	needed int
	stop   chan struct{} // ends the renewal
	turn   turn
}

// agentTimeout bounds one call of the agent.
const agentTimeout = 5 * time.Second

// protection is the program's one protector, or nil when the contract asks for
// none.
func (a *App) protection() *protector {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.protect != nil || a.limits.Protection == 0 {
		return a.protect
	}
	env := a.Env
	if env == nil {
		env = os.LookupEnv
	}
	p := &protector{app: a, minutes: int(a.limits.Protection / time.Minute)}
	if agent, ok := env("ECS_AGENT_URI"); ok && agent != "" {
		p.url = strings.TrimSuffix(agent, "/") + "/task-protection/v1/state"
	} else {
		// Outside of ECS nothing scales the task in.
		a.logger().Warn("no task protection: ECS_AGENT_URI is not set")
	}
	a.protect = p
	return p
}

// acquire protects the task for one more unit of work. Every call starts the
// protection's time anew, so that it covers the unit that begins now.
func (p *protector) acquire(ctx context.Context) error {
	if p == nil || p.url == "" {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.put(ctx, true); err != nil {
		if p.needed == 0 && errors.As(err, new(unanswered)) {
			// Whether it is on now nobody knows, and nobody else would give it back.
			_ = p.put(p.app.phase.cut, false)
		}
		return err
	}
	p.needed++
	if p.needed == 1 {
		p.stop = make(chan struct{})
		p.turn.begin()
		go p.renew(p.stop)
	}
	return nil
}

// release gives the protection back when nobody needs it any more.
func (p *protector) release() {
	if p == nil || p.url == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.needed--; p.needed > 0 {
		return
	}
	close(p.stop)
	defer p.end()
	// Once the drain is over the task ends, and its protection with it.
	ctx := p.app.phase.cut
	var err error
	for _, pause := range [...]time.Duration{0, 200 * time.Millisecond, time.Second} {
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
		if err = p.put(ctx, false); err == nil {
			return
		}
	}
	p.app.logger().Warn("task protection not given back: it ends by itself", "minutes", p.minutes, "error", err)
}

// renew keeps the protection for work that takes longer than the contract
// expected: at half of its time, and sooner when that failed.
func (p *protector) renew(stop <-chan struct{}) {
	half := time.Duration(p.minutes) * time.Minute / 2
	for next := half; ; {
		select {
		case <-stop:
			return
		case <-time.After(next):
		}
		p.mu.Lock()
		if isClosed(stop) {
			p.mu.Unlock()
			return
		}
		err := p.put(context.Background(), true)
		p.mu.Unlock()
		if next = half; err != nil {
			next = half / 8
			p.app.logger().Warn("task protection not renewed", "retry_seconds", seconds(next), "error", err)
		}
	}
}

// protectionState is what the agent is asked for.
type protectionState struct {
	ProtectionEnabled bool
	ExpiresInMinutes  int `json:",omitempty"`
}

// protectionAnswer is what it answers: one of the three.
type protectionAnswer struct {
	Protection *struct{ ProtectionEnabled bool } `json:"protection"`
	Failure    *struct{ Reason, Detail string }  `json:"failure"`
	Error      *struct{ Code, Message string }   `json:"error"`
}

// unanswered says that the agent was asked and did not answer.
type unanswered struct{ error }

func (u unanswered) Unwrap() error { return u.error }

// agentClient never asks a proxy: the agent is on this very host. Its calls are
// too rare to keep a connection for.
var agentClient = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

// put asks the agent, and believes only an answer that confirms it: a refusal
// by ECS comes with status 200 too.
func (p *protector) put(ctx context.Context, on bool) error {
	ctx, cancel := context.WithTimeout(ctx, agentTimeout)
	defer cancel()
	state := protectionState{ProtectionEnabled: on}
	if on {
		state.ExpiresInMinutes = p.minutes
	}
	body, err := json.Marshal(state)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, p.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := agentClient.Do(req)
	if err != nil {
		return unanswered{err}
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return unanswered{err}
	}
	var answer protectionAnswer
	if err := json.Unmarshal(text, &answer); err != nil {
		return fmt.Errorf("the agent answered %s: %w", resp.Status, err)
	}
	switch {
	case answer.Failure != nil:
		return fmt.Errorf("ECS refused: %s %s", answer.Failure.Reason, answer.Failure.Detail)
	case answer.Error != nil:
		return fmt.Errorf("the agent answered %s: %s: %s", resp.Status, answer.Error.Code, answer.Error.Message)
	case resp.StatusCode != http.StatusOK || answer.Protection == nil || answer.Protection.ProtectionEnabled != on:
		return errors.New("the agent answered " + resp.Status + " without a confirmation")
	}
	return nil
}
