package stores

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	goredis "github.com/redis/go-redis/v9"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// Left asks the store which of the proxy's connections it still has.
func (p *Proxy) Left(ctx context.Context) ([]verdict.StoreSession, error) {
	return p.store.left(ctx, p.ids())
}

func (s Store) left(ctx context.Context, of map[string]bool) ([]verdict.StoreSession, error) {
	ctx, cancel := context.WithTimeout(ctx, mostDial)
	defer cancel()
	if s.Kind == verdict.PostgreSQL {
		return s.sessions(ctx, of)
	}
	return s.clients(ctx, of)
}

// sessions are those of PostgreSQL.
func (s Store) sessions(ctx context.Context, of map[string]bool) ([]verdict.StoreSession, error) {
	c, err := s.connect(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask PostgreSQL for its sessions: %w", err)
	}
	defer c.Close(ctx) //nolint:errcheck // It was only read.
	rows, err := c.Query(ctx, "SELECT pid::text, coalesce(state, ''), coalesce(left(query, 100), '') FROM pg_stat_activity ORDER BY pid")
	if err != nil {
		return nil, fmt.Errorf("ask PostgreSQL for its sessions: %w", err)
	}
	var out []verdict.StoreSession
	var pid string
	var one verdict.StoreSession
	_, err = pgx.ForEachRow(rows, []any{&pid, &one.State, &one.Doing}, func() error {
		if of[pid] {
			out = append(out, verdict.StoreSession{State: one.State, Doing: safe.Word(one.Doing)})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("ask PostgreSQL for its sessions: %w", err)
	}
	return out, nil
}

// clients are those of Redis.
func (s Store) clients(ctx context.Context, of map[string]bool) ([]verdict.StoreSession, error) {
	o, err := goredis.ParseURL(s.URL)
	if err != nil {
		return nil, err
	}
	c := goredis.NewClient(o)
	defer c.Close() //nolint:errcheck // It was only read.
	text, err := c.ClientList(ctx).Result()
	if err != nil {
		return nil, fmt.Errorf("ask Redis for its clients: %w", err)
	}
	var out []verdict.StoreSession
	for line := range strings.Lines(text) {
		fields := map[string]string{}
		for _, pair := range strings.Fields(line) {
			name, value, _ := strings.Cut(pair, "=")
			fields[name] = value
		}
		if !of[fields["addr"]] {
			continue
		}
		state := "idle"
		if n := fields["multi"]; n != "" && n != "-1" {
			state = "inside MULTI"
		}
		out = append(out, verdict.StoreSession{State: state, Doing: safe.Word(fields["cmd"])})
	}
	return out, nil
}
