package main

import (
	"context"
	"errors"
	"fmt"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// loops is how many messages are worked on at the same time, and how many the broker
// hands over ahead of their acknowledgement. What it handed over beyond that would lie
// with this worker while others have nothing to do.
const loops = 4

// consumer works off a queue. The broker keeps a message until it is acknowledged, and
// gives it to another worker where it is not.
type consumer struct {
	connection *amqp.Connection
	channel    *amqp.Channel
	deliveries <-chan amqp.Delivery
	// gone and cancelled tell that the broker ended the channel, or the consumer alone.
	gone      chan *amqp.Error
	cancelled chan string
	// lost ends with the channel: from then on others have what was in hand.
	lost context.Context
	work func(ctx context.Context, m amqp.Delivery) error
}

// tag is the consumer's name on its channel.
const tag = "worker"

func newConsumer(url, queue string, work func(ctx context.Context, m amqp.Delivery) error) (c *consumer, err error) {
	c = &consumer{work: work}
	if c.connection, err = amqp.Dial(url); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.connection.Close())
		}
	}()
	if c.channel, err = c.connection.Channel(); err != nil {
		return nil, err
	}
	if _, err = c.channel.QueueDeclare(queue, true, false, false, false, nil); err != nil {
		return nil, err
	}
	if err = c.channel.Qos(loops, 0, false); err != nil {
		return nil, err
	}
	// Before the first message, so that no word of the broker is missed.
	c.gone, c.cancelled = c.channel.NotifyClose(make(chan *amqp.Error, 1)), c.channel.NotifyCancel(make(chan string, 1))
	lost, lose := context.WithCancelCause(context.Background())
	why := c.channel.NotifyClose(make(chan *amqp.Error, 1))
	c.lost = lost
	go func() { lose(ended(<-why)) }()
	c.deliveries, err = c.channel.Consume(queue, tag, false, false, false, false, nil)
	return c, err
}

// runs registers the consumer. Its connection is closed last: an acknowledgement needs
// it, and with it everything that is not acknowledged goes back to the queue.
func (c *consumer) runs(app *lifecycle.App) {
	app.Close("rabbitmq", func(context.Context) error { return c.connection.Close() })
	lifecycle.Consume(app, "messages", lifecycle.Consumer[amqp.Delivery]{
		Fetch: c.fetch, Work: c.held, Ack: c.done, Return: c.giveBack, Loops: loops,
	})
	app.Go("cancel", c.cancel)
}

// fetch waits for a message.
func (c *consumer) fetch(ctx context.Context) (amqp.Delivery, error) {
	select {
	case m, ok := <-c.deliveries:
		if !ok && ctx.Err() == nil {
			return m, fmt.Errorf("the broker ended the deliveries: %w", amqp.ErrClosed)
		}
		if !ok {
			return m, ctx.Err()
		}
		return m, nil
	case <-ctx.Done():
		return amqp.Delivery{}, ctx.Err()
	}
}

// held works on a message for as long as the broker keeps it for this worker. Without a
// channel it has given the message to another one.
func (c *consumer) held(ctx context.Context, m amqp.Delivery) error {
	ctx, lose := context.WithCancelCause(ctx)
	defer lose(nil)
	defer context.AfterFunc(c.lost, func() { lose(context.Cause(c.lost)) })()
	return c.work(ctx, m)
}

// done tells the broker to forget a message whose work is done.
func (*consumer) done(_ context.Context, m amqp.Delivery) error { return m.Ack(false) }

// giveBack has the broker give a message to another worker.
func (*consumer) giveBack(_ context.Context, m amqp.Delivery) error { return m.Nack(false, true) }

// cancel has the broker hand over no more from the stop on, and gives back what it had
// handed over already and nobody has begun. A worker that the broker gives nothing any
// more, since its queue was deleted or the broker has gone, ends: another task takes its
// place, and tries to reach it.
func (c *consumer) cancel(ctx context.Context) error {
	select {
	case <-ctx.Done():
	case _, ok := <-c.cancelled:
		if ok {
			return fmt.Errorf("the broker cancelled the consumer: %w", amqp.ErrClosed)
		}
		return ended(<-c.gone) // Both are closed with the channel.
	case err := <-c.gone:
		return ended(err)
	}
	if err := c.channel.Cancel(tag, false); err != nil {
		return err
	}
	for m := range c.deliveries {
		if err := m.Nack(false, true); err != nil {
			return err
		}
	}
	return nil
}

// ended says why the channel has ended, where the broker said it.
func ended(why *amqp.Error) error {
	if why == nil {
		return fmt.Errorf("the channel has ended: %w", amqp.ErrClosed)
	}
	return fmt.Errorf("the broker ended the channel: %w", errors.Join(why, amqp.ErrClosed))
}
