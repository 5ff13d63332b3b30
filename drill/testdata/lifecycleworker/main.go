// Command lifecycleworker works off the drill's queue as the package lifecycle
// does it, for the drill's own tests.
package main

import (
	"context"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	var app lifecycle.App
	lifecycle.Consume(&app, "drill", lifecycle.Consumer[message]{
		Fetch: func(ctx context.Context) (message, error) {
			if m, ok := receive(ctx); ok {
				return m, nil
			}
			return message{}, lifecycle.ErrNothing
		},
		Work: func(ctx context.Context, m message) error {
			select {
			case <-time.After(m.takes()):
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		},
		Ack:    func(_ context.Context, m message) error { return m.call("DeleteMessage") },
		Return: func(_ context.Context, m message) error { return m.call("ChangeMessageVisibility") },
		Loops:  3,
	})
	app.Main()
}
