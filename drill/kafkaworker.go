package drill

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// kafkaWorker tells a consumer of the drill's topic and reads what it writes: a line
// with the id of a record says that it is done.
type kafkaWorker struct {
	queue  *queue
	worker verdict.Task
	kafka  Kafka
	topic  *topic
	stop   context.CancelFunc
	over   chan struct{}
	// asked are those who wait until everything is read that is written by then.
	asked chan chan struct{}
}

func newKafkaWorker(q *queue, worker verdict.Task, k Kafka, t *topic) *kafkaWorker {
	return &kafkaWorker{queue: q, worker: worker, kafka: k, topic: t, over: make(chan struct{}), asked: make(chan chan struct{})}
}

func (w *kafkaWorker) environment() []string {
	return []string{w.kafka.Variable + "=" + strings.Join(w.topic.brokers, ","), "KAFKA_TOPIC=" + w.topic.name, "KAFKA_GROUP=" + w.topic.name}
}

// follow reads what the process writes, until the worker is closed.
func (w *kafkaWorker) follow(p *process, run string) error {
	file, err := os.Open(p.output.Name())
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	w.stop = stop
	go func() {
		defer close(w.over)
		defer file.Close() //nolint:errcheck // It was only read.
		in, begun := bufio.NewReader(file), ""
		read := make(chan struct{}) // is closed when all is read.
		for last := false; ; {
			line, err := in.ReadString('\n')
			if begun += line; err == nil {
				eachID(begun, run, func(id string) { w.queue.didRecord(id, w.worker) })
				begun = ""
				continue
			}
			if !errors.Is(err, io.EOF) || last {
				return
			}
			close(read)
			read = make(chan struct{})
			select {
			case w.asked <- read:
			case <-time.After(lookOften):
			case <-ctx.Done():
				last = true // What came until then is read too.
			}
		}
	}()
	return nil
}

// catchUp reads what is written until now: what was done before a moment shall not seem to
// be done after it.
func (w *kafkaWorker) catchUp() {
	select {
	case read := <-w.asked:
		select {
		case <-read:
		case <-w.over:
		}
	case <-w.over:
	}
}

func (w *kafkaWorker) close() {
	if w.stop != nil {
		w.stop()
		<-w.over
	}
}

// sendRecord makes a record known before a worker can get it.
func (q *queue) sendRecord(id, body string, asked time.Duration) *message {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.add(id, body, asked)
}

// didRecord notes that a worker has done a record. It began about as long before as its
// work takes, and not before it was there.
func (q *queue) didRecord(id string, worker verdict.Task) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, m := range q.messages {
		if m.id != id {
			continue
		}
		now := time.Now()
		began := now.Add(-m.asked)
		if began.Before(m.sent) {
			began = m.sent
		}
		m.received = append(m.received, receipt{at: began, opened: began, worker: worker})
		if m.deleted.IsZero() {
			m.deleted = now
		}
		return
	}
}

// doneBy is how often a worker has done a record.
func (q *queue) doneBy(worker verdict.Task) (n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, m := range q.messages {
		for _, r := range m.received {
			if r.worker == worker {
				n++
			}
		}
	}
	return n
}

// busy waits until the old consumer has done a record again, and then for a moment of the
// next one. A group that has just shared its partitions out has nothing in hand, and the
// stop of a consumer that has nothing in hand shows nothing. It goes on when that takes too
// long, as where no records wait.
func (q *queuePlayer) busy(ctx context.Context) error {
	longest := q.times.Longest.D()
	before := q.queue.doneBy(verdict.OldTask)
	for limit := time.Now().Add(2*longest + mostJoin); q.queue.doneBy(verdict.OldTask) == before; {
		if time.Now().After(limit) || q.old.process.ended() {
			return nil
		}
		if err := wait(ctx, lookOften); err != nil {
			return err
		}
	}
	return wait(ctx, time.Duration(rand.Float64()*float64(longest)/2))
}

// anotherLine is how long after the first line of a record another one is waited for.
const anotherLine = 200 * time.Millisecond

// lines says whether a worker writes one line of each record, by the first that it did.
// Of two the first may say that it begins, and would pass for the end of its work.
func (q *queue) lines() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, m := range q.messages {
		if n := len(m.received); n > 1 {
			return fmt.Errorf("the worker wrote %d lines with the id %s of its first record, and a line with the id of a record says that it is done: write it once, when the work is over", n, m.id)
		}
	}
	return nil
}
