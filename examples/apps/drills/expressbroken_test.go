//go:build drills && linux

package drills_test

import (
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/testredis"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/testserver"
)

// A database that restarts fails the orders that are on their way there, and nothing
// else: the app goes on, and ends in order.
func TestExpress_databaseRestarts(t *testing.T) {
	t.Parallel()
	if err := expressOnce(); err != nil {
		t.Fatal(err)
	}
	database, port := newPostgres(t), testserver.Port(t)
	app := exec.Command("node", "dist/app.js")
	app.Dir = "../express"
	app.Env = append(os.Environ(), "HOST=127.0.0.1", "PORT="+port, "DATABASE_URL="+database.url("postgres"), "REDIS_URL="+testredis.Start(t).URL())
	var said strings.Builder
	app.Stdout, app.Stderr = &said, &said
	if err := app.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- app.Wait() }()
	t.Cleanup(func() { _ = app.Process.Kill() })
	status := func(method, path string) int {
		request, err := http.NewRequest(method, "http://127.0.0.1:"+port+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Idempotency-Key", "one")
		answer, err := (&http.Client{Timeout: 30 * time.Second}).Do(request)
		if err != nil {
			return 0
		}
		_ = answer.Body.Close()
		return answer.StatusCode
	}
	within := func(what string, is func() bool) {
		for until := time.Now().Add(30 * time.Second); !is(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(until) {
				t.Fatalf("%s: not within 30 s", what)
			}
		}
	}
	within("healthy", func() bool { return status(http.MethodGet, "/health") == http.StatusOK })
	order := make(chan int, 1)
	go func() { order <- status(http.MethodPost, "/orders?seconds=1") }()
	const cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE state = 'idle in transaction'"
	within("an order on its way", func() bool { return database.ask(t, "postgres", cut) == "1" })
	if got := <-order; got != http.StatusInternalServerError {
		t.Errorf("the order that was cut was answered %d, want 500", got)
	}
	if got := status(http.MethodPost, "/orders?seconds=0"); got != http.StatusCreated {
		t.Errorf("the next order was answered %d, want 201", got)
	}
	select {
	case err := <-ended:
		t.Errorf("the app ended with the connection: %v\n%s", err, said.String())
	default:
	}
}
