package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// job is so many steps under one name.
type job struct {
	name     string
	steps    int
	database *pgx.Conn
}

// stepTime is how long one step works. A stop waits for one at most.
const stepTime = 20 * time.Millisecond

// vanished is after how many milliseconds the database ends a session that says nothing:
// of a task whose host has gone it hears no end, and would keep its lock for hours.
// Between two statements no step may take as long.
const vanished = 10_000

// prepare makes the tables, and takes the lock of the job: two tasks that work on one
// job would both do the step that comes next. The lock ends with the connection, also
// that of a task that was killed, or of one that is not heard of any more.
func (j *job) prepare(ctx context.Context) error {
	silence := fmt.Sprintf(`SET idle_session_timeout = %d; SET idle_in_transaction_session_timeout = %[1]d`, vanished)
	// A database may have limits for web apps, and the wait for the lock is one statement.
	silence += `; SET statement_timeout = 0; SET lock_timeout = 0`
	if _, err := j.database.Exec(ctx, silence); err != nil {
		return err
	}
	// Two tasks that start at once must not make the tables at once.
	if _, err := j.database.Exec(ctx, `SELECT pg_advisory_lock(hashtext('batch-postgres')::bigint)`); err != nil {
		return err
	}
	_, err := j.database.Exec(ctx, `
		CREATE TABLE IF NOT EXISTS jobs (name text PRIMARY KEY, next int NOT NULL, done boolean NOT NULL DEFAULT false);
		CREATE TABLE IF NOT EXISTS results (job text NOT NULL, step int NOT NULL, result int NOT NULL, PRIMARY KEY (job, step))`)
	if _, e := j.database.Exec(ctx, `SELECT pg_advisory_unlock(hashtext('batch-postgres')::bigint)`); err != nil || e != nil {
		return errors.Join(err, e)
	}
	if _, err := j.database.Exec(ctx, `SELECT pg_advisory_lock(hashtext($1)::bigint)`, "job "+j.name); err != nil {
		return fmt.Errorf("wait for the task that has the job: %w", err)
	}
	_, err = j.database.Exec(ctx, `INSERT INTO jobs (name, next) VALUES ($1, 0) ON CONFLICT DO NOTHING`, j.name)
	return err
}

// run works from the checkpoint on until all is done or the stop comes.
func (j *job) run(ctx context.Context) error {
	// The step in hand has the drain to come to its end.
	unit := lifecycle.InFlight(ctx)
	var next int
	if err := j.database.QueryRow(unit, `SELECT next FROM jobs WHERE name = $1`, j.name).Scan(&next); err != nil {
		return err
	}
	slog.Info("working", "job", j.name, "from", next, "of", j.steps)
	for ; next < j.steps && ctx.Err() == nil; next++ {
		if err := j.step(unit, next); err != nil {
			return fmt.Errorf("step %d: %w", next, err)
		}
	}
	if next < j.steps {
		slog.Info("the next task goes on", "job", j.name, "from", next)
		return nil
	}
	_, err := j.database.Exec(unit, `UPDATE jobs SET done = true WHERE name = $1`, j.name)
	return err
}

// step does one, and writes its result and how far the job came as one.
func (j *job) step(ctx context.Context, n int) error {
	return pgx.BeginFunc(ctx, j.database, func(tx pgx.Tx) error {
		select {
		case <-time.After(stepTime):
		case <-ctx.Done():
			return ctx.Err()
		}
		if _, err := tx.Exec(ctx, `INSERT INTO results (job, step, result) VALUES ($1, $2, $3)`, j.name, n, n*n); err != nil {
			return err
		}
		moved, err := tx.Exec(ctx, `UPDATE jobs SET next = $1 WHERE name = $2 AND next = $3`, n+1, j.name, n)
		if err == nil && moved.RowsAffected() != 1 {
			err = errors.New("another task has gone on with the job")
		}
		return err
	})
}
