// Command redis-streams works off a stream of Redis in a consumer group: on the stop
// signal it takes nothing new, finishes what it has in hand and acknowledges it, and
// hands on what it cannot finish, since Redis would keep that for a worker that has gone.
package main

import (
	"context"
	"log/slog"
	"os"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	options, err := redis.ParseURL(os.Getenv("REDIS_URL"))
	if err != nil {
		slog.Error("no Redis", "error", err)
		os.Exit(1)
	}
	host, _ := os.Hostname()
	c := newConsumer(redis.NewClient(options), os.Getenv("STREAM"), host, time.Minute, work)
	var app lifecycle.App
	c.runs(&app)
	app.Main()
}

// work takes as many seconds as the entry says.
func work(ctx context.Context, m redis.XMessage) error {
	text, _ := m.Values["seconds"].(string)
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil {
		slog.Error("an entry that nobody can read is left out", "entry", m.ID, "error", err)
		return nil
	}
	select {
	case <-time.After(time.Duration(seconds * float64(time.Second))):
		slog.Info("done", "entry", m.ID)
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
