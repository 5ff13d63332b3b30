package pid1

import "time"

// launch starts the command, and says whether it runs. A stop that came before it
// has nothing to stop: what is not started has no work in flight, and nobody must
// wait for it to start in order to end it.
func (s *supervisor) launch(command, environ []string) (status int, started bool) {
	select {
	case sig := <-s.in.stop:
		status := 128 + int(number(sig))
		s.log.Warn("stop signal before the command was started: it is not started", "signal", signalName(number(sig)), "status", status)
		return status, false
	default:
	}
	c, status, err := start(command, environ)
	if err != nil {
		s.log.Error("the command did not start", "error", err, "status", status)
		return status, false
	}
	s.child, s.started = c, time.Now()
	return 0, true
}

// What can wait until the command runs does so: the start is the command's, and one
// that ends at once, such as "true", never needs it.
const (
	listensToRest = 10 * time.Millisecond
	givesBack     = time.Second
)

func (s *supervisor) settle() {
	time.AfterFunc(listensToRest, func() { s.in.listenToRest(s.stops) })
	time.AfterFunc(givesBack, giveBack)
}
