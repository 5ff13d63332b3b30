package drill

import (
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// agent is the part of the ECS agent that a worker asks for task protection:
// $ECS_AGENT_URI/task-protection/v1/state, which the developer guide describes
// under "Amazon ECS task scale-in protection endpoint".
type agent struct {
	address string
	server  *http.Server
	scale   int

	mu    sync.Mutex
	tasks map[verdict.Task]*protection
}

// protection is what one task has asked for.
type protection struct {
	calls []protectionCall
	// until is when it runs out; zero without any.
	until time.Time
	// refused counts the calls that asked wrongly, refusal says why the last was.
	refused int
	refusal string
}

// protectionCall is one change that a task asked for.
type protectionCall struct {
	at, until time.Time
	on        bool
}

// The bounds of UpdateTaskProtection, in minutes.
const (
	leastProtection   = 1
	defaultProtection = 120
	mostProtection    = 2880
)

// newAgent starts an agent on loopback. Its minutes are divided by scale, as
// every time of a drill.
func newAgent(scale int) (*agent, error) {
	a := &agent{scale: scale, tasks: map[verdict.Task]*protection{verdict.OldTask: {}, verdict.ReplacementTask: {}}}
	mux := http.NewServeMux()
	const path = "/api/{task}/task-protection/v1/state"
	mux.HandleFunc("GET "+path, a.get)
	mux.HandleFunc("PUT "+path, a.put)
	a.server = &http.Server{Handler: mux}
	return a, serveLocal(a.server, &a.address)
}

func (a *agent) close() { a.server.Close() } //nolint:errcheck // Nobody asks any more.

// uri is the task's ECS_AGENT_URI.
func (a *agent) uri(t verdict.Task) string { return a.address + "/api/" + string(t) }

// protected says until when a task is protected; false when it is not.
func (a *agent) protected(t verdict.Task) (until time.Time, on bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	until = a.tasks[t].until
	return until, until.After(time.Now())
}

// asked is what a task has asked for up to now.
func (a *agent) asked(t verdict.Task) protection {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := *a.tasks[t]
	p.calls = append([]protectionCall(nil), p.calls...)
	return p
}

// lasts is how long so many minutes of protection are.
func (a *agent) lasts(minutes int) time.Duration {
	return time.Duration(minutes) * time.Minute / time.Duration(a.scale)
}

// agentAnswer is one of the three answers that a worker must tell apart. The
// drill itself never answers with a failure, which is a refusal by ECS.
type agentAnswer struct {
	Protection *agentProtection `json:"protection,omitempty"`
	Error      *agentError      `json:"error,omitempty"`
}

type agentProtection struct {
	ExpirationDate    *time.Time `json:",omitempty"`
	ProtectionEnabled bool
	TaskArn           string //nolint:revive // The agent spells it so.
}

type agentError struct{ Arn, Code, Message string }

func (a *agent) get(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if p, arn := a.task(w, r); p != nil {
		reply(w, http.StatusOK, agentAnswer{Protection: p.state(arn)})
	}
}

func (a *agent) put(w http.ResponseWriter, r *http.Request) {
	var in struct {
		ProtectionEnabled *bool
		ExpiresInMinutes  *int
	}
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&in)
	a.mu.Lock()
	defer a.mu.Unlock()
	p, arn := a.task(w, r)
	if p == nil {
		return
	}
	minutes := value(in.ExpiresInMinutes, defaultProtection)
	switch {
	case err != nil:
		p.refuse(w, arn, "failed to decode the request: "+err.Error())
		return
	case in.ProtectionEnabled == nil:
		p.refuse(w, arn, "the request does not contain ProtectionEnabled")
		return
	case minutes < leastProtection || minutes > mostProtection:
		p.refuse(w, arn, "ExpiresInMinutes is "+strconv.Itoa(minutes)+", and must be from 1 to 2880")
		return
	}
	call := protectionCall{at: time.Now(), on: *in.ProtectionEnabled}
	if call.on {
		call.until = call.at.Add(a.lasts(minutes))
	}
	p.calls, p.until = append(p.calls, call), call.until
	reply(w, http.StatusOK, agentAnswer{Protection: p.state(arn)})
}

// task is the task that a request speaks of, and its ARN; nil when there is none, which has
// been answered. The agent is locked.
func (a *agent) task(w http.ResponseWriter, r *http.Request) (p *protection, arn string) {
	name := r.PathValue("task")
	if p = a.tasks[verdict.Task(name)]; p == nil {
		reply(w, http.StatusNotFound, agentAnswer{Error: &agentError{Code: "ResourceNotFoundException", Message: "Failed to find a task for the request"}})
	}
	return p, "arn:aws:ecs:us-east-1:000000000000:task/drill/" + name
}

func (p *protection) state(arn string) *agentProtection {
	out := &agentProtection{ProtectionEnabled: p.until.After(time.Now()), TaskArn: arn}
	if out.ProtectionEnabled {
		out.ExpirationDate = new(p.until.UTC().Truncate(time.Second))
	}
	return out
}

func (p *protection) refuse(w http.ResponseWriter, arn, text string) {
	p.refused, p.refusal = p.refused+1, text
	reply(w, http.StatusBadRequest, agentAnswer{Error: &agentError{arn, "InvalidParameterException", text}})
}

func reply(w http.ResponseWriter, status int, body agentAnswer) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body) //nolint:errcheck // The worker has gone then.
}
