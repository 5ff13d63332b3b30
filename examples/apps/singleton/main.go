// Command singleton makes a report at each tick of a schedule, in one task at a time: two
// never work at once, none is made twice, and one that a stop or a crash has cut is made
// by the task that follows. Which task works is for a lock in PostgreSQL to say, which
// ends with its connection.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	every, wrong := time.ParseDuration(os.Getenv("EVERY"))
	seconds, err := strconv.ParseFloat(os.Getenv("WORK_SECONDS"), 64)
	if wrong != nil || err != nil || every <= 0 || os.Getenv("DATABASE_URL") == "" {
		slog.Error("EVERY must be a duration such as 15m, WORK_SECONDS how long a report takes, and DATABASE_URL where PostgreSQL is")
		os.Exit(1)
	}
	s := &service{every: every, work: func(ctx context.Context, due time.Time, token int64) (string, error) {
		select {
		case <-time.After(time.Duration(seconds * float64(time.Second))):
			return fmt.Sprintf("report of %s by %d", due.Format(time.RFC3339Nano), token), nil
		case <-ctx.Done():
			return "", context.Cause(ctx)
		}
	}}
	var app lifecycle.App
	s.runs(&app, os.Getenv("DATABASE_URL"))
	app.Main()
}
