package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// job is so many steps, and the name of the task that works on them.
type job struct {
	store store
	steps int
	task  string
}

// stepTime is how long one step works. A stop waits for one at most.
const stepTime = 10 * time.Millisecond

// run works from the checkpoint on until all is done or the stop comes.
func (j job) run(ctx context.Context) error {
	// The step in hand has the drain to come to its end.
	unit := lifecycle.InFlight(ctx)
	at, etag, err := j.takeOver(unit)
	if err != nil {
		return err
	}
	slog.Info("working", "job", at.Job, "from", at.Next, "of", j.steps)
	for at.Next < j.steps && ctx.Err() == nil {
		if at.Sum, err = step(unit, at); err != nil {
			return fmt.Errorf("step %d: %w", at.Next, err)
		}
		// The result first: a checkpoint that is ahead of it would lose it.
		if err := j.store.result(unit, at.Next, at.Sum); err != nil {
			return fmt.Errorf("result of step %d: %w", at.Next, err)
		}
		at.Next++
		if etag, err = j.store.save(unit, at, etag); err != nil {
			return err
		}
	}
	if at.Next < j.steps {
		slog.Info("the next task goes on", "job", at.Job, "from", at.Next)
	}
	return nil
}

// takeOver makes the job this task's: one that still works on it finds the checkpoint
// changed, and ends. Of two that take one turn at once the first has it, and the other ends.
func (j job) takeOver(ctx context.Context) (at checkpoint, etag string, err error) {
	for turn := 0; ; turn = at.Turn {
		if at, etag, err = j.store.load(ctx, j.steps); err != nil {
			return at, "", err
		}
		if turn > 0 && at.Turn >= turn {
			return at, "", fmt.Errorf("%w: %s, in the meantime", errSuperseded, at.Task)
		}
		at.Turn, at.Task = at.Turn+1, j.task
		// The one that still works may go on between the two.
		if etag, err = j.store.save(ctx, at, etag); !errors.Is(err, errSuperseded) {
			return at, etag, err
		}
	}
}

// step adds the square of its number to what the steps before it came to.
func step(ctx context.Context, at checkpoint) (sum int, err error) {
	select {
	case <-time.After(stepTime):
		return at.Sum + at.Next*at.Next, nil
	case <-ctx.Done():
		return at.Sum, ctx.Err()
	}
}
