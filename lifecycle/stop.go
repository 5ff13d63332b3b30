package lifecycle

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle/contract"
)

// stopping is one run through the contract.
type stopping struct {
	*App
	limits   contract.Contract
	began    time.Time
	deadline time.Time
	// told are the units that the end of the drain has found, and that are named as
	// lost if they are.
	told []*unit

	steps struct {
		sync.Mutex
		running  []string
		failures []error
	}
}

// begin is the moment of the signal. It only sets the clock: nothing may block
// before the deadline is watched.
func (s *stopping) begin() {
	s.began = time.Now()
	s.deadline = s.began.Add(max(leastDeadline, s.limits.Deadline))
	close(s.phase.stopping)
	if s.skipsDelay() {
		s.limits.Drain += s.limits.Delay
		s.limits.Delay = 0
	}
}

// skipsDelay says that nobody asked for a delay and there is no server to keep
// up during it; the work in flight gets the time.
func (s *stopping) skipsDelay() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.limits.Missing) == 4 && s.served == 0
}

// run goes through the steps and returns what failed.
func (s *stopping) run(because string) error {
	start := s.began
	s.logger().Info("stopping", "because", because, "delay", s.limits.Delay, "drain", s.limits.Drain, "cleanup", s.limits.Cleanup, "left_seconds", s.left())
	if s.limits.Delay > 0 && s.wait(start.Add(s.limits.Delay), s.noServers) {
		s.log("delay over")
	}
	s.phase.tell(ErrStopping)
	s.log("draining: nothing new is accepted")
	end := start.Add(s.limits.Delay + s.limits.Drain)
	// The lines until here may have taken a moment, which is nobody's fault.
	if least := time.Now().Add(min(leastDrain, time.Until(s.deadline)/10)); end.Before(least) {
		end = least
	}
	if s.wait(end, s.nothingRuns) && !s.nothingRuns() {
		s.cut()
	}
	if s.isOver() {
		return nil
	}
	s.close()
	s.late()
	if names := s.stillRunning(); len(names) > 0 {
		s.logger().Error("stopped, leaving behind what still runs", "still_running", names, "left_seconds", s.left())
	} else {
		s.log("stopped")
	}
	return s.result()
}

// noteFailure notes what the result must tell.
func (s *stopping) noteFailure(err error) {
	s.steps.Lock()
	defer s.steps.Unlock()
	s.steps.failures = append(s.steps.failures, err)
}

// result joins everything that failed so far with what came last.
func (s *stopping) result(last ...error) error {
	s.steps.Lock()
	defer s.steps.Unlock()
	return errors.Join(slices.Concat([]error{s.firstFailure()}, s.steps.failures, last)...)
}

// leastDrain is what even a drain of 0 has, so that units with nothing in
// flight can end.
const leastDrain = 100 * time.Millisecond

// cut ends what has used up its budget, and gives it a moment to return. A
// unit that comes back without loss, such as a consumer that has handed its
// message back, is no failure.
func (s *stopping) cut() {
	if s.outOfTime() {
		return
	}
	units, names := s.units()
	s.told = units
	s.logger().Warn("drain budget used up: cutting what still runs", "still_running", names, "left_seconds", s.left())
	s.phase.cutOff(ErrCut)
	moment := min(time.Second, time.Until(s.deadline)/4)
	s.wait(time.Now().Add(moment), s.nothingRuns)
	if lost := s.lost(units, names); len(lost) > 0 {
		s.noteFailure(&Unfinished{Because: "the drain is over", Running: lost})
	}
}

// lost names the units that say so themselves or that still run.
func (s *stopping) lost(units []*unit, names []string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lost []string
	for i, u := range units {
		if u.lost || slices.Contains(s.running, u) {
			lost = append(lost, names[i])
		}
	}
	return lost
}

// late waits for what closers have begun, until a moment before the deadline.
func (s *stopping) late() {
	units, _ := s.begun()
	if len(units) == 0 {
		return
	}
	s.wait(s.deadline.Add(-min(100*time.Millisecond, time.Until(s.deadline)/20)), func() bool {
		left, _ := s.begun()
		return len(left) == 0
	})
	if _, names := s.begun(); len(names) > 0 {
		s.noteFailure(&Unfinished{Because: "the deadline", Running: names})
	}
}

// begun is what runs and had not when the drain was over.
func (s *stopping) begun() (units []*unit, names []string) {
	all, named := s.units()
	for i, u := range all {
		if !slices.Contains(s.told, u) {
			units, names = append(units, u), append(names, named[i])
		}
	}
	return units, names
}

// close runs the closers, the last registered first, and then the flushers.
func (s *stopping) close() {
	s.log("closing")
	// What hangs is left behind a moment before the deadline, so that the
	// program still ends in order.
	last := s.deadline.Add(-min(100*time.Millisecond, time.Until(s.deadline)/20))
	end := last
	if flushers := s.registered(&s.flushers); len(flushers) > 0 {
		// A closer that hangs must not cost the logs that tell of it.
		left := time.Until(s.deadline)
		own, _ := stated(flushers)
		end = end.Add(-max(min(time.Second, left/5), min(own, left/2)))
	}
	s.do("closer", &s.closers, end)
	s.do("flusher", &s.flushers, last)
}

// registered is what a list has at the moment.
func (s *stopping) registered(list *[]step) []step {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(*list)
}

// pop takes the last step of a list, and says which are left.
func (s *stopping) pop(list *[]step) (last step, others []step, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(*list)
	if n == 0 {
		return step{}, nil, false
	}
	last = (*list)[n-1]
	*list = (*list)[:n-1]
	return last, slices.Clone(*list), true
}

// do runs the steps of a list until none is left, including those that are
// registered meanwhile. One that hangs skips nothing.
func (s *stopping) do(kind string, list *[]step, end time.Time) {
	for !s.isOver() {
		next, others, ok := s.pop(list)
		if !ok || s.outOfTime() {
			return
		}
		s.step(kind, next, next.bound(time.Until(end), others))
	}
}

func (s *stopping) step(kind string, next step, bound time.Duration) {
	name := kind + " " + next.name
	ctx, cancel := context.WithTimeout(context.Background(), bound)
	defer cancel()
	s.steps.Lock()
	s.steps.running = append(s.steps.running, name)
	s.steps.Unlock()
	began := time.Now()
	started, done := make(chan struct{}), make(chan error, 1)
	go guard(func() error {
		close(started)
		return next.do(ctx)
	}, func(err error) {
		s.steps.Lock()
		s.steps.running = slices.DeleteFunc(s.steps.running, func(n string) bool { return n == name })
		s.steps.Unlock()
		done <- err
	})
	<-started
	// One that returns on the end of its context is late, but not lost.
	late := time.NewTimer(bound + min(lateReturn, time.Until(s.deadline)/20))
	defer late.Stop()
	select {
	case err := <-done:
		s.ended(kind, next.name, err, time.Since(began))
	case <-late.C:
		s.noteFailure(&Unfinished{Because: "its time is over", Running: []string{name}})
		s.logger().Error(kind+" does not return: leaving it behind", "name", next.name, "left_seconds", s.left())
	case <-s.phase.over:
	}
}

// ended tells how a step went.
func (s *stopping) ended(kind, name string, err error, took time.Duration) {
	if err != nil {
		s.noteFailure(&UnitError{Name: kind + " " + name, Err: err})
		s.logger().Error(kind+" failed", append([]any{"name", name, "error", err, "left_seconds", s.left()}, stackOf(err)...)...)
		return
	}
	s.logger().Info(kind+" done", "name", name, "took_seconds", seconds(took), "left_seconds", s.left())
}

// lateReturn is how long a step may take to return from the end of its context.
const lateReturn = 20 * time.Millisecond

// wait waits until a time or a condition on the units, and returns whether the
// stop still goes on.
func (s *stopping) wait(until time.Time, enough func() bool) bool {
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	for {
		quiet, _ := s.state()
		if enough() {
			return !s.isOver()
		}
		select {
		case <-timer.C:
			return !s.isOver()
		case <-s.phase.over:
			return false
		case <-quiet:
		}
	}
}

// outOfTime waits for the end when the deadline is there already, so that
// nothing is begun which would not be waited for.
func (s *stopping) outOfTime() bool {
	if time.Now().Before(s.deadline) {
		return false
	}
	<-s.phase.over
	return true
}

func (s *stopping) isOver() bool {
	select {
	case <-s.phase.over:
		return true
	default:
		return false
	}
}

func (s *stopping) nothingRuns() bool {
	_, none := s.state()
	return none
}

// noServers says that there is nobody to keep up during the delay: every
// server has failed, or nothing runs at all.
func (s *stopping) noServers() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.running) == 0 || s.served > 0 && s.servers == 0
}

// units is what runs, each with its name and what it is at.
func (s *stopping) units() ([]*unit, []string) {
	s.mu.Lock()
	units := slices.Clone(s.running)
	s.mu.Unlock()
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = u.name
		if u.busy != nil {
			if detail := u.busy(); detail != "" {
				names[i] += " (" + detail + ")"
			}
		}
	}
	return units, names
}

// stillRunning names units, closers and flushers.
func (s *stopping) stillRunning() []string {
	_, names := s.units()
	s.steps.Lock()
	defer s.steps.Unlock()
	return append(names, s.steps.running...)
}

func (s *stopping) log(message string) {
	s.logger().Info(message, "left_seconds", s.left())
}

// left is the time to the deadline.
func (s *stopping) left() float64 { return seconds(time.Until(s.deadline)) }

// seconds rounds to tenths, for people.
func seconds(d time.Duration) float64 { return math.Round(d.Seconds()*10) / 10 }
