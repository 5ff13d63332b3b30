package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

// Main runs the program and exits: 0 when everything ended in time, 1 when
// something failed, was cut or still ran, 2 when the contract is wrong.
func (a *App) Main() {
	err := a.Run(context.Background())
	switch status(err) {
	case 1:
		a.logger().Error("ended", "error", err)
	case 2:
		written := make(chan struct{})
		go func() {
			defer close(written)
			_, _ = fmt.Fprintln(os.Stderr, "refused to start\n\n"+err.Error())
		}()
		waitFor(written, lastLines)
	}
	os.Exit(status(err))
}

// Run starts everything that was registered and returns when the program has
// stopped. The end of ctx is a stop signal. The error tells of everything that
// failed, was cut or still runs; goroutines of what still runs are left behind,
// so the process should exit. That is never later than the deadline, but for the
// 0.2 s that a log which blocks for the first time may take.
//
// An App runs once: a second call returns [ErrRan] at once and changes nothing.
func (a *App) Run(ctx context.Context) error {
	limits, err := a.Limits()
	if err != nil {
		return err
	}
	a.init()
	if err := a.begin(limits); err != nil {
		return err
	}
	signals := a.Signals
	if signals == nil {
		own := make(chan os.Signal, 2)
		stops := a.StopSignals
		if stops == nil {
			stops = []os.Signal{syscall.SIGTERM, syscall.SIGINT}
		}
		signal.Notify(own, stops...)
		defer signal.Stop(own)
		signals = own
	}
	if len(limits.Missing) > 0 {
		a.logger().Warn("the shutdown contract is not in the environment: using defaults", "missing", limits.Missing,
			"delay", limits.Delay, "drain", limits.Drain, "cleanup", limits.Cleanup, "deadline", limits.Deadline)
	}
	because, signalled := "start failed", false
	if err = a.start(); err == nil {
		a.watchForNotice()
		because, signalled = a.serve(ctx, signals)
	}
	return a.stop(because, signalled, signals)
}

// begin takes the App for this one Run.
func (a *App) begin(limits contract.Contract) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ran {
		return ErrRan
	}
	if len(a.misused) > 0 {
		return errors.Join(a.misused...)
	}
	a.ran, a.limits = true, limits
	return nil
}

// start starts everything that was registered, as far as the first start step;
// that one goes on with the rest.
func (a *App) start() error {
	a.mu.Lock()
	units := a.waiting
	a.waiting, a.started = nil, true
	a.mu.Unlock()
	return a.startFrom(units)
}

// serve waits for a reason to stop, and says whether it was a signal that was
// received here.
func (a *App) serve(ctx context.Context, signals <-chan os.Signal) (because string, signalled bool) {
	for {
		quiet, none := a.state()
		if none && a.hadWork() && !isClosed(a.failed) {
			return "all work is done", false
		}
		select {
		case s, ok := <-signals:
			if !ok { // No signal can come any more.
				signals = nil
				continue
			}
			return s.String(), true
		case <-ctx.Done():
			// Often a signal has ended it, which comes here as well and is the same stop.
			return context.Cause(ctx).Error(), false
		case <-a.failed:
			return a.because, false
		case <-quiet:
		}
	}
}

// hadWork says whether anything was ever started. A program that only has
// closers waits for its signal.
func (a *App) hadWork() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.launched > 0
}

// state returns a channel that is closed when a unit ends, and whether none is
// left.
func (a *App) state() (quiet <-chan struct{}, none bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.quiet, len(a.running) == 0
}

// leastDeadline is what a deadline of 0 leaves: ECS never kills sooner than
// two seconds after the signal.
const leastDeadline = time.Second

// stop runs the stop in the background and watches for what ends it at once. A
// signal does so only when one has begun the stop.
func (a *App) stop(because string, signalled bool, signals <-chan os.Signal) error {
	s := &stopping{App: a, limits: a.limits}
	s.begin()
	deadline := time.NewTimer(time.Until(s.deadline))
	defer deadline.Stop()
	done := make(chan error, 1)
	go func() { done <- s.run(because) }()
	var end Unfinished
	for end.Because == "" {
		select {
		case err := <-done:
			return s.inOrder(err)
		case sig, ok := <-signals:
			if !ok {
				signals = nil
				break
			}
			if signalled {
				end.Because = "a second signal, " + sig.String()
				break
			}
			signalled = true
			a.logger().Info("stop signal while stopping", "signal", sig.String(), "left_seconds", s.left())
		case <-deadline.C:
			end.Because = "the deadline"
		}
	}
	// What has ended in this very moment counts as ended.
	select {
	case err := <-done:
		return s.inOrder(err)
	default:
	}
	close(a.phase.over)
	a.phase.cutOff(ErrCut)
	end.Running = s.stillRunning()
	a.logger().Error("ending at once", "because", end.Because, "still_running", end.Running, "left_seconds", s.left())
	return s.result(&end)
}

// inOrder is the end of a stop that came to its end: the time that is left is
// for what is still to be logged.
func (s *stopping) inOrder(err error) error {
	s.lines.flush(min(lastLines, time.Until(s.deadline)))
	return err
}

// firstFailure is nil when nothing failed.
func (a *App) firstFailure() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.failure
}
