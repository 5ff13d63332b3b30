//go:build drills && linux

package drills_test

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A machine is late when a clock of 10 ms was, by so much, or when its processors had
// nothing to spare for so long: then it keeps a program from what it would have done in
// time, and what it did not do is no fault of it.
const (
	lateClock = 100 * time.Millisecond
	busyFor   = 500 * time.Millisecond
)

// fairly plays until nothing is wrong or the machine was in time, a few times at most.
// What is wrong in the last attempt fails the test, late or not.
func fairly(t testing.TB, play func(t testing.TB)) {
	t.Helper()
	const attempts = 4
	for attempt := 1; ; attempt++ {
		one := &trial{TB: t, attempt: attempt}
		seen := watchMachine()
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			defer one.over()
			play(one)
		}()
		<-ended
		why := seen().why()
		if len(one.wrong) == 0 {
			return
		}
		if text := strings.Join(one.wrong, "\n"); why == "" || attempt == attempts {
			t.Fatalf("attempt %d:\n%s", attempt, text)
		} else {
			t.Logf("attempt %d of %d is played again, as %s:\n%s", attempt, attempts, why, text)
		}
	}
}

// trial is a test that may be played again: what it says is wrong is kept.
type trial struct {
	testing.TB
	attempt  int
	wrong    []string
	cleanups []func()
}

func (t *trial) say(text string) { t.wrong = append(t.wrong, text) }

func (t *trial) Error(values ...any)            { t.say(fmt.Sprintln(values...)) }
func (t *trial) Errorf(f string, values ...any) { t.say(fmt.Sprintf(f, values...)) }
func (t *trial) Fatal(values ...any)            { t.Error(values...); runtime.Goexit() }
func (t *trial) Fatalf(f string, values ...any) { t.Errorf(f, values...); runtime.Goexit() }
func (t *trial) Name() string                   { return fmt.Sprint(t.TB.Name(), "_", t.attempt) } // Databases are named for it.
func (t *trial) FailNow()                       { t.Fatal("it failed") }
func (t *trial) Fail()                          { t.Error("it failed") }
func (t *trial) Failed() bool                   { return len(t.wrong) > 0 }
func (t *trial) Cleanup(f func())               { t.cleanups = append(t.cleanups, f) }

// over cleans up, so that the next attempt finds nothing of this one.
func (t *trial) over() {
	for i := len(t.cleanups) - 1; i >= 0; i-- {
		t.cleanups[i]()
	}
}

// machine is how late it was at most, and for how long its processors had nothing to spare.
type machine struct{ late, full time.Duration }

// why says why what was played while it was so is no fault of a program; empty where
// nothing is to be said for it.
func (m machine) why() string {
	switch {
	case m.late > lateClock:
		return fmt.Sprintf("the machine was up to %v late", m.late.Round(time.Millisecond))
	case m.full >= busyFor:
		return fmt.Sprintf("its processors were all busy for %v", m.full.Round(10*time.Millisecond))
	}
	return ""
}

// watchMachine looks at the machine until the result is asked for.
func watchMachine() (seen func() machine) {
	end, result := make(chan struct{}), make(chan machine)
	go func() {
		const tick = 10 * time.Millisecond
		var m machine
		for spare, since := spareTime(), time.Now(); ; {
			due := time.Now().Add(tick)
			select {
			case <-end:
				result <- m
				return
			case <-time.After(tick):
				m.late = max(m.late, time.Since(due))
			}
			took := time.Since(since)
			if took < busyFor {
				continue
			}
			now := spareTime()
			if now-spare < took/20 { // A twentieth of one processor is not enough to be on time.
				m.full = max(m.full, took)
			}
			spare, since = now, time.Now()
		}
	}()
	return func() machine { close(end); return <-result }
}

// spareTime is how long the processors had nothing to do since the start, together.
func spareTime() time.Duration {
	text, _ := os.ReadFile("/proc/stat")
	line, _, _ := strings.Cut(string(text), "\n")
	fields := strings.Fields(line) // cpu, then user, nice, system, idle, iowait.
	if len(fields) < 6 {
		return 0
	}
	idle, _ := strconv.ParseInt(fields[4], 10, 64)
	waiting, _ := strconv.ParseInt(fields[5], 10, 64)
	const ticks = 100 // Of a second, on every machine.
	return time.Duration(idle+waiting) * time.Second / ticks
}
