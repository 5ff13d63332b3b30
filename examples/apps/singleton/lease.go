package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
)

// lease is the right to work. It is a lock of one session, so that it ends with the
// connection: at once when the process has gone, without a timeout that somebody waits for.
type lease struct {
	connection *pgx.Conn
	// token counts the leases.
	token int64
}

// tables are those of the service: who had the lease, and what was done under it.
const tables = `
	CREATE TABLE IF NOT EXISTS leases (token bigserial PRIMARY KEY, task text NOT NULL DEFAULT current_setting('application_name'),
		taken timestamptz NOT NULL DEFAULT clock_timestamp());
	CREATE TABLE IF NOT EXISTS runs (due timestamptz NOT NULL, token bigint NOT NULL REFERENCES leases, began timestamptz NOT NULL DEFAULT clock_timestamp(),
		ended timestamptz, result text, PRIMARY KEY (due, token));
	CREATE UNIQUE INDEX IF NOT EXISTS runs_once ON runs (due) WHERE ended IS NOT NULL`

// take waits for the lease until ctx ends.
func take(ctx context.Context, url string) (l *lease, err error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	// A host that goes without a word holds the lease until PostgreSQL misses it, after 25 s
	// here. The task must have missed PostgreSQL by then, after 20.
	for name, value := range map[string]string{"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3", "tcp_user_timeout": "25000",
		"client_connection_check_interval": "5s", // And one that waits does not stand in line for ever.
		// A database may have limits for web apps. To wait for the lease is one statement, and
		// while a run works, the session has nothing to do.
		"statement_timeout": "0", "lock_timeout": "0", "idle_session_timeout": "0"} {
		config.RuntimeParams[name] = value
	}
	config.DialFunc = (&net.Dialer{KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 5 * time.Second, Interval: 5 * time.Second, Count: 3}}).DialContext
	connection, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	l = &lease{connection: connection}
	if err := l.acquire(ctx); err != nil {
		_ = connection.Close(context.WithoutCancel(ctx)) // What it says is of no use any more.
		return nil, err
	}
	return l, nil
}

// acquire waits for the lock, and notes who has it.
func (l *lease) acquire(ctx context.Context) error {
	if _, err := l.connection.Exec(ctx, `SELECT pg_advisory_lock(hashtext('singleton')::bigint)`); err != nil {
		return fmt.Errorf("wait for the task that has the lease: %w", err)
	}
	if _, err := l.connection.Exec(ctx, tables); err != nil {
		return err
	}
	return l.connection.QueryRow(ctx, `INSERT INTO leases DEFAULT VALUES RETURNING token`).Scan(&l.token)
}

// release gives the lease back, if it was ever taken.
func (l *lease) release(ctx context.Context) error {
	if l == nil {
		return nil
	}
	return l.connection.Close(ctx)
}

// during does something as long as the lease lasts: its context ends when the connection
// has broken.
func (l *lease) during(ctx context.Context, do func(ctx context.Context) error) error {
	held, lost := context.WithCancelCause(ctx)
	defer lost(nil)
	watching, enough := context.WithCancel(context.WithoutCancel(ctx))
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		for watching.Err() == nil {
			// Nobody notifies: this returns when the connection breaks.
			if _, err := l.connection.WaitForNotification(watching); err != nil && watching.Err() == nil {
				lost(fmt.Errorf("%w: %w", errLost, err))
				return
			}
		}
	}()
	err := do(held)
	enough()
	<-watched
	if cause := context.Cause(held); errors.Is(cause, errLost) {
		return cause
	}
	return err
}

// next is when the first run is due that has not ended; nil when there was none yet.
func (l *lease) next(ctx context.Context, every time.Duration) (due *time.Time, err error) {
	err = l.connection.QueryRow(ctx, `SELECT coalesce(max(due) FILTER (WHERE ended IS NOT NULL) + $1, min(due)) FROM runs`, every).Scan(&due)
	return due, err
}

func (l *lease) begin(ctx context.Context, due time.Time) error {
	_, err := l.connection.Exec(ctx, `INSERT INTO runs (due, token) VALUES ($1, $2)`, due, l.token)
	return err
}

// end notes what a run came to. The session that says it has the lock, or it is no more.
func (l *lease) end(ctx context.Context, due time.Time, result string) error {
	_, err := l.connection.Exec(ctx, `UPDATE runs SET ended = clock_timestamp(), result = $3 WHERE due = $1 AND token = $2`, due, l.token, result)
	return err
}
