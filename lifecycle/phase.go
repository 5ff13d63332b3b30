package lifecycle

import (
	"context"
	"errors"
	"slices"
)

// ErrStopping is the cause of the contexts that end because the program no
// longer accepts work.
var ErrStopping = errors.New("lifecycle: the program is stopping")

// ErrCut is the cause of the contexts that end because the drain budget is
// used up.
var ErrCut = errors.New("lifecycle: the drain is over")

// phases is how far the stop is. Each channel and context ends once, in this
// order.
type phases struct {
	// stopping is closed at the signal.
	stopping chan struct{}
	// told ends when nothing more is accepted.
	told context.Context
	tell context.CancelCauseFunc
	// cut ends when units in flight have used up their budget.
	cut    context.Context
	cutOff context.CancelCauseFunc
	// over is closed when the program ends at once, by a second signal or by
	// its deadline.
	over chan struct{}
}

// phasesKey finds the phases in a context.
type phasesKey struct{}

func newPhases() *phases {
	p := &phases{stopping: make(chan struct{}), over: make(chan struct{})}
	base := context.WithValue(context.Background(), phasesKey{}, p)
	p.cut, p.cutOff = context.WithCancelCause(base)
	p.told, p.tell = context.WithCancelCause(p.cut)
	return p
}

// fetching is a context that ends at the signal already, for consumers.
func (p *phases) fetching() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(p.told)
	done := make(chan struct{})
	go func() {
		select {
		case <-p.stopping:
			cancel(ErrStopping)
		case <-done:
		}
	}()
	return ctx, func() { close(done); cancel(nil) }
}

// Stopping is closed at the stop signal. ctx is that of a worker, a consumer
// or a request; with any other the channel is nil and never closed.
func Stopping(ctx context.Context) <-chan struct{} {
	if p, ok := ctx.Value(phasesKey{}).(*phases); ok {
		return p.stopping
	}
	return nil
}

// InFlight is a context for the unit of work in hand. It has the values of the
// worker's own context and outlives it by the drain budget: a unit that has
// begun should finish. It ends when the budget is used up.
func InFlight(ctx context.Context) context.Context {
	p, ok := ctx.Value(phasesKey{}).(*phases)
	if !ok {
		return ctx
	}
	return inFlight{Context: p.cut, values: ctx}
}

// inFlight has the life of one context and the values of another.
type inFlight struct {
	context.Context
	values context.Context
}

func (c inFlight) Value(key any) any {
	// The life's own keys first: the context package finds its parent by one.
	if v := c.Context.Value(key); v != nil {
		return v
	}
	return c.values.Value(key)
}

// isContextError says that an error tells of nothing but the end of a context, in
// whatever words.
func isContextError(err error) bool {
	switch e := err.(type) { //nolint:errorlint // It walks the tree itself.
	case nil:
		return false
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			if !isContextError(one) {
				return false
			}
		}
		return len(e.Unwrap()) > 0
	case interface{ Unwrap() error }:
		return isContextError(e.Unwrap())
	}
	return isEnd(err)
}

// isBare says that it adds no words of its own.
func isBare(err error) bool {
	if e, ok := err.(interface{ Unwrap() []error }); ok { //nolint:errorlint // It walks the tree itself.
		return !slices.ContainsFunc(e.Unwrap(), func(one error) bool { return !isBare(one) })
	}
	return isEnd(err)
}

func isEnd(err error) bool {
	if _, wraps := err.(interface{ Unwrap() error }); wraps { //nolint:errorlint // The error itself.
		return false
	}
	return errors.Is(err, context.Canceled) || errors.Is(err, ErrStopping) || errors.Is(err, ErrCut)
}
