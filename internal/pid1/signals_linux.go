package pid1

import (
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/signum"
)

// kept are the signals that are not passed on, because they tell this process
// about itself, its child or its terminal. The Go runtime sends itself SIGURG.
var kept = [...]syscall.Signal{
	syscall.SIGKILL, syscall.SIGSTOP, syscall.SIGCHLD, syscall.SIGPIPE, syscall.SIGTTIN, syscall.SIGTTOU, syscall.SIGURG,
	syscall.SIGABRT, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGILL, syscall.SIGSEGV, syscall.SIGSYS, syscall.SIGTRAP,
}

// The first real-time signals belong to C libraries: two to all of them, the next
// to one. Go's runtime leaves those three alone, so that a program in Go cannot
// hear SIGRTMIN itself, but can send it.
const (
	lastStandard  = 31
	sigRTMin      = 34
	firstRealTime = 35
	lastSignal    = 64
)

// forwarded lists every signal that is passed on.
func forwarded() []os.Signal {
	var out []os.Signal
	for n := syscall.Signal(1); n <= lastSignal; n++ {
		if passes(n) {
			out = append(out, n)
		}
	}
	return out
}

func passes(n syscall.Signal) bool {
	for _, k := range kept {
		if n == k {
			return false
		}
	}
	return n >= 1 && (n <= lastStandard || n >= firstRealTime) && n <= lastSignal
}

// parseSignal reads "SIGTERM" or "TERM". It is false for what cannot be heard, or
// else, where it is only sent, for what must not be.
func parseSignal(word string, heard bool) (syscall.Signal, bool) {
	if !strings.HasPrefix(word, "SIG") {
		word = "SIG" + word
	}
	n, ok := signum.Number(word)
	return n, ok && (passes(n) || n == sigRTMin && !heard)
}

// number is the signal's number; every signal of this system has one.
func number(s os.Signal) syscall.Signal {
	n, _ := s.(syscall.Signal)
	return n
}

func signalName(n syscall.Signal) string { return signum.Name(n) }

// inbox receives the signals of this process.
type inbox struct {
	// child wakes on SIGCHLD, which the kernel and one slot merge into one.
	child chan os.Signal
	// stop has a channel for each signal that starts the stop, so that no storm
	// of others can crowd it out.
	stop chan os.Signal
	// rest is every other signal.
	rest chan os.Signal
}

// urgent are the signals that end a program in Go which does not listen to them,
// and the one with which a shell says, once, that it has given us the terminal. The
// others have no effect.
var urgent = [...]syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGCONT}

// listen hears what must not be missed, even before the command runs: what stops
// it, and what would end us. What was ignored at the start and does not stop the
// command stays ignored here, and the command inherits that.
func listen(stops []syscall.Signal) inbox {
	in := inbox{make(chan os.Signal, 1), make(chan os.Signal, 8), make(chan os.Signal, 256)}
	for _, n := range stops {
		signal.Notify(in.stop, n)
	}
	for _, n := range urgent {
		if !slices.Contains(stops, n) && !signal.Ignored(n) {
			signal.Notify(in.rest, n)
		}
	}
	signal.Notify(in.child, syscall.SIGCHLD)
	return in
}

// listenToRest hears every other signal. Each costs two switches between threads,
// together more than all else before the command runs, and a command that has
// just been started has no handler for any of them yet.
func (in inbox) listenToRest(stops []syscall.Signal) {
	ignored := ignoredAtStart()
	for _, s := range forwarded() {
		if n := number(s); !slices.Contains(stops, n) && !slices.Contains(urgent[:], n) && !ignored.has(n) {
			signal.Notify(in.rest, s)
		}
	}
}

// ignoredAtStart tells of SIGTSTP, which the Go runtime leaves ignored. It has
// replaced the others before any of our code runs.
func ignoredAtStart() signalSet {
	self, _ := readMember("self")
	return self.ignored
}
