// Package orders is what both forms of the app serve.
package orders

import (
	"context"
	"database/sql"
	"errors"

	_ "github.com/jackc/pgx/v5/stdlib" // The driver "pgx".
	"github.com/redis/go-redis/v9"
)

// Shop is what takes orders, and what it needs for that.
type Shop struct {
	database *sql.DB
	redis    *redis.Client
	receipts *receipts
}

// connections bounds the pool. PostgreSQL serves a hundred by default, to all tasks
// together, and during a deployment there are twice as many tasks.
const connections = 20

// Open makes the pools, which connect when they are first used, and starts the worker.
func Open(databaseURL, redisURL string) (*Shop, error) {
	if redisURL == "" {
		return nil, errors.New("REDIS_URL is not set, and orders are counted in Redis")
	}
	database, err := sql.Open("pgx", databaseURL)
	if err != nil {
		return nil, err
	}
	database.SetMaxOpenConns(connections)
	database.SetMaxIdleConns(connections)
	options, err := redis.ParseURL(redisURL)
	if err != nil {
		return nil, err
	}
	client := redis.NewClient(options)
	return &Shop{database, client, startReceipts(client)}, nil
}

// CreateTable makes the table. Two tasks that start at once both find none, and
// PostgreSQL would then fail one of them, so they take turns.
func (s *Shop) CreateTable(ctx context.Context) error {
	_, err := s.database.ExecContext(ctx, `SELECT pg_advisory_xact_lock(1);
		CREATE TABLE IF NOT EXISTS orders (id text NOT NULL, at timestamptz NOT NULL DEFAULT now())`)
	return err
}

// CloseDatabase closes the pool, which waits for its queries.
func (s *Shop) CloseDatabase(context.Context) error { return s.database.Close() }

// CloseRedis closes the client.
func (s *Shop) CloseRedis(context.Context) error { return s.redis.Close() }

// EndReceipts lets the worker send what it was given, and ends it.
func (s *Shop) EndReceipts(ctx context.Context) error { return s.receipts.end(ctx) }
