package lifecycle

import (
	"errors"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

// ErrRan is what a second Run of the same App returns.
var ErrRan = errors.New("lifecycle: Run was called before, and an App runs once: make another App")

// UnitError is a server, worker or closer that failed.
type UnitError struct {
	Name string
	Err  error
}

func (e *UnitError) Error() string { return e.Name + ": " + e.Err.Error() }

// Unwrap is the failure itself.
func (e *UnitError) Unwrap() error { return e.Err }

// Unfinished is work that was cut, or that still ran when the program ended.
type Unfinished struct {
	// Because says what ended it: "the drain is over", "the deadline" or "a
	// second signal".
	Because string
	// Running names what still ran, such as "http [::]:8080 (2 requests)".
	Running []string
}

func (e *Unfinished) Error() string {
	if len(e.Running) == 0 {
		return "lifecycle: ended by " + e.Because
	}
	return "lifecycle: " + e.Because + ", and still running: " + strings.Join(e.Running, ", ")
}

// status is the exit status for the result of Run.
func status(err error) int {
	var faults contract.Faults
	switch {
	case err == nil:
		return 0
	case errors.As(err, &faults):
		return 2
	default:
		return 1
	}
}

// count writes a number with its noun.
func count(n int64, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.FormatInt(n, 10) + " " + noun
}
