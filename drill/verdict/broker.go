package verdict

// Broker is where a worker gets its messages.
type Broker string

// RabbitMQ is that, or another broker that speaks AMQP 0-9-1. It gives a message to the
// next worker as soon as the connection of the one that had it ends.
const RabbitMQ Broker = "rabbitmq"

// Kafka is a stream of records, in which a group's offsets say how far it came.
const Kafka Broker = "kafka"

// comesBack is when a message comes back that a worker dropped.
func (b Broker) comesBack() string {
	if b == RabbitMQ {
		return "only with the end of the worker's connection"
	}
	return "only after the visibility timeout"
}

// giveBack is how a worker gives a message back.
func (b Broker) giveBack() string {
	if b == RabbitMQ {
		return "reject it with requeue"
	}
	return "make it visible again"
}

// acknowledge is how a worker says that a message is done.
func (b Broker) acknowledge() string {
	if b == RabbitMQ {
		return "acknowledge"
	}
	if b == Kafka {
		return "commit"
	}
	return "delete"
}

// unit is what a broker has.
func (b Broker) unit() string {
	if b == Kafka {
		return "record"
	}
	return "message"
}

// finished is what somebody has with a message that is done.
func (b Broker) finished() string {
	switch b {
	case Kafka:
		return "done"
	case RabbitMQ:
		return "acknowledged"
	default:
		return "deleted"
	}
}
