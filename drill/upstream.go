package drill

import (
	"errors"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// upstream is a task behind the embedded load balancer, with the connections
// that its nodes keep open to it.
type upstream struct {
	task *url.URL
	cut  atomic.Int64

	mu      sync.Mutex
	kept    [nodes]pool
	busy    map[*connection]bool
	expired bool
}

// answer is a task's answer, or how far a request got without one.
type answer struct {
	*http.Response
	task       *upstream
	connection *connection
	// reached is when the request was at the task, or found nobody there.
	reached time.Time
}

var errExpired = errors.New("the deregistration delay is over")

func newUpstream(task *url.URL) *upstream {
	return &upstream{task: task, busy: map[*connection]bool{}}
}

// send sends a request from a node and reads the head of its answer.
func (u *upstream) send(r *http.Request, node int) (*answer, error) {
	a := &answer{task: u}
	take := u.take
	if upgrades(r.Header) {
		take = u.dial // It will not come back.
	}
	c, err := take(node)
	a.reached = time.Now()
	if err != nil {
		return a, err
	}
	a.connection = c
	out := http.Request{Method: r.Method, URL: r.URL, Host: r.Host, Header: r.Header.Clone(), Body: r.Body, ContentLength: r.ContentLength}
	for name := range hopByHop {
		out.Header.Del(name)
	}
	if upgrades(r.Header) {
		out.Header.Set("Connection", "Upgrade")
		out.Header.Set("Upgrade", r.Header.Get("Upgrade"))
	}
	out.Header.Del(routeHeader)
	out.Header.Set("X-Forwarded-For", "127.0.0.1")
	err = writeRequest(&out, c.writer)
	if r.ContentLength == 0 {
		a.reached = time.Now() // A body may go on coming long after that.
	}
	if err == nil {
		a.Response, err = http.ReadResponse(c.reader, &out)
	}
	if err != nil {
		a.fail()
		return a, err
	}
	return a, nil
}

// take gives a connection of the node that is still open, or a new one.
func (u *upstream) take(node int) (*connection, error) {
	u.mu.Lock()
	c := u.kept[node].take()
	if c != nil {
		u.busy[c] = true
	}
	u.mu.Unlock()
	if c != nil {
		return c, nil
	}
	return u.dial(node)
}

// dial opens a connection of the node.
func (u *upstream) dial(node int) (*connection, error) {
	conn, err := dialTask(u.task)
	if err != nil {
		return nil, err
	}
	c := newConnection(conn, node)
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.expired {
		conn.Close() //nolint:errcheck // It was not used.
		return nil, errExpired
	}
	u.busy[c] = true
	return c, nil
}

// outcome says what the caller of a failed request is told.
func (a *answer) outcome(err error) verdict.Outcome {
	if refused(err) {
		return verdict.Refused
	}
	return verdict.Cut
}

// done gives the connection back for the next request.
func (a *answer) done() {
	a.task.mu.Lock()
	defer a.task.mu.Unlock()
	delete(a.task.busy, a.connection)
	if a.Close || a.task.expired {
		a.connection.Close() //nolint:errcheck // The answer is whole.
		return
	}
	a.task.kept[a.connection.node].give(a.connection)
}

// fail drops the connection, and counts a request that was cut by expire.
func (a *answer) fail() {
	a.leave()
	a.connection.Close() //nolint:errcheck // It is broken.
}

// leave takes the connection out of those in flight, and counts it when it was
// cut by expire.
func (a *answer) leave() {
	a.task.mu.Lock()
	defer a.task.mu.Unlock()
	if a.task.expired && a.task.busy[a.connection] {
		a.task.cut.Add(1)
	}
	delete(a.task.busy, a.connection)
}

// expire cuts every connection.
func (u *upstream) expire() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.expired = true
	for c := range u.busy {
		c.Close() //nolint:errcheck // It is to be cut.
	}
	for node := range u.kept {
		u.kept[node].close()
	}
}

func (u *upstream) close() { u.expire() }
