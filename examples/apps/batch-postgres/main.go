// Command batch-postgres is a job of many steps whose checkpoint is in PostgreSQL, so
// that any task can go on where one was stopped. The result of a step and the checkpoint
// behind it are one transaction: a task that is killed in the middle leaves neither.
package main

import (
	"context"
	"log/slog"
	"os"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	steps, err := strconv.Atoi(os.Getenv("STEPS"))
	if err != nil || os.Getenv("DATABASE_URL") == "" || os.Getenv("JOB") == "" {
		slog.Error("STEPS must be a number, JOB the name of the job, and DATABASE_URL where PostgreSQL is")
		os.Exit(1)
	}
	j := &job{name: os.Getenv("JOB"), steps: steps}
	var app lifecycle.App
	app.Start("database", func(ctx context.Context) (err error) {
		if j.database, err = pgx.Connect(ctx, os.Getenv("DATABASE_URL")); err != nil {
			return err
		}
		return j.prepare(ctx)
	})
	// Closing the connection gives the lock back, which the next task waits for.
	app.Close("database", func(ctx context.Context) error { return j.database.Close(ctx) })
	app.Go("job", j.run)
	app.Main()
}
