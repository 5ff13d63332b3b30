package lifecycle

import (
	"context"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

// App is a program that stops by its contract. Register what it runs and what
// it must close, then call [App.Main] or [App.Run] once. The zero value is
// ready; the fields are for programs and tests with needs of their own. An App
// must not be copied.
type App struct {
	// Prefix starts the names of the variables of the contract. Empty means
	// "SHUTDOWN_".
	Prefix string
	// Contract stands in for the variables.
	Contract *contract.Contract
	// Env looks up variables. Nil means os.LookupEnv.
	Env func(name string) (string, bool)
	// Logger gets a line at each step of the stop, from a goroutine of its own.
	// Nil means slog.Default().
	Logger *slog.Logger
	// StopSignals start the stop. Nil means SIGTERM and SIGINT. An image with
	// another STOPSIGNAL needs it here.
	StopSignals []os.Signal
	// Signals stands in for the process's own signals, of which StopSignals
	// would be asked for.
	Signals <-chan os.Signal

	ready sync.Once
	phase *phases
	lines lines

	mu       sync.Mutex
	limits   contract.Contract
	ran      bool // Run was called
	started  bool
	launched int // units that were ever started
	servers  int // servers that accept
	served   int // servers that were ever started
	waiting  []*unit
	running  []*unit
	quiet    chan struct{} // closed and renewed whenever a unit ends
	closers  []step
	flushers []step
	misused  []error
	gates    readiness
	notice   noticed
	protect  *protector
	failure  error
	because  string        // why failed was closed
	failed   chan struct{} // closed when the program should stop without a signal
}

func (a *App) init() {
	a.ready.Do(func() {
		a.phase = newPhases()
		a.failed = make(chan struct{})
		a.quiet = make(chan struct{})
	})
}

// Go runs a worker. Its context ends when the program has stopped accepting
// work, which is the delay after the stop signal; the worker then has the
// drain budget to return. [InFlight] gives the unit of work in hand a context
// that lasts that long.
//
// A worker that returns nil has done its work; an error or a panic stops the
// program. The end of its context is no error: one that wraps it is logged, and one
// that is joined with another is a failure. When no worker and no server is left the program ends.
func (a *App) Go(name string, work func(ctx context.Context) error) {
	a.add(&unit{name: name, run: func(p *phases) error {
		err := work(p.told)
		switch {
		case err == nil || p.told.Err() == nil || !isContextError(err):
			return err
		case p.cut.Err() != nil:
			return ErrCut
		}
		if !isBare(err) {
			a.logger().Warn("worker ended because it was told to, in the middle of something", "name", name, "error", err)
		}
		return nil // It says no more than that it was told.
	}})
}

// Every runs work at each tick of an interval until the program stops
// accepting work. A run that has begun may finish within the drain budget. An
// error is logged and the next tick goes on; a panic stops the program.
func (a *App) Every(name string, interval time.Duration, work func(ctx context.Context) error) {
	a.Go(name, func(ctx context.Context) error {
		ticker := time.NewTicker(interval)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-ticker.C:
			}
			if ctx.Err() != nil {
				return nil // Both were ready, and the stop comes first.
			}
			unit := InFlight(ctx)
			err := work(unit)
			if err != nil && unit.Err() != nil {
				return err
			}
			if err != nil {
				a.logger().Error("ticker failed", "name", name, "error", err)
			}
		}
	})
}

// Stopping is closed at the stop signal, before anything else happens.
func (a *App) Stopping() <-chan struct{} {
	a.init()
	return a.phase.stopping
}

// Limits is the contract that holds, for settings that are made elsewhere,
// such as a gRPC server's greatest connection age. The error, if any, is a
// [contract.Faults].
func (a *App) Limits() (contract.Contract, error) {
	if a.Contract != nil {
		return *a.Contract, nil
	}
	env := a.Env
	if env == nil {
		env = os.LookupEnv
	}
	return contract.Read(a.Prefix, env)
}

// logger is the program's own, behind a queue that never blocks for long.
func (a *App) logger() *slog.Logger {
	own := a.Logger
	if own == nil {
		own = slog.Default()
	}
	return slog.New(queued{own.Handler(), &a.lines})
}
