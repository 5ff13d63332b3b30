package lifecycle

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// PanicError is a panic in what the program registered. It fails that worker,
// server or closer alone, and the stop goes on in order.
type PanicError struct {
	// Value is what panic was called with.
	Value any
	// Stack is where.
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// errGoexit is the failure of what ended its goroutine instead of returning.
var errGoexit = errors.New("called runtime.Goexit")

// guard runs do and tells ended how it went, also when do panics or ends its
// goroutine.
func guard(do func() error, ended func(error)) {
	err := errGoexit
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: debug.Stack()}
		}
		ended(err)
	}()
	err = do()
}

// stackOf is what a log line says of a panic besides its value; nil for any
// other error.
func stackOf(err error) []any {
	if p := (*PanicError)(nil); errors.As(err, &p) {
		return []any{"stack", string(p.Stack)}
	}
	return nil
}
