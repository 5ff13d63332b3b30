package lifecycle

import (
	"context"
	"time"
)

// leaver is a stream that waits to be told, by [App.GoAway].
type leaver struct {
	app   *App
	away  chan struct{}
	timer *time.Timer // guarded by the App's mu
}

// GoAway is closed when a stream should end whose context is not of this package,
// such as that of a gRPC call: because the program has stopped accepting work, or
// at a moment of its own after a drain notice, see [App.Notice]. Nobody is told
// any more when ctx has ended. Handlers of [App.HTTP] use [GoAway], which knows
// their connection.
//
//	case <-app.GoAway(stream.Context()):
//		return status.Error(codes.Unavailable, "connect again")
//
// Call it once for a stream: each call has a moment of its own.
func (a *App) GoAway(ctx context.Context) <-chan struct{} {
	a.init()
	l := &leaver{app: a, away: make(chan struct{})}
	a.mu.Lock()
	defer a.mu.Unlock()
	if ctx.Err() != nil {
		return l.away
	}
	if a.phase.told.Err() != nil || a.notice.window != nil {
		close(l.away)
		return l.away
	}
	if a.notice.waiting == nil {
		a.notice.waiting = make(map[*leaver]struct{})
	}
	a.notice.waiting[l] = struct{}{}
	told := context.AfterFunc(a.phase.told, l.tell)
	context.AfterFunc(ctx, func() { told(); l.end() })
	return l.away
}

// tellAt tells at a moment. The caller holds mu.
func (l *leaver) tellAt(moment time.Time) {
	l.timer = time.AfterFunc(time.Until(moment), l.tell)
}

func (l *leaver) tell() {
	l.app.mu.Lock()
	defer l.app.mu.Unlock()
	closeOnce(l.away)
}

// end forgets the stream.
func (l *leaver) end() {
	l.app.mu.Lock()
	defer l.app.mu.Unlock()
	delete(l.app.notice.waiting, l)
	if l.timer != nil {
		l.timer.Stop()
	}
}
