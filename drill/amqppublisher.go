package drill

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/rabbitmq/amqp091-go"
)

// queueVariable is what a worker reads the name of its queue from.
const queueVariable = "QUEUE"

// publisher sends the drill's messages to a broker.
type publisher struct {
	connection *amqp091.Connection
	channel    *amqp091.Channel
	queue      string
	own        bool // the drill made the queue
	// keeps is after how many milliseconds the broker forgets a message that nobody has
	// taken, so that a drill that was killed leaves no more than an empty queue. The queue
	// itself gets no such time: RabbitMQ refuses a worker that declares it without.
	keeps string
}

// newPublisher makes a queue for the drill, or uses the one that is named. A message is
// kept for longer than the drill may take.
func (b Broker) newPublisher(queue, own string, keeps time.Duration) (p *publisher, err error) {
	p = &publisher{queue: queue, keeps: strconv.FormatInt(keeps.Milliseconds(), 10)}
	if p.connection, err = amqp091.DialConfig(b.URL, amqp091.Config{Dial: amqp091.DefaultDial(5 * time.Second)}); err != nil {
		return nil, fmt.Errorf("RabbitMQ at %s: %w", b.parsed.Host, err)
	}
	defer func() {
		if err != nil {
			p.connection.Close() //nolint:errcheck // What failed before says it.
		}
	}()
	if p.channel, err = p.connection.Channel(); err != nil {
		return nil, err
	}
	if queue != "" {
		if _, err = p.channel.QueueDeclarePassive(queue, true, false, false, false, nil); err != nil {
			return nil, fmt.Errorf("the queue %s of RabbitMQ at %s: %w", queue, b.parsed.Host, err)
		}
		return p, nil
	}
	p.queue, p.own = own, true
	_, err = p.channel.QueueDeclare(own, true, false, false, false, nil)
	return p, err
}

// send puts a message into the queue.
func (p *publisher) send(body string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return p.channel.PublishWithContext(ctx, "", p.queue, true, false, amqp091.Publishing{ContentType: "application/json", Expiration: p.keeps, Body: []byte(body)})
}

// mostGoodbye is how long RabbitMQ may take for an answer that the drill could do without.
const mostGoodbye = 5 * time.Second

// close leaves nothing of the drill with the broker.
func (p *publisher) close() {
	if p.own {
		within(mostGoodbye, func() {
			p.channel.QueueDelete(p.queue, false, false, false) //nolint:errcheck // It is empty, or the broker has gone.
		})
	}
	within(mostGoodbye, func() {
		p.connection.CloseDeadline(time.Now().Add(mostGoodbye)) //nolint:errcheck // Nobody asks any more.
	})
}

// lives says that the broker still answers the drill by the connection that it began with.
func (p *publisher) lives() bool {
	var err error
	answered := within(mostGoodbye, func() {
		var channel *amqp091.Channel
		if channel, err = p.connection.Channel(); err == nil {
			err = channel.Close()
		}
	})
	return answered && err == nil
}

// within says that something was over in time. What is not goes on, until the connection
// ends.
func within(most time.Duration, do func()) bool {
	over := make(chan struct{})
	go func() {
		defer close(over)
		do()
	}()
	select {
	case <-over:
		return true
	case <-time.After(most):
		return false
	}
}

// wentAway is why a drill says nothing about the worker: its broker has gone, or closed
// the worker's connection for a reason of its own.
func (q *queuePlayer) wentAway() error {
	if q.publisher == nil {
		return nil
	}
	const nothing = "so that the drill says nothing about the worker: play it again"
	at := q.plan.Broker.parsed.Host
	switch {
	case !q.publisher.lives():
		return fmt.Errorf("RabbitMQ: the broker at %s went away during the drill, %s", at, nothing)
	case q.forced.Load():
		return fmt.Errorf("RabbitMQ: the broker at %s closed the worker's connection, as its operator asked, %s", at, nothing)
	}
	return nil
}
