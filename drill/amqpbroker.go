package drill

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/rabbitmq/amqp091-go"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Broker is where a worker gets its messages that is not SQS, and how it is told.
type Broker struct {
	// Variable is what the worker reads the URL from.
	Variable string
	// URL is that of a broker that speaks AMQP 0-9-1, such as amqp://127.0.0.1:5672/.
	URL string

	parsed *url.URL
}

// ParseBroker reads a broker as the command line has it: a URL, or NAME=URL where the
// worker's variable has another name than AMQP_URL.
func ParseBroker(text string) (Broker, error) {
	b := Broker{Variable: "AMQP_URL", URL: text}
	if name, rest, ok := strings.Cut(text, "="); ok && name != "" && !strings.ContainsAny(name, ":/?@") {
		b.Variable, b.URL = name, rest
	}
	const write = "write it as amqp://user:password@127.0.0.1:5672/"
	u, err := amqp091.ParseURI(b.URL)
	if err != nil {
		return b, errors.New("its URL cannot be read: " + write) // What it says may have a password in it.
	}
	if u.Scheme == "amqps" {
		return b, errors.New("amqps:// asks for TLS, and the drill reads along between the worker and the broker: use one on this machine that takes connections without it, as amqp://")
	}
	if b.parsed, err = url.Parse(b.URL); err != nil {
		return b, errors.New("its URL cannot be read: " + write)
	}
	b.parsed.Host = net.JoinHostPort(u.Host, fmt.Sprint(u.Port))
	return b, nil
}

// through is the URL with another address.
func (b Broker) through(address string) string {
	u := *b.parsed
	u.Host = address
	return u.String()
}

// queueVariable is what a worker reads the name of its queue from.
const queueVariable = "QUEUE"

// publisher sends the drill's messages to a broker.
type publisher struct {
	connection *amqp091.Connection
	channel    *amqp091.Channel
	queue      string
	own        bool // the drill made the queue
}

// newPublisher makes a queue for the drill, or uses the one that is named.
func (b Broker) newPublisher(queue, own string) (p *publisher, err error) {
	p = &publisher{queue: queue}
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
	return p.channel.PublishWithContext(ctx, "", p.queue, true, false, amqp091.Publishing{ContentType: "application/json", Body: []byte(body)})
}

// close leaves nothing of the drill with the broker.
func (p *publisher) close() {
	if p.own {
		p.channel.QueueDelete(p.queue, false, false, false) //nolint:errcheck // It is empty, or the broker has gone.
	}
	p.connection.Close() //nolint:errcheck // Nobody asks any more.
}

// checkBroker refuses a broker that does not fit the profile.
func (p Plan) checkBroker(full shutdown.Profile) error {
	other := full.Workload == shutdown.Queue && full.Broker == shutdown.OtherBroker
	switch {
	case p.Broker != nil && full.Workload != shutdown.Queue:
		return fmt.Errorf("a broker has messages for workers, and the profile has workload %s: leave it out", full.Workload)
	case p.Broker != nil && !other:
		return errors.New("the profile's messages are in SQS, whose visibility timeout decides what becomes of them: add broker: other to it, or leave --amqp out")
	case p.Broker == nil && other:
		return errors.New("the profile's messages are not in SQS (broker: other): name a broker that speaks AMQP 0-9-1, such as RabbitMQ, with --amqp URL. For another one stop the worker with its own tests, as the guide on consumers shows for Kafka")
	}
	return nil
}
