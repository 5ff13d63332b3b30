package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// service is a job that is due at each multiple of an interval.
type service struct {
	every time.Duration
	// work does what is due. Of two tokens the higher is the later task's: whoever stores
	// what work sends elsewhere refuses a token below one that it has seen.
	work  func(ctx context.Context, due time.Time, token int64) (result string, err error)
	lease *lease
}

// runs registers the service. The lease is given back when the run in hand has ended, and
// the next task, which waits for it, has it at once.
func (s *service) runs(app *lifecycle.App, url string) {
	app.Close("lease", func(ctx context.Context) error { return s.lease.release(ctx) })
	app.Start("lease", func(ctx context.Context) (err error) {
		s.lease, err = take(ctx, url)
		return err
	})
	app.Go("schedule", s.schedule)
}

// schedule makes one run after the other until the stop: what fell due while no task had
// the lease comes first. Where the latest alone counts, begin there.
func (s *service) schedule(ctx context.Context) error {
	// A run that has begun has the drain to end.
	unit := lifecycle.InFlight(ctx)
	due := time.Now().Truncate(s.every)
	if first, err := s.lease.next(unit, s.every); err != nil {
		return err
	} else if first != nil {
		due = *first
	}
	for ; ; due = due.Add(s.every) {
		isDue := false
		if err := s.lease.during(ctx, func(ctx context.Context) error {
			isDue = until(ctx, due)
			return nil
		}); err != nil {
			return err
		}
		if !isDue {
			slog.Info("the next task goes on", "due", due)
			return nil
		}
		if err := s.one(unit, due); err != nil {
			return fmt.Errorf("the run that was due at %s: %w", due.Format(time.RFC3339), err)
		}
	}
}

// one makes a run. Its result is there when it has ended, or it has not ended.
func (s *service) one(ctx context.Context, due time.Time) error {
	if err := s.lease.begin(ctx, due); err != nil {
		return err
	}
	var result string
	err := s.lease.during(ctx, func(ctx context.Context) (err error) {
		result, err = s.work(ctx, due, s.lease.token)
		return err
	})
	if err != nil {
		return err
	}
	return s.lease.end(ctx, due, result)
}

// until waits for a time, and says whether it came before the end of ctx.
func until(ctx context.Context, t time.Time) bool {
	select {
	case <-time.After(time.Until(t)):
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}

// errLost is the end of a lease that nobody has given back.
var errLost = errors.New("the connection that holds the lease is gone, and another task may work already")
