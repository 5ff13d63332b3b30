package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// interrupted is the cause of a context that a signal has ended. Its status is a
// shell's for a program that the signal ended.
type interrupted struct{ by os.Signal }

func (i interrupted) Error() string { return "ended by " + i.name() }

func (i interrupted) name() string {
	if i.by == os.Interrupt {
		return "SIGINT"
	}
	return "SIGTERM"
}

func (i interrupted) status() int {
	if i.by == os.Interrupt {
		return 128 + int(syscall.SIGINT)
	}
	return 128 + int(syscall.SIGTERM)
}

// untilSignal ends a context at the first Ctrl-C or SIGTERM. Further ones do
// nothing, as what is being undone takes a moment.
func untilSignal(parent context.Context) (ctx context.Context, stop func()) {
	ctx, end := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case s := <-signals:
			end(interrupted{s})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		end(nil)
	}
}
