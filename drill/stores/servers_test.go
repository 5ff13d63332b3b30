//go:build drills && linux

package stores

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/testpostgres"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/testredis"
)

func postgresServer(t *testing.T) string { return testpostgres.Start(t).URL("postgres") }

// A COPY by the extended protocol, as tokio-postgres and libpq's PQexecParams do it, has
// two Syncs and one ReadyForQuery: the backend ignores a Sync while it takes rows.
func TestProxy_copyByExtendedProtocol(t *testing.T) {
	s, err := Parse(verdict.PostgreSQL, postgresServer(t))
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewProxy(s)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	ctx := context.Background()
	c, err := pgconn.Connect(ctx, p.URL())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Exec(ctx, "CREATE TABLE orders (id int)").ReadAll(); err != nil {
		t.Fatal(err)
	}
	f := c.Frontend()
	f.SendParse(&pgproto3.Parse{Query: "COPY orders FROM STDIN"})
	f.SendBind(&pgproto3.Bind{})
	f.SendExecute(&pgproto3.Execute{})
	f.SendSync(&pgproto3.Sync{})
	f.Send(&pgproto3.CopyData{Data: []byte("1\n")})
	f.Send(&pgproto3.CopyDone{})
	f.SendSync(&pgproto3.Sync{})
	if err := f.Flush(); err != nil {
		t.Fatal(err)
	}
	for done := false; !done; {
		m, err := f.Receive()
		if err != nil {
			t.Fatal(err)
		}
		switch m := m.(type) {
		case *pgproto3.ErrorResponse:
			t.Fatalf("%+v", m)
		case *pgproto3.ReadyForQuery:
			done = true
		}
	}
	time.Sleep(200 * time.Millisecond)
	if r := p.Record(time.Now()); len(r) != 1 || r[0].Waiting {
		t.Errorf("after a COPY that is done and answered: %+v", r)
	}
}

// URLs as ORMs and pools write them: what they read themselves, the drill must not send on.
func TestProxy_parametersOfPools(t *testing.T) {
	url := postgresServer(t)
	for _, more := range []string{"schema=public", "pool_max_conns=10", "connection_limit=5&pool_timeout=20", "sslmode=disable&channel_binding=prefer", "keepalives=1", "gssencmode=disable", "pgbouncer=true", "application_name=a", "ApplicationName=a"} {
		for _, jdbc := range []string{"", "jdbc:"} {
			s, err := Parse(verdict.PostgreSQL, jdbc+url+"?"+more)
			if err != nil {
				t.Errorf("%s%s: refused: %v", jdbc, more, err)
				continue
			}
			if err := s.Check(context.Background()); err != nil {
				t.Fatal(err)
			}
			p, err := NewProxy(s)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := p.Left(context.Background()); err != nil {
				t.Errorf("%s…?%s: found there by Check, and at the end: %v", jdbc, more, err)
			}
			p.Close()
		}
	}
}

// pipeline writes n commands before it reads an answer, as go-redis, redis-py and ioredis do.
func pipeline(address string, n int) error {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer c.Close() //nolint:errcheck
	_ = c.SetDeadline(time.Now().Add(15 * time.Second))
	value := strings.Repeat("v", 1000)
	one := command("ECHO", value)
	w := bufio.NewWriterSize(c, 1<<16)
	for i := range n {
		if _, err := w.WriteString(one); err != nil {
			return fmt.Errorf("write command %d of %d: %w", i, n, err)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err = io.CopyN(io.Discard, c, int64(n*(len("$1000\r\n\r\n")+1000)))
	return err
}

func TestProxy_redisPipeline(t *testing.T) {
	address := testredis.Start(t).Address
	s, err := Parse(verdict.Redis, "redis://"+address)
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewProxy(s)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	const n = 40000
	start := time.Now()
	if err := pipeline(address, n); err != nil {
		t.Fatalf("Redis itself: %v", err)
	}
	t.Logf("Redis itself: %v", time.Since(start))
	if err := pipeline(p.Address(), n); err != nil {
		t.Errorf("through the proxy: %v", err)
	}
}

// An app that bounds what it has in hand cancels its statement and gives its transaction
// up, as the guide says: with pgx that is a CancelRequest, and the end of the connection
// after the database has answered that the statement is cancelled.
func TestProxy_cancels(t *testing.T) {
	s, err := Parse(verdict.PostgreSQL, postgresServer(t))
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewProxy(s)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	pool, err := pgxpool.New(context.Background(), p.URL())
	if err != nil {
		t.Fatal(err)
	}
	tx, err := pool.Begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	drain, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, err = tx.Exec(drain, "SELECT pg_sleep(20)")
	t.Logf("the statement: %v", err)
	t.Logf("the rollback: %v", tx.Rollback(context.Background()))
	pool.Close()
	time.Sleep(700 * time.Millisecond)
	left, err := p.Left(context.Background())
	t.Logf("left %d, %v", len(left), err)
	for _, c := range p.Record(begin) {
		if c.Inside || c.Waiting {
			t.Errorf("%+v", c)
		}
	}
}

// An app's user that may not use @dangerous commands, as Redis advises, may not CLIENT LIST:
// that is known before the stop, and not when the drill has been played.
func TestProxy_redisACL(t *testing.T) {
	address := testredis.Start(t).Address
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(c, command("ACL", "SETUSER", "app", "on", ">s3cret", "~*", "&*", "+@all", "-@dangerous"))
	_, _ = c.Read(make([]byte, 10))
	_ = c.Close()
	s, err := Parse(verdict.Redis, "redis://app:s3cret@"+address)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Check(context.Background()); err == nil {
		t.Error("Check finds nothing, and at the end of the drill it is too late")
	}
}
