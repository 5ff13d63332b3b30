package drill

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// ready waits until the task answers its health check.
func (p *player) ready(ctx context.Context, t task) error {
	look := p.plan.looker(time.Second)
	health := t.url.String() + p.plan.Health
	code := 0
	for limit := time.Now().Add(p.plan.Ready); time.Now().Before(limit); {
		if t.process != nil && t.process.ended() {
			return fmt.Errorf("%s ended before it answered %s: %s\n%s", t.title(), health, describeEnd(t.process), t.process.tail())
		}
		if c := t.fell(); c != nil {
			return t.early(c)
		}
		if code = look(ctx, health).Code; code >= 200 && code < 300 {
			return nil
		}
		if err := wait(ctx, 25*time.Millisecond); err != nil {
			return err
		}
	}
	what := "did not answer"
	if code != 0 {
		what = fmt.Sprintf("answered %d %s", code, http.StatusText(code))
	}
	if code >= 400 && code < 500 {
		what += "; name the path of its health check with --health PATH"
	}
	out := ""
	if t.process != nil {
		if t.fronted() && nobodyBehind(code) {
			return t.notThrough(p.plan.Ready, health, code)
		}
		if code == 0 {
			out = "; it must listen on $HOST:$PORT" + withTLS(t.url) + ", which is " + t.url.Host + ": start it so, with {PORT} in the command if it does not read the variable"
		}
		out += "\n" + t.process.tail()
	}
	return fmt.Errorf("%s is not ready after %s: GET %s %s%s", t.title(), verdict.Seconds(p.plan.Ready), health, what, out)
}

// throughFront waits until a front, whose health check may be its own, has the app
// answer behind it.
func (p *player) throughFront(ctx context.Context, t task) error {
	if !t.fronted() {
		return nil
	}
	m := p.mix()
	r := &m.requests[0]
	p.samples = newSamples() // The tries of all requests begin anew: these are none.
	l := p.newLearner(t, verdict.OldTask, tryTime)
	defer l.close()
	code := 0
	for limit := time.Now().Add(p.plan.Ready); time.Now().Before(limit); {
		if t.process.ended() {
			return fmt.Errorf("%s ended before it answered for the app: %s\n%s", t.title(), describeEnd(t.process), t.process.tail())
		}
		if c := t.fell(); c != nil {
			return t.early(c)
		}
		code = l.carrier.send(l.client, l.url, r, m.glance(*r), time.Now(), "").Code
		if !nobodyBehind(code) {
			return nil // What else it is, the tries of all requests say.
		}
		if err := wait(ctx, 25*time.Millisecond); err != nil {
			return err
		}
	}
	return t.notThrough(p.plan.Ready, t.url.String()+fillSeconds(r.Path, m.glance(*r)), code)
}

// fronted says that a front of the drill takes the task's requests.
func (t task) fronted() bool { return t.first != nil && t.first.role == verdict.FrontRole }

// title is what a message calls the container that takes the work.
func (t task) title() string {
	if t.first == nil {
		return "the app"
	}
	return t.first.title()
}

// nobodyBehind says that a front answers so for an app that it does not reach.
func nobodyBehind(code int) bool {
	return code == http.StatusBadGateway || code == http.StatusServiceUnavailable || code == http.StatusGatewayTimeout
}

// notThrough says why a front that answers is not ready, and what both wrote.
func (t task) notThrough(after time.Duration, at string, code int) error {
	app := t.others[0]
	return fmt.Errorf("%s does not reach the app after %s: %s answered %d %s; the app must listen on $HOST:$PORT, which is %s, and the front pass requests on to $APP_PORT there, {APP_PORT} in its command\n%s",
		t.title(), verdict.Seconds(after), at, code, http.StatusText(code), app.url.Host, outputs(app.process, t.process))
}

// early says that a container has ended while the task was still starting.
func (t task) early(c *container) error {
	return fmt.Errorf("%s ended before %s was ready: %s. All containers of a task must run until it is stopped\n%s", c.title(), t.title(), describeEnd(c.process), outputs(c.process))
}

// outputs is the end of what processes wrote.
func outputs(list ...*process) string {
	var b strings.Builder
	for _, p := range list {
		b.WriteString(p.tail())
	}
	return b.String()
}

// describeEnd is how a process ended before anything was stopped.
func describeEnd(p *process) string {
	return verdict.DescribeExit(p.exit(p.at), verdict.Never)
}
