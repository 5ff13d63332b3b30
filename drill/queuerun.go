package drill

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// endpoint is what a worker talks to.
type endpoint interface {
	// environment tells the worker of it.
	environment() []string
	close()
}

// sqsEnvironment tells a worker of an SQS queue.
func sqsEnvironment(queueURL string) []string {
	u, err := url.Parse(queueURL)
	if err != nil {
		panic(err) // It is the drill's own.
	}
	return append([]string{"AWS_ENDPOINT_URL_SQS=" + u.Scheme + "://" + u.Host, "QUEUE_URL=" + queueURL}, asTaskRole...)
}

// queuePlayer plays a stop of a worker.
type queuePlayer struct {
	*player
	queue  *queue
	remote *url.URL
	// publisher sends to a broker that is not SQS; nil where it is.
	publisher *publisher
	// forced says that it closed a worker's connection by itself.
	forced atomic.Bool
	// topic has the records of a stream, and reads what the old consumer says of them; nil
	// where it is a queue.
	topic  *topic
	reads  *kafkaWorker
	number int
	// agent is what the workers ask for task protection; nil without any.
	agent *agent
	// ebb says that no message is sent now, dry is how long none was.
	ebb atomic.Bool
	dry time.Duration
}

// groupWaits is for how long a group waits for a member that has gone without a word, by
// most clients' defaults 45 s, and a little more.
const groupWaits = 50 * time.Second

// defaultVisibility is what SQS hides a message for where nobody says it.
const defaultVisibility = 30 * time.Second

// recordQueue plays the drill of a worker.
func (p *player) recordQueue(ctx context.Context) (verdict.Recording, error) {
	q := &queuePlayer{player: p}
	// Without SQS a message is hidden for as long as the worker has its connection.
	visibility := time.Duration(0)
	if v := p.settings.VisibilityTimeout; v != nil {
		visibility = time.Duration(*v) * time.Second
		if p.plan.Defaults {
			visibility = defaultVisibility
		}
	}
	q.queue = newQueue(visibility / time.Duration(p.plan.Scale))
	switch {
	case p.plan.Kafka != nil:
		var err error
		if q.topic, err = p.plan.Kafka.newTopic(ctx, "graceful-drill-"+p.plan.run); err != nil {
			return verdict.Recording{}, err
		}
		p.closers = append(p.closers, q.topic.close)
		q.queue.visibility, q.queue.offsets = groupWaits, true
	case p.plan.Broker != nil:
		var err error
		if q.publisher, err = p.plan.Broker.newPublisher(p.plan.Queue, "graceful-drill-"+p.plan.run, p.mostKept()); err != nil {
			return verdict.Recording{}, err
		}
		p.closers = append(p.closers, q.publisher.close)
	case p.plan.Queue != "":
		u, err := url.Parse(p.plan.Queue)
		if err != nil || u.Scheme == "" || u.Host == "" || len(u.Path) < 2 {
			return verdict.Recording{}, fmt.Errorf("queue URL %q must be like http://127.0.0.1:5000/123456789012/work", p.plan.Queue)
		}
		q.remote = u
	}
	if err := p.reachStores(ctx); err != nil {
		return verdict.Recording{}, err
	}
	if err := q.startAgent(); err != nil {
		return verdict.Recording{}, err
	}
	if err := q.startWorker(&p.old, verdict.OldTask, p.plan.Plain); err != nil {
		return verdict.Recording{}, err
	}
	r, err := q.play(ctx)
	if gone := q.wentAway(); gone != nil && ctx.Err() == nil {
		return r, gone
	}
	return r, err
}

// mostKept is how long a broker keeps a message of a drill, which has been done or given up
// long before.
func (p *player) mostKept() time.Duration {
	return p.plan.Ready + p.plan.Warmup + 10*(p.times.Longest.D()+p.times.StopTimeout.D()) + 10*time.Minute
}

// startWorker starts the command with the queue's address.
func (q *queuePlayer) startWorker(t *task, name verdict.Task, plain bool) (err error) {
	var e endpoint
	var reads *kafkaWorker
	switch {
	case q.topic != nil:
		reads = newKafkaWorker(q.queue, name, *q.plan.Kafka, q.topic)
		e = reads
	case q.publisher != nil:
		e, err = newAMQPWorker(q.queue, name, *q.plan.Broker, q.publisher.queue, &q.forced)
	case q.remote != nil:
		e, err = newSQSRemote(q.queue, name, q.remote)
	default:
		e, err = newSQS(q.queue, name)
	}
	if err != nil {
		return err
	}
	q.closers = append(q.closers, e.close)
	plan, err := q.withStores(name)
	if err != nil {
		return err
	}
	own := e.environment()
	if q.agent != nil {
		own = append(own, verdict.AgentVariable+"="+q.agent.uri(name))
	}
	plan.Environment = append(own, plan.Environment...)
	if *t, err = q.launchPlan(plan, plain); err != nil || reads == nil {
		return err
	}
	if name == verdict.OldTask {
		q.reads = reads
	}
	return reads.follow(t.app(), q.plan.run)
}

// play sends messages, stops the old worker while the replacement starts, and
// waits until every message is done or has had its time.
func (q *queuePlayer) play(ctx context.Context) (verdict.Recording, error) {
	q.record = q.recording("none")
	if q.publisher != nil {
		q.record.Broker = verdict.RabbitMQ
	}
	if q.topic != nil {
		q.record.Broker = verdict.Kafka
		looking, end := context.WithCancel(ctx)
		defer end()
		go q.topic.watchOffsets(looking)
	}
	if beat := q.full.Heartbeat; beat != nil && !q.plan.Defaults {
		q.record.Heartbeat = q.plan.scaled(*beat)
	}
	if q.agent != nil {
		q.record.Protection = &verdict.ProtectionRecord{Minutes: *q.settings.TaskProtectionMinutes, Asked: verdict.Never, GaveUp: verdict.Never}
	}
	if err := q.firstMessage(ctx); err != nil {
		return q.record, err
	}
	if err := q.tryStores(ctx); err != nil {
		return q.record, err
	}
	q.begin, q.counted = time.Now(), func() verdict.Count {
		sent, left := q.queue.sent(), q.queue.left()
		return verdict.Count{Sent: sent, Answered: sent - left}
	}
	flow, endFlow := context.WithCancel(ctx)
	defer endFlow()
	failed := make(chan error, 1)
	machine := q.watchMachine()
	defer machine()
	go func() { failed <- q.flow(flow) }()
	go q.report(flow)

	q.enter("warming up")
	if err := q.pass(ctx, q.plan.Warmup); err != nil {
		return q.record, err
	}
	if !q.old.process.ended() {
		if q.topic != nil {
			if err := q.topic.joined(ctx); err != nil {
				return q.record, err
			}
		}
		if err := q.startWorker(&q.replacement, verdict.ReplacementTask, true); err != nil {
			return q.record, err
		}
		if q.topic != nil {
			q.enter("waiting until both consumers have their partitions")
			if err := q.topic.shared(ctx); err != nil {
				return q.record, err
			}
			if err := q.busy(ctx); err != nil {
				return q.record, err
			}
		}
		if q.plan.Path == verdict.Protected {
			if err := q.holdOff(ctx); err != nil {
				return q.record, err
			}
		}
	}
	stop := q.signal
	if q.old.process.ended() {
		stop = q.stopOthers
	}
	if q.reads != nil {
		q.reads.catchUp()
	}
	if err := stop(ctx); err != nil {
		return q.record, err
	}
	q.enter("settling")
	if err := wait(ctx, 500*time.Millisecond); err != nil {
		return q.record, err
	}
	endFlow()
	q.record.Ended = q.since()
	if err := q.lookLeft(ctx); err != nil {
		return q.record, err
	}
	if q.topic != nil {
		for member := range q.topic.members(ctx) {
			_, was := q.topic.first[member]
			q.record.StaysInGroup = q.record.StaysInGroup || was
		}
	}
	if err := <-failed; err != nil && ctx.Err() == nil {
		return q.record, err
	}
	// A message that was dropped comes back after its visibility timeout, and
	// its work takes its time.
	for limit := time.Now().Add(q.queue.visibility + 2*q.times.Longest.D() + 5*time.Second); q.queue.left() > 0 && !q.gone() && time.Now().Before(limit); {
		if err := wait(ctx, 20*time.Millisecond); err != nil {
			return q.record, err
		}
	}
	q.record.Machine = machine().Machine
	q.collect(ctx)
	if err := q.lookRows(ctx); err != nil && ctx.Err() == nil {
		return q.record, err
	}
	if q.topic == nil { // Where a line says that a record is done, none can be missing.
		if err := q.readLog(); err != nil {
			return q.record, err
		}
	}
	return q.record, ctx.Err()
}

// gone says that all records that are not done are behind their group's offset, and were
// for longer than their work takes, or that the broker has gone with its messages: nobody
// will do them.
func (q *queuePlayer) gone() bool {
	if q.publisher != nil && q.publisher.connection.IsClosed() {
		return true
	}
	if q.topic == nil {
		return false
	}
	q.topic.mu.Lock()
	defer q.topic.mu.Unlock()
	q.queue.mu.Lock()
	defer q.queue.mu.Unlock()
	for _, m := range q.queue.live {
		if m.deleted.IsZero() && (m.committed.IsZero() || time.Since(m.committed) < 2*q.times.Longest.D()+2*time.Second) {
			return false
		}
	}
	return true
}

// firstMessage waits until the worker takes its first message.
func (q *queuePlayer) firstMessage(ctx context.Context) error {
	if err := q.send(0); err != nil {
		return err
	}
	for limit := time.Now().Add(q.plan.Ready); q.queue.left() > 0; {
		switch {
		case q.old.process.ended():
			return fmt.Errorf("the worker ended before it did a message: %s\n%s", verdict.DescribeExit(q.old.process.exit(q.old.process.at), verdict.Never), q.old.process.tail())
		case time.Now().After(limit):
			return fmt.Errorf("the worker did no message within %s: %s\n%s", verdict.Seconds(q.plan.Ready), q.must(), q.old.process.tail())
		}
		if err := wait(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
	if q.topic == nil {
		return nil
	}
	if err := wait(ctx, anotherLine); err != nil {
		return err
	}
	return q.queue.lines()
}

// must is what a worker has to do.
func (q *queuePlayer) must() string {
	if q.topic != nil {
		return "it must consume the topic $KAFKA_TOPIC at $" + q.plan.Kafka.Variable + " as the group $KAFKA_GROUP, and write out a line with the id of each record at once when it is done; a group that is new must begin at the start of its topic (auto.offset.reset is earliest), where the first record is"
	}
	if b := q.plan.Broker; b != nil {
		return "it must receive from the queue $" + queueVariable + " at $" + b.Variable + " and acknowledge what is done"
	}
	return "it must receive from $QUEUE_URL at $AWS_ENDPOINT_URL_SQS and delete what is done"
}

// flow sends messages at the rate, some of the longest kind always among them.
func (q *queuePlayer) flow(ctx context.Context) error {
	every := time.NewTicker(time.Second / time.Duration(q.plan.Rate))
	defer every.Stop()
	longest := q.times.Longest.D() - verdict.Room(q.times.Longest.D())
	last := time.Time{}
	for {
		takes := time.Duration(float64(longest) * drawShare() * rand.Float64())
		if time.Since(last) >= max(longest/2, 100*time.Millisecond) {
			takes, last = longest, time.Now()
		}
		if !q.ebb.Load() {
			if err := q.send(takes); err != nil {
				return err
			}
		}
		select {
		case <-every.C:
		case <-ctx.Done():
			return nil
		}
	}
}

func (q *queuePlayer) send(takes time.Duration) error {
	q.number++
	id := newID(q.plan.run, 0, uint64(q.number)) //nolint:gosec // It counts from 1.
	body := `{"id": "` + id + `", "seconds": ` + strconv.FormatFloat(takes.Seconds(), 'f', 3, 64) + `}`
	if q.topic != nil {
		return q.topic.send(q.queue.sendRecord(id, body, takes), q.number)
	}
	if q.publisher != nil {
		q.queue.send(body, takes, "") // It is known before a worker can get it.
		return q.publisher.send(body)
	}
	if q.remote != nil {
		return q.queue.sendRemote(q.remote, body, takes)
	}
	q.queue.send(body, takes, "")
	return nil
}

// collect writes down what became of the messages, as times of the recording.
func (q *queuePlayer) collect(ctx context.Context) {
	var signalled time.Time
	if q.record.Signalled >= 0 {
		signalled = q.begin.Add(q.record.Signalled)
	}
	q.record.Messages = q.queue.records(q.begin, func(verdict.Task) time.Time { return signalled })
	q.collectProtection()
	q.record.Load.Scheduled, q.record.Load.Sent = int((q.record.Ended-q.dry).Seconds()*float64(q.plan.Rate)), len(q.record.Messages)-1
	q.record.Load.Kept = float64(q.record.Load.Sent) >= 0.9*float64(q.record.Load.Scheduled)-1
	q.record.Exit = q.old.process.exit(q.begin)
	q.record.Process.Isolation, q.record.Process.Output = q.old.process.isolation, q.old.process.tail()
	q.record.Process.Leaked = q.leaked(ctx)
	q.collectWhole(ctx)
}
