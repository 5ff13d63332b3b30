package stores

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	goredis "github.com/redis/go-redis/v9"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// Store is one that an app uses, and how the app is told where it is.
type Store struct {
	Kind verdict.StoreKind
	// Variable is what the app reads its URL from.
	Variable string
	// URL is where it is: postgres://…, postgresql://…, with the driver as in
	// postgresql+asyncpg://…, or jdbc:postgresql://… for PostgreSQL, redis://… for Redis.
	URL string

	network, address string
	parsed           *url.URL
	// plain is the URL as PostgreSQL's own programs have it: without what Java has before
	// it, and without the driver that Python has in its scheme.
	plain, jdbc, driver string
}

// mostDial is how long a store may take to take a connection.
const mostDial = 5 * time.Second

// Variables are those that an app has for its stores where nothing else is said.
var Variables = map[verdict.StoreKind]string{verdict.PostgreSQL: "DATABASE_URL", verdict.Redis: "REDIS_URL"}

// Parse reads a store as the command line has it: a URL, or NAME=URL where the
// app's variable has another name than that of [Variables].
func Parse(kind verdict.StoreKind, text string) (Store, error) {
	s := Store{Kind: kind, Variable: Variables[kind], URL: text}
	if name, rest, ok := strings.Cut(text, "="); ok && name != "" && !strings.ContainsAny(name, ":/?@") {
		s.Variable, s.URL = name, rest
	}
	plain, ok := strings.CutPrefix(s.URL, "jdbc:")
	if ok {
		s.jdbc = "jdbc:"
	}
	if driven, ok := strings.CutPrefix(plain, "postgresql+"); ok {
		if driver, rest, ok := strings.Cut(driven, "://"); ok {
			plain, s.driver = "postgresql://"+rest, "+"+driver
		}
	}
	s.plain = plain
	u, err := url.Parse(plain)
	if err != nil {
		return s, errors.New("its URL cannot be read: write it as " + s.example()) // What it says may have a password in it.
	}
	s.parsed = u
	if kind == verdict.PostgreSQL {
		return s, s.postgres(plain)
	}
	return s, s.redis(plain)
}

func (s Store) example() string {
	if s.Kind == verdict.PostgreSQL {
		return "postgres://user:password@127.0.0.1:5432/database"
	}
	return "redis://127.0.0.1:6379/0"
}

func (s *Store) postgres(plain string) error {
	c, err := pgx.ParseConfig(plain)
	if err != nil || s.parsed.Scheme != "postgres" && s.parsed.Scheme != "postgresql" {
		return errors.New("its URL cannot be read: write it as " + s.example())
	}
	switch mode := s.parsed.Query().Get("sslmode"); mode {
	case "", "disable", "allow", "prefer":
	default:
		return fmt.Errorf("sslmode=%s asks for TLS, and the drill reads along between the app and the database: use one on this machine that takes connections without it, and leave sslmode out", mode)
	}
	for _, other := range c.Fallbacks {
		if other.Host != c.Host || other.Port != c.Port {
			return errors.New("its URL has several hosts, and the drill reads along with one: write it as " + s.example())
		}
	}
	s.network, s.address = "tcp", net.JoinHostPort(c.Host, fmt.Sprint(c.Port))
	if strings.HasPrefix(c.Host, "/") {
		s.network, s.address = "unix", filepath.Join(c.Host, fmt.Sprintf(".s.PGSQL.%d", c.Port))
	}
	return nil
}

func (s *Store) redis(plain string) error {
	o, err := goredis.ParseURL(plain)
	if err != nil {
		return errors.New("its URL cannot be read: write it as " + s.example())
	}
	if o.TLSConfig != nil {
		return errors.New("rediss:// asks for TLS, and the drill reads along between the app and the store: use one on this machine that takes connections without it, as redis://")
	}
	s.network, s.address = o.Network, o.Addr
	return nil
}

// through is the URL with another address.
func (s Store) through(address string) string {
	u := *s.parsed
	q := u.Query()
	for _, other := range []string{"host", "port"} {
		q.Del(other)
	}
	u.Host, u.RawQuery = address, q.Encode()
	if s.network == "unix" && s.Kind == verdict.Redis {
		u.Scheme, u.Path = "redis", ""
	}
	u.Scheme += s.driver
	return s.jdbc + u.String()
}

func (s Store) dial() (net.Conn, error) { return net.DialTimeout(s.network, s.address, mostDial) }

func (s Store) reading(server net.Conn) reading {
	if s.Kind == verdict.PostgreSQL {
		return &postgres{}
	}
	return newRedis(server)
}

// own is for the drill's own connections to PostgreSQL. What a URL says to pools and
// drivers, such as connection_limit, the server would not know.
func (s Store) own() (*pgx.ConnConfig, error) {
	c, err := pgx.ParseConfig(s.plain)
	if err != nil {
		return nil, errors.New("its URL cannot be read: write it as " + s.example())
	}
	for name := range c.RuntimeParams {
		if name != "options" && name != "search_path" {
			delete(c.RuntimeParams, name)
		}
	}
	return c, nil
}

// connect opens a connection of the drill's own to PostgreSQL.
func (s Store) connect(ctx context.Context) (*pgx.Conn, error) {
	c, err := s.own()
	if err != nil {
		return nil, err
	}
	return pgx.ConnectConfig(ctx, c)
}
