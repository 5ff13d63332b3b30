package lifecycle

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
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
	started  bool
	launched int // units that were ever started
	servers  int // servers that have not ended
	served   int // servers that were ever registered
	waiting  []*unit
	running  []*unit
	quiet    chan struct{} // closed and renewed whenever a unit ends
	closers  []step
	flushers []step
	protect  *protector
	failure  error
	failed   chan struct{}
}

// unit is something that runs until it is told to stop.
type unit struct {
	name string
	// server says that others reach it, so that the delay is worth waiting for.
	server bool
	// prepare runs before anything is started; nil for most.
	prepare func(a *App) error
	// run returns when the unit has ended; with ErrCut when work was lost
	// because the drain was over.
	run func(p *phases) error
	// abandon undoes prepare when another unit could not be prepared.
	abandon func()
	// lost says that run returned ErrCut; guarded by the App's mu.
	lost bool
	// busy says what a unit is still at, such as "2 requests"; nil for most.
	busy func() string
}

// step is one thing to do at the end.
type step struct {
	name string
	do   func(ctx context.Context) error
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
// program. When no worker and no server is left the program ends.
func (a *App) Go(name string, work func(ctx context.Context) error) {
	a.add(&unit{name: name, run: func(p *phases) error {
		err := work(p.told)
		switch {
		case err == nil || p.told.Err() == nil || !isContextError(err):
			return err
		case p.cut.Err() != nil:
			return ErrCut
		default:
			return nil // It says no more than that it was told.
		}
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

// Close registers what must be closed when all servers and workers have ended,
// such as a pool of connections. Closers run one after the other, the last
// registered first, so that each still has what was there before it. One that
// does not return in time is left behind, named in the log, and the next runs;
// one that panics has failed, and the next runs too.
func (a *App) Close(name string, do func(ctx context.Context) error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.closers = append(a.closers, step{name, do})
}

// Flush registers what must run after all closers: logs and telemetry.
func (a *App) Flush(name string, do func(ctx context.Context) error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.flushers = append(a.flushers, step{name, do})
}

// Ready answers the load balancer's health check: 200, and 503 from the moment
// of the stop signal.
func (a *App) Ready() http.Handler {
	a.init()
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		select {
		case <-a.phase.stopping:
			http.Error(w, "stopping", http.StatusServiceUnavailable)
		default:
			_, _ = w.Write([]byte("ready\n"))
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

// add registers a unit, and starts it at once when the program runs already.
func (a *App) add(u *unit) {
	a.init()
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.started {
		a.waiting = append(a.waiting, u)
		return
	}
	if u.prepare != nil {
		a.mu.Unlock()
		err := u.prepare(a)
		a.mu.Lock()
		if err != nil {
			a.fail(u, err)
			return
		}
	}
	a.launch(u)
}

// launch starts a unit. The caller holds mu.
func (a *App) launch(u *unit) {
	a.running = append(a.running, u)
	a.launched++
	if u.server {
		a.servers++
		a.served++
	}
	go guard(func() error { return u.run(a.phase) }, func(err error) { a.ended(u, err) })
}

// ended notes that a unit has ended, and stops the program when it has failed.
func (a *App) ended(u *unit, err error) {
	if stack := stackOf(err); stack != nil {
		a.logger().Error("panic", append([]any{"name", u.name, "error", err}, stack...)...)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.running = without(a.running, u)
	if u.server {
		a.servers--
	}
	switch {
	case errors.Is(err, ErrCut):
		u.lost = true
	case err != nil:
		a.fail(u, err)
	}
	close(a.quiet)
	a.quiet = make(chan struct{})
}

// fail records the first failure and starts the stop. The caller holds mu.
func (a *App) fail(u *unit, err error) {
	err = &UnitError{Name: u.name, Err: err}
	if a.failure == nil {
		a.failure = err
		close(a.failed)
		return
	}
	a.logger().Error("failed too", "name", u.name, "error", err)
}

func without(list []*unit, u *unit) []*unit {
	for i := range list {
		if list[i] == u {
			return append(list[:i:i], list[i+1:]...)
		}
	}
	return list
}
