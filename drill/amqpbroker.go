package drill

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

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
