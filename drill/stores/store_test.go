package stores

import (
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		kind              verdict.StoreKind
		text              string
		variable, through string
		network, address  string
	}{
		"PostgreSQL":      {verdict.PostgreSQL, "postgres://u:p@db:5433/shop?application_name=a", "DATABASE_URL", "postgres://u:p@127.0.0.1:9/shop?application_name=a", "tcp", "db:5433"},
		"its own port":    {verdict.PostgreSQL, "postgresql://u@db/shop", "DATABASE_URL", "postgresql://u@127.0.0.1:9/shop", "tcp", "db:5432"},
		"a name":          {verdict.PostgreSQL, "PG_URL=postgres://u@db/shop?a=b", "PG_URL", "", "", ""},
		"JDBC":            {verdict.PostgreSQL, "jdbc:postgresql://db:5433/shop?user=u", "DATABASE_URL", "jdbc:postgresql://127.0.0.1:9/shop?user=u", "tcp", "db:5433"},
		"a driver":        {verdict.PostgreSQL, "postgresql+asyncpg://u:p+q@db:5433/shop", "DATABASE_URL", "postgresql+asyncpg://u:p+q@127.0.0.1:9/shop", "tcp", "db:5433"},
		"a plus behind":   {verdict.PostgreSQL, "postgresql://u:p+q@db/shop", "DATABASE_URL", "postgresql://u:p+q@127.0.0.1:9/shop", "tcp", "db:5432"},
		"a socket":        {verdict.PostgreSQL, "postgres:///shop?host=/run/postgresql&port=5433&user=u", "DATABASE_URL", "postgres://127.0.0.1:9/shop?user=u", "unix", "/run/postgresql/.s.PGSQL.5433"},
		"Redis":           {verdict.Redis, "redis://:secret@cache:6380/2", "REDIS_URL", "redis://:secret@127.0.0.1:9/2", "tcp", "cache:6380"},
		"Redis's port":    {verdict.Redis, "CACHE=redis://cache", "CACHE", "redis://127.0.0.1:9", "tcp", "cache:6379"},
		"Redis's socket":  {verdict.Redis, "unix:///run/redis.sock?db=1", "REDIS_URL", "redis://127.0.0.1:9?db=1", "unix", "/run/redis.sock"},
		"without a user":  {verdict.PostgreSQL, "postgres://db/shop?sslmode=prefer", "DATABASE_URL", "", "tcp", "db:5432"},
		"sslmode disable": {verdict.PostgreSQL, "postgres://db/shop?sslmode=disable", "DATABASE_URL", "postgres://127.0.0.1:9/shop?sslmode=disable", "tcp", "db:5432"},
	} {
		s, err := Parse(tt.kind, tt.text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if s.Variable != tt.variable || tt.network != "" && (s.network != tt.network || s.address != tt.address) || tt.through != "" && s.through("127.0.0.1:9") != tt.through {
			t.Errorf("%s: %s, %s %s, through %s", name, s.Variable, s.network, s.address, s.through("127.0.0.1:9"))
		}
	}
}

// What is wrong is said without the password.
func TestParse_refuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"postgres://u:s3cret@db:port/shop":           "write it as postgres://",
		"mysql://u:s3cret@db/shop":                   "write it as postgres://",
		"mysql+x://u:s3cret@db/shop":                 "write it as postgres://",
		"postgresql+x:u:s3cret@db/shop":              "write it as postgres://",
		"host=db password=s3cret":                    "write it as postgres://",
		"":                                           "write it as postgres://",
		"postgres://u:s3cret@db/s?sslmode=require":   "sslmode=require asks for TLS",
		"postgres://u:s3cret@db/s?sslmode=verify-ca": "leave sslmode out",
	} {
		if _, err := Parse(verdict.PostgreSQL, text); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
	for text, want := range map[string]string{"http://:s3cret@cache": "write it as redis://", "rediss://:s3cret@cache": "rediss:// asks for TLS", "redis://:s3cret@cache/x": "write it as redis://"} {
		if _, err := Parse(verdict.Redis, text); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
