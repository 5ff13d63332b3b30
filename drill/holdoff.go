package drill

import (
	"context"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// OwnAgent says that the plan's environment names an ECS agent. Then the drill
// has none for the app, does not see its task protection, and cannot play the
// path [verdict.Protected].
func (p Plan) OwnAgent() bool {
	for _, pair := range p.Environment {
		if strings.HasPrefix(pair, verdict.AgentVariable+"=") {
			return true
		}
	}
	return false
}

// startAgent starts the agent of a profile with task protection.
func (q *queuePlayer) startAgent() (err error) {
	if q.settings.TaskProtectionMinutes == nil || q.plan.OwnAgent() {
		return nil
	}
	if q.agent, err = newAgent(q.plan.Scale); err != nil {
		return err
	}
	q.closers = append(q.closers, q.agent.close)
	return nil
}

// slack is how much longer than it must a drill waits for a worker.
const slack = 2 * time.Second

// holdOff is what ECS does with a deployment or a scale-in: it wants the task
// to stop and waits for as long as the task is protected. Meanwhile no message
// is sent, as when a queue runs dry: a worker that always has one in hand may
// be protected for good. A worker that stays protected although it gets nothing
// done is not waited for: the profile's protection covers its longest message.
// It holds nothing off when a container of the task ends.
func (q *queuePlayer) holdOff(ctx context.Context) error {
	q.enter("protected")
	asked := time.Now()
	q.record.Protection.Asked = q.since()
	q.ebb.Store(true)
	defer func() {
		q.ebb.Store(false)
		q.dry = time.Since(asked)
	}()
	for {
		if _, on := q.agent.protected(verdict.OldTask); !on || q.old.process.ended() || q.old.fallen() {
			return nil
		}
		last := q.queue.lastDone(verdict.OldTask)
		if last.Before(asked) {
			last = asked
		}
		if time.Since(last) > q.agent.lasts(*q.settings.TaskProtectionMinutes)+slack {
			q.record.Protection.GaveUp = q.since()
			return nil
		}
		if err := wait(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
}

// lastDone is when a worker was last done with a message; zero before.
func (q *queue) lastDone(worker verdict.Task) (last time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, m := range q.messages {
		n := len(m.received)
		if n == 0 || m.received[n-1].worker != worker {
			continue
		}
		for _, done := range []time.Time{m.deleted, m.received[n-1].returned} {
			if done.After(last) {
				last = done
			}
		}
	}
	return last
}

// collectProtection writes down what the old worker asked the agent for.
func (q *queuePlayer) collectProtection() {
	if q.agent == nil {
		return
	}
	p, out := q.agent.asked(verdict.OldTask), q.record.Protection
	out.Refused, out.Refusal = p.refused, p.refusal
	for _, c := range p.calls {
		call := verdict.ProtectionCall{At: max(0, c.at.Sub(q.begin)), On: c.on}
		if c.on {
			call.Until = max(0, c.until.Sub(q.begin))
		}
		out.Calls = append(out.Calls, call)
	}
}
