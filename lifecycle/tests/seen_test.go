package lifecycle_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// A message that others may see by the time the agent has answered is neither worked
// on nor handed back, whatever the answer is.
func TestConsume_seenWhileWaitingForProtection(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{
		"protected": `{"protection":{"ProtectionEnabled":true}}`,
		"refused":   `{"failure":{"Reason":"DEPLOYMENT_BLOCKED"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := budgets(0, time.Minute, time.Second)
			c.Heartbeat, c.Visibility, c.Protection = 500*time.Millisecond, time.Second, time.Minute
			p := newProgram(t, c)
			agent := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				for !strings.Contains(p.log.String(), "heartbeat missed") && r.Context().Err() == nil {
					time.Sleep(time.Millisecond)
				}
				_, _ = w.Write([]byte(answer))
			}))
			defer agent.Close()
			p.Env = func(name string) (string, bool) { return agent.URL, name == "ECS_AGENT_URI" }
			var fetched, worked, returned atomic.Int64
			again := make(chan struct{})
			lifecycle.Consume(p.App, "jobs", lifecycle.Consumer[int]{
				Fetch: func(ctx context.Context) (int, error) {
					if fetched.Add(1) == 1 {
						return 1, nil
					}
					close(again)
					<-ctx.Done()
					return 0, ctx.Err()
				},
				Work:   func(context.Context, int) error { worked.Add(1); return nil },
				Extend: func(context.Context, int, time.Duration) error { return errors.New("throttled") },
				Return: func(context.Context, int) error { returned.Add(1); return nil },
			})
			p.start()
			<-again
			p.stop()
			if err := p.wait(); err != nil {
				t.Errorf("Run() error = %v", err)
			}
			if worked.Load() > 0 || returned.Load() > 0 {
				t.Errorf("worked on %d times and handed back %d times, want neither:\n%s", worked.Load(), returned.Load(), p.log)
			}
		})
	}
}
