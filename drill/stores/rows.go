package stores

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// Rows runs a query and counts how many rows each value of its first column has, of
// those that start with the prefix.
func (s Store) Rows(ctx context.Context, query, prefix string) (map[string]int, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*mostDial)
	defer cancel()
	c, err := s.connect(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask PostgreSQL for the rows: %w", err)
	}
	defer c.Close(ctx) //nolint:errcheck // It was only read.
	// Values come as text, so that any type of column will do.
	result := c.PgConn().ExecParams(ctx, query, nil, nil, nil, nil)
	out := map[string]int{}
	for result.NextRow() {
		if v := result.Values(); len(v) > 0 && strings.HasPrefix(string(v[0]), prefix) {
			out[string(v[0])]++
		}
	}
	if _, err := result.Close(); err != nil {
		if refused := (*pgconn.PgError)(nil); errors.As(err, &refused) {
			return nil, fmt.Errorf("the query for the rows, %s: %s", safe.Word(query), safe.Line(refused.Message))
		}
		return nil, fmt.Errorf("ask PostgreSQL for the rows: %w", err)
	}
	return out, nil
}

// Check says whether the store is there and tells of its connections.
func (s Store) Check(ctx context.Context) error {
	c, err := s.dial()
	if err != nil {
		return fmt.Errorf("%s at %s: %w", s.Kind.Words(), s.address, err)
	}
	c.Close() //nolint:errcheck // It was only tried.
	_, err = s.left(ctx, nil)
	return err
}
