package lifecycle

import "errors"

// unit is something that runs until it is told to stop.
type unit struct {
	name string
	// server says that others reach it, so that the delay is worth waiting for;
	// guarded by the App's mu.
	server bool
	// prepare runs before anything is started; nil for most.
	prepare func(a *App) error
	// run returns when the unit has ended; with ErrCut when work was lost
	// because the drain was over.
	run func(p *phases) error
	// abandon undoes prepare, and is called for what is never started too.
	abandon func()
	// step is what a start step does: what is registered after it waits for its
	// end; nil for all others.
	step func(p *phases) error
	held string // What readiness waits for until the step is done.
	// lost says that run returned ErrCut; guarded by the App's mu.
	lost bool
	// busy says what a unit is still at, such as "2 requests"; nil for most.
	busy func() string
}

// add registers a unit, and starts it at once when the program runs already.
func (a *App) add(u *unit) {
	a.init()
	a.mu.Lock()
	if !a.started {
		a.waiting = append(a.waiting, u)
		a.mu.Unlock()
		return
	}
	a.mu.Unlock()
	_ = a.startFrom([]*unit{u}) // It has been noted as the unit's failure.
}

// startFrom prepares the units before the first start step, so that an address
// that is taken is found before the first request, starts them, and then that
// step, which goes on with the rest.
func (a *App) startFrom(units []*unit) error {
	n := 0
	for n < len(units) && units[n].step == nil {
		n++
	}
	for i, u := range units[:n] {
		if u.prepare == nil {
			continue
		}
		if err := u.prepare(a); err != nil {
			abandon(units[:i])
			abandon(units[n:])
			a.mu.Lock()
			defer a.mu.Unlock()
			a.fail(u, err)
			return err
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, u := range units[:n] {
		a.launch(u)
	}
	if n == len(units) {
		return nil
	}
	step, rest := units[n], units[n+1:]
	step.run = func(p *phases) error {
		done := false
		defer func() {
			if !done { // It failed, panicked, or the stop came first.
				abandon(rest)
			}
		}()
		err := step.step(p)
		if done = err == nil && !isClosed(p.stopping); !done {
			return err
		}
		if a.startFrom(rest) == nil {
			a.letGo(step.held)
		}
		return nil
	}
	a.launch(step)
	return nil
}

// abandon undoes what was prepared for units that are never started.
func abandon(units []*unit) {
	for _, u := range units {
		if u.abandon != nil {
			u.abandon()
		}
	}
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
	a.logStack(u, err)
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
	a.wake()
}

// endsEarly notes that a server accepts no more although nobody has told it to,
// and begins the stop. The unit goes on: it has to drain. Without an error it
// was the program's own wish.
func (a *App) endsEarly(u *unit, err error) {
	a.logStack(u, err)
	a.logger().Warn("server ended before it was told to: finishing what is in flight", "name", u.name, "error", err)
	a.mu.Lock()
	defer a.mu.Unlock()
	if u.server {
		a.servers--
		u.server = false
	}
	if err != nil {
		a.fail(u, err)
	} else {
		a.stopFor(u.name + " was shut down by the program")
	}
	a.wake()
}

// wake lets those look again who wait for units. The caller holds mu.
func (a *App) wake() {
	close(a.quiet)
	a.quiet = make(chan struct{})
}

// fail records the first failure and starts the stop. The caller holds mu.
func (a *App) fail(u *unit, err error) {
	err = &UnitError{Name: u.name, Err: err}
	if a.failure == nil {
		a.failure = err
		a.stopFor("a failure")
		return
	}
	a.logger().Error("failed too", "name", u.name, "error", err)
}

// stopFor starts the stop for a reason that is no signal. The caller holds mu.
func (a *App) stopFor(because string) {
	if !isClosed(a.failed) {
		a.because = because
		close(a.failed)
	}
}

func (a *App) logStack(u *unit, err error) {
	if stack := stackOf(err); stack != nil {
		a.logger().Error("panic", append([]any{"name", u.name, "error", err}, stack...)...)
	}
}

func without(list []*unit, u *unit) []*unit {
	for i := range list {
		if list[i] == u {
			return append(list[:i:i], list[i+1:]...)
		}
	}
	return list
}
