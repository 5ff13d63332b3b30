package gracefulecs

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const maxRetention = 1209600 // 14 days, the most that SQS keeps a message.

// queue checks the queue's props, and that an existing queue hides a message
// for as long as the profile needs.
func (c *checker) queue(p *plan) {
	q := p.Queue
	if q == nil {
		return
	}
	if !p.worksOnQueue() {
		given := "workload " + string(p.profile.Workload)
		if p.profile.Broker != "" {
			given = "broker " + string(p.profile.Broker)
		}
		c.misplaced("Queue", "a queue", "Queue needs workload queue and broker sqs, but the profile gives "+given+".",
			"remove Queue", "or set the profile's workload to queue and its broker to sqs")
		return
	}
	c.whole("Queue.MaxReceiveCount", q.MaxReceiveCount, 1, 1000)
	if d := q.RetentionPeriod; d != nil {
		if *d.IsUnresolved() {
			c.add(tokenFault("Queue.RetentionPeriod", "a duration"))
		} else {
			c.whole("Queue.RetentionPeriod", d.ToSeconds(nil), 60, maxRetention)
		}
	}
	if q.Existing == nil {
		if q.VisibilityTimeout != nil {
			c.misplaced("Queue.VisibilityTimeout", "a duration", "The visibility timeout of a new queue comes from the profile.",
				"remove VisibilityTimeout", "or set Existing")
		}
		return
	}
	for path, set := range map[string]bool{"Queue.EncryptionKey": q.EncryptionKey != nil, "Queue.MaxReceiveCount": q.MaxReceiveCount != nil,
		"Queue.RetentionPeriod": q.RetentionPeriod != nil} {
		if set {
			c.misplaced(path, "a value", path+" belongs to a new queue, not to an existing one.", "remove it, or remove Existing")
		}
	}
	c.visibility(q, *p.settings.VisibilityTimeout)
}

func (c *checker) visibility(q *QueueProps, needed int) {
	path, want := "Queue.VisibilityTimeout", strconv.Itoa(needed)
	given, known := declaredVisibility(q.Existing)
	switch {
	case q.VisibilityTimeout != nil && *q.VisibilityTimeout.IsUnresolved():
		c.add(tokenFault(path, "at least "+want+" seconds"))
		return
	case q.VisibilityTimeout != nil:
		given, known = int(*q.VisibilityTimeout.ToSeconds(nil)), true
	}
	switch {
	case !known:
		c.missing(path, "at least "+want+" seconds", "The visibility timeout of an imported queue is not known at synthesis.",
			"set it to what the queue has, which must be at least "+want+" seconds")
	case given < needed:
		c.add(shutdown.Fault{Path: path, Rule: "range", Given: strconv.Itoa(given), Allowed: "at least " + want,
			Message: "The existing queue would hand out a message again while a task still works on it.",
			WaysOut: []string{"set the queue's visibility timeout to at least " + want + " seconds"}})
	}
}

// declaredVisibility reads the visibility timeout, in seconds, of a queue that
// is defined in the same app.
func declaredVisibility(q awssqs.IQueue) (int, bool) {
	defined, ok := q.(awssqs.Queue)
	if !ok {
		return 0, false
	}
	resource, ok := defined.Node().DefaultChild().(awssqs.CfnQueue)
	if !ok {
		return 0, false
	}
	v := resource.VisibilityTimeout()
	switch {
	case v == nil:
		return shutdown.AWSDefaultOf("visibility_timeout", shutdown.NoLoadBalancer)
	case isToken(*v):
		return 0, false
	default:
		return int(*v), true
	}
}
