package evidence

import (
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Effect is what a signal does to what runs in a container.
type Effect string

// The effects.
const (
	Graceful      Effect = "graceful"  // the program finishes what it has
	Quick         Effect = "quick"     // it drops what it has
	Swallowed     Effect = "swallowed" // it never hears of it, and goes on until SIGKILL
	UnknownEffect Effect = "unknown"
)

// Signal is the one that a container gets.
type Signal struct {
	Name shutdown.Signal
	// Known says that it is sure; else it is SIGTERM unless the image declares
	// another one.
	Known   bool
	Because string
	Where   service.Where
}

// Evidence is what a container tells of its stop.
type Evidence struct {
	Signal Signal
	// Program is what runs there, nil where that is not known, and By what tells it.
	Program *Program
	By      string
	Where   service.Where
	// Init says that an init process is PID 1.
	Init bool
	// Held says that graceful exec is PID 1, which holds the signal back and then sends
	// the one that the program wants.
	Held bool
	// Effect is what the signal does, and Why says so in a clause; Sure that nothing
	// that was not read can change it.
	Effect Effect
	Why    string
	// Open says that it depends on the image, which was not read, whether the program
	// gets the signal.
	Open bool
	// Lost says for Swallowed and Quick that the program does not get the signal
	// because of what starts it.
	Lost bool
	// Remedy is what to do about Lost; empty without it.
	Remedy string
	// Bound is from the signal until the program gives up what is in flight,
	// KeepAlive how long it keeps an idle connection, Job how long a job may take.
	Bound, KeepAlive, Job Time
	// Image is the Dockerfile that was matched, nil without one.
	Image *Image
}

// Of says what a container's configuration tells. Its image is what is known of it
// from a Dockerfile; nil if nobody found one.
func Of(c *service.Container, image *Image) Evidence {
	w := walk{container: c, image: image}
	w.out.Image = image
	w.known()
	w.out.Signal = w.signal()
	w.start()
	w.effect()
	return w.out
}
