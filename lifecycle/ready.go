package lifecycle

import (
	"context"
	"net/http"
	"slices"
	"strings"
)

// readiness is what the health path still waits for; guarded by the App's mu.
type readiness struct {
	pending []string
	// was says that the program has been ready: it stays so until its stop.
	was bool
}

// Ready answers the load balancer's health check: 503 until every [App.Start] is
// done and every [App.Gate] open, with their names, then 200, and 503 from the
// moment of the stop signal. A program that has neither is ready at once: its
// servers listen before the first of them answers.
//
// A program that has been ready stays so until its stop, whatever is registered
// later: ECS replaces a task whose health check fails.
func (a *App) Ready() http.Handler {
	a.init()
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if isClosed(a.phase.stopping) {
			http.Error(w, "stopping", http.StatusServiceUnavailable)
			return
		}
		if pending := a.awaited(); len(pending) > 0 {
			http.Error(w, "starting: "+strings.Join(pending, ", "), http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ready\n"))
	})
}

// awaited is what the program is not ready without.
func (a *App) awaited() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.isReady() {
		return nil
	}
	return slices.Clone(a.gates.pending)
}

// isReady says so, and keeps it once the program runs. The caller holds mu.
func (a *App) isReady() bool {
	if !a.gates.was && a.started && len(a.gates.pending) == 0 {
		a.gates.was = true
	}
	return a.gates.was || len(a.gates.pending) == 0
}

// hold lets readiness wait for a name.
func (a *App) hold(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	_ = a.isReady()
	a.gates.pending = append(a.gates.pending, name)
}

// letGo is the end of that wait.
func (a *App) letGo(name string) {
	a.mu.Lock()
	was := a.gates.was
	if i := slices.Index(a.gates.pending, name); i >= 0 {
		a.gates.pending = slices.Delete(a.gates.pending, i, i+1)
	}
	ready := a.isReady() && a.gates.was && !was
	a.mu.Unlock()
	if ready {
		a.logger().Info("ready", "after", name)
	}
}

// Start registers a step of the start, such as a migration or the filling of a
// cache. Servers and workers that are registered after it are started when it has
// returned nil, in the order of registration; those before it run already, so
// register the server with the health path first: [App.Ready] answers 503 until
// every step is done. An error stops the program. ctx ends at the stop signal,
// and what was not started by then never is.
//
// A step may wait for something that is registered before it: see [App.Gate].
func (a *App) Start(name string, do func(ctx context.Context) error) {
	a.hold(name)
	a.add(&unit{name: "start " + name, held: name, step: func(p *phases) error {
		ctx, cancel := p.fetching()
		defer cancel()
		err := do(ctx)
		if ctx.Err() != nil && isContextError(err) {
			return nil // It says no more than that the program stops.
		}
		return err
	}})
}

// Gate is a part of the program that says for itself when it is ready.
type Gate struct {
	app  *App
	name string
	open chan struct{}
}

// Gate makes a gate that is closed, and holds [App.Ready] back until it is opened.
// Make it before Run.
//
//	filled := app.Gate("cache")
//	app.Go("cache", func(ctx context.Context) error {
//		...
//		filled.Open()
//		...
//	})
//	app.Start("cache filled", filled.Wait) // What follows is started then.
func (a *App) Gate(name string) *Gate {
	a.hold(name)
	return &Gate{app: a, name: name, open: make(chan struct{})}
}

// Open opens the gate, for good: a part that fails later should end, not turn the
// health check. It may be called more than once.
func (g *Gate) Open() {
	g.app.mu.Lock()
	already := isClosed(g.open)
	closeOnce(g.open)
	g.app.mu.Unlock()
	if !already {
		g.app.letGo(g.name)
	}
}

// Wait returns nil when the gate is open, or the cause of the end of ctx.
func (g *Gate) Wait(ctx context.Context) error {
	select {
	case <-g.open:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
