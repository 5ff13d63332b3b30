// Command kafka-worker works off a topic of Kafka: on the stop signal it begins no
// further record, finishes the one in hand, commits what is done, and leaves its group,
// so that the others take over its partitions at once.
package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	c, err := newConsumer(strings.Split(os.Getenv("KAFKA_BROKERS"), ","), os.Getenv("KAFKA_GROUP"), os.Getenv("KAFKA_TOPIC"), work)
	if err != nil {
		slog.Error("no Kafka", "error", err)
		os.Exit(1)
	}
	var app lifecycle.App
	c.runs(&app)
	app.Main()
}

// work takes as many seconds as the record says.
func work(ctx context.Context, r *kgo.Record) error {
	var job struct {
		ID      string  `json:"id"`
		Seconds float64 `json:"seconds"`
	}
	if err := json.Unmarshal(r.Value, &job); err != nil {
		slog.Error("a record that nobody can read is left out", "partition", r.Partition, "offset", r.Offset, "error", err)
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
