//go:build drills && linux

package drills_test

import (
	"syscall"
	"testing"
	"time"
)

// limits are such as a database has for its web apps: a statement that takes long is ended,
// and so are a wait for a lock and a session with nothing to do.
const limits = "&options=-c%20statement_timeout%3D150%20-c%20lock_timeout%3D150%20-c%20idle_session_timeout%3D150"

// Such limits end neither a task that waits for the lease nor one that has it and works
// for longer.
func patient(t testing.TB, s *singletons) {
	s.more = limits
	const takes = 0.5
	first := s.start(t, takes, 2)
	s.begins(t, first)
	next := s.start(t, takes, 2)
	for until := time.Now().Add(20 * time.Second); len(next.ended) == 0 && s.database.ask(t, s.name, "SELECT count(*) FROM runs WHERE ended IS NOT NULL") < "4"; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("not four runs in 20 s\n%s", &first.output)
		}
	}
	if err := first.end(t, syscall.SIGTERM); err != nil {
		t.Errorf("the task with the lease: %v\n%s", err, &first.output)
	}
	if len(next.ended) > 0 {
		t.Fatalf("the task that waited ended\n%s", &next.output)
	}
	s.begins(t, next)
	if err := next.end(t, syscall.SIGTERM); err != nil {
		t.Errorf("the task that waited: %v\n%s", err, &next.output)
	}
}
