package lifecycle

import (
	"context"
	"log/slog"
	"time"
)

// Watch tells of the drain before the stop signal. It returns nil when the load
// balancer has begun to drain this task, and an error when it can never know,
// after which the program waits for its signal. ctx ends at the stop signal.
// targetGroups are the contract's. What passes, such as a throttled call, is its
// own to log and to try again.
type Watch = func(ctx context.Context, targetGroups []string, log *slog.Logger) error

// Notice has the load balancer's drain watched, so that long connections end
// while it goes on, and not only at the signal that follows it: an hour later,
// when that is their greatest age. The module lifecycle/drainwatch has a watch:
//
//	app.Notice(drainwatch.Watch)
//
// It is called when the contract has NOTICE_SPREAD_SECONDS, the profile's
// drain_notice. On the notice
//
//   - [GoAway] tells the connections that are open, each at a moment of its own
//     within that many seconds, so that their clients do not all come back at
//     once; responses ask clients to leave a connection from its moment on;
//   - a WebSocket or a stream that begins later is taken and told at once: a close
//     frame tells its client to connect again, where a handshake that is refused
//     looks like a fault (code 1006 in a browser). Streams of one HTTP/2
//     connection go together, at the moment of that;
//   - requests are served as before, and [App.Ready] answers 200: the load
//     balancer takes the task out already, and a health check that fails might
//     have it stopped before its connections have left.
//
// The stop signal then takes its usual course. A notice that no signal follows
// within an hour, the longest a drain can be, is forgotten, and the watch begins
// anew. Without a notice, or with one that is late, the signal tells connections
// as it does without a watch.
func (a *App) Notice(watch Watch) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.notice.watches = append(a.notice.watches, watch)
}

// noticed is what the App knows of the drain; guarded by its mu.
type noticed struct {
	watches []Watch
	window  *window
	homes   []*connections
	waiting map[*leaver]struct{}
}

// longestDrain is the longest deregistration delay there is.
const longestDrain = time.Hour

// watchForNotice starts the watches, if the contract wants them.
func (a *App) watchForNotice() {
	a.mu.Lock()
	limits, watches := a.limits, a.notice.watches
	a.mu.Unlock()
	switch {
	case limits.DrainNotice && len(watches) == 0:
		a.logger().Warn("the contract has a drain notice, and nobody watches for it: connections that outlast the drain are cut; call App.Notice")
	case !limits.DrainNotice && len(watches) > 0:
		a.logger().Info("no drain notice in the contract: connections are told at the stop signal")
	case limits.DrainNotice:
		for _, w := range watches {
			go a.watch(w, limits.TargetGroups, limits.NoticeSpread)
		}
	}
}

// watch asks one source until the stop, or until it gives up.
func (a *App) watch(ask Watch, groups []string, spread time.Duration) {
	ctx, cancel := a.phase.fetching()
	defer cancel()
	for again := true; again; {
		guard(func() error { return ask(ctx, groups, a.logger()) }, func(err error) {
			switch {
			case ctx.Err() != nil:
				again = false
			case err != nil:
				a.logger().Warn("no drain notice: connections are told at the stop signal", append([]any{"error", err}, stackOf(err)...)...)
				again = false
			default:
				again = a.drained(ctx, spread)
			}
		})
	}
}

// drained goes through a notice, and returns true when no signal has followed it.
func (a *App) drained(ctx context.Context, spread time.Duration) bool {
	w := &window{began: time.Now(), spread: spread}
	told, first := a.open(w)
	if !first {
		return false // Another watch has said so before.
	}
	a.logger().Info("drain notice: connections are told to go, each at a moment of its own", "connections", told, "within_seconds", seconds(spread))
	forget := time.NewTimer(longestDrain + spread)
	defer forget.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-forget.C:
	}
	a.forget(w)
	return true
}

// open begins the window, unless there is one, and says how many are told.
func (a *App) open(w *window) (told int, first bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.notice.window != nil {
		return 0, false
	}
	a.notice.window = w
	for l := range a.notice.waiting {
		l.tellAt(w.moment(told, len(a.notice.waiting)))
		told++
	}
	for _, home := range a.notice.homes {
		told += home.notice(w)
	}
	return told, true
}

// forget ends a window that no stop has followed.
func (a *App) forget(w *window) {
	a.mu.Lock()
	a.notice.window = nil
	for _, home := range a.notice.homes {
		home.window.Store(nil)
	}
	a.mu.Unlock()
	a.logger().Warn("no stop signal has followed the drain notice: connections stay again", "after_seconds", seconds(time.Since(w.began)))
}
