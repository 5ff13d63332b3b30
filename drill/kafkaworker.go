package drill

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
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
}

func newKafkaWorker(q *queue, worker verdict.Task, k Kafka, t *topic) *kafkaWorker {
	return &kafkaWorker{queue: q, worker: worker, kafka: k, topic: t, over: make(chan struct{})}
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
			last = wait(ctx, lookOften) != nil // What came until then is read too.
		}
	}()
	return nil
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
