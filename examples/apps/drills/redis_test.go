//go:build drills && linux

package drills_test

import (
	"context"
	"errors"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/testredis"
)

// redis is a Redis of one test alone.
type redis struct {
	testredis.Server

	client *goredis.Client
}

func newRedis(t testing.TB) redis {
	t.Helper()
	server := testredis.Start(t)
	client := goredis.NewClient(&goredis.Options{Addr: server.Address})
	t.Cleanup(func() { _ = client.Close() })
	return redis{server, client}
}

// length is how long a list is.
func (r redis) length(t testing.TB, list string) int {
	t.Helper()
	n, err := r.client.LLen(context.Background(), list).Result()
	if err != nil {
		t.Fatal(err)
	}
	return int(n)
}

// wait waits until a list is so long.
func (r redis) wait(t testing.TB, list string, n int) {
	t.Helper()
	for limit := time.Now().Add(60 * time.Second); r.length(t, list) < n; time.Sleep(25 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatalf("list %s has %d entries after a minute, want %d", list, r.length(t, list), n)
		}
	}
}

// count is a number that a key holds, or 0.
func (r redis) count(t testing.TB, key string) int {
	t.Helper()
	n, err := r.client.Get(context.Background(), key).Int()
	if err != nil && !errors.Is(err, goredis.Nil) {
		t.Fatal(err)
	}
	return n
}
