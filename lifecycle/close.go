package lifecycle

import (
	"context"
	"fmt"
	"time"
)

// step is one thing to do at the end.
type step struct {
	name string
	do   func(ctx context.Context) error
	// most is what the step has for itself, share its part of the time that
	// nobody has; zero when it has stated neither.
	most  time.Duration
	share float64
	wrong string // An option that cannot be.
}

// CloseOption says how much of the time a closer or a flusher may take.
type CloseOption func(*step)

// Within gives a step a budget of its own: its context ends after that long, and
// the steps before it leave it that much. When the budgets of the steps that are
// left come to more than the time that is left, each gets its part of it.
//
//	app.Close("database", pool.Close, lifecycle.Within(8*time.Second))
//
// It must be more than 0; a day, the longest deadline there is, stands for more.
func Within(most time.Duration) CloseOption {
	return func(s *step) {
		if s.most = min(most, 24*time.Hour); most <= 0 {
			s.wrong = fmt.Sprintf("Within takes more than 0, not %v", most)
		}
	}
}

// Share lets a step take a part of the time that is left, beyond what later steps
// have by [Within]: above 0 and up to 1, which is all of it. When it uses that up,
// a later step without a budget of its own is still called, with a context that
// has ended.
//
//	app.Close("producer", flushAndClose, lifecycle.Share(1))
func Share(part float64) CloseOption {
	return func(s *step) {
		if s.share = part; !(part > 0 && part <= 1) {
			s.wrong = fmt.Sprintf("Share takes a number above 0 and up to 1, not %v", part)
		}
	}
}

// Close registers what must be closed when all servers and workers have ended,
// such as a pool of connections. Closers run one after the other, the last
// registered first, so that each still has what was there before it. One that
// does not return in time is left behind, named in the log, and the next runs;
// one that panics has failed, and the next runs too.
//
// While others wait a closer may take half of the time that is left, and the last
// one all of it; with [Within] or [Share] it states what it needs. An option that
// cannot be, such as a share of 2, keeps [App.Run] from starting.
func (a *App) Close(name string, do func(ctx context.Context) error, options ...CloseOption) {
	a.addStep("closer", &a.closers, step{name: name, do: do}, options)
}

// Flush registers what must run after all closers: logs and telemetry. It keeps
// a second of the time for itself, or a fifth when that is less; with [Within] as
// much as it states, up to half.
func (a *App) Flush(name string, do func(ctx context.Context) error, options ...CloseOption) {
	a.addStep("flusher", &a.flushers, step{name: name, do: do}, options)
}

func (a *App) addStep(kind string, list *[]step, s step, options []CloseOption) {
	for _, o := range options {
		o(&s)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if s.wrong != "" {
		err := fmt.Errorf("lifecycle: %s %s: %s", kind, s.name, s.wrong)
		if a.ran {
			a.logger().Error("option ignored", "error", err)
		} else {
			a.misused = append(a.misused, err)
		}
		s.most, s.share = 0, 0
	}
	*list = append(*list, s)
}

// bound is how much of the time that is left a step may take, while others wait.
func (s step) bound(left time.Duration, others []step) time.Duration {
	left = max(left, 0)
	stated, open := stated(others)
	free := max(0, left-stated)
	switch {
	case s.most > 0 && s.most <= free:
		return s.most
	case s.most > 0:
		return time.Duration(float64(left) * (float64(s.most) / float64(s.most+stated)))
	case s.share > 0:
		return time.Duration(float64(free) * s.share)
	case open:
		return free / 2
	default:
		return free
	}
}

// stated is what steps have for themselves, and whether others have stated none.
func stated(steps []step) (sum time.Duration, open bool) {
	for _, s := range steps {
		sum += s.most
		open = open || s.most == 0
	}
	return sum, open
}
