// Command rabbit-worker works off a queue of RabbitMQ: on the stop signal it takes no
// further message, finishes those in hand and acknowledges them, gives back at once what
// was delivered and not begun, and closes its connection last.
package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	c, err := newConsumer(os.Getenv("AMQP_URL"), os.Getenv("QUEUE"), work)
	if err != nil {
		slog.Error("no RabbitMQ", "error", err)
		os.Exit(1)
	}
	var app lifecycle.App
	c.runs(&app)
	app.Main()
}

// work takes as many seconds as the message says.
func work(ctx context.Context, m amqp.Delivery) error {
	var job struct {
		ID      string  `json:"id"`
		Seconds float64 `json:"seconds"`
	}
	if err := json.Unmarshal(m.Body, &job); err != nil {
		slog.Error("a message that nobody can read is left out", "error", err)
		return nil
	}
	select {
	case <-time.After(time.Duration(job.Seconds * float64(time.Second))):
		slog.Info("done", "id", job.ID)
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
