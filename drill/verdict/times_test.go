package verdict

import (
	"testing"
	"time"
)

// How late a machine may be comes from the times of the drill.
func TestTimes_bears(t *testing.T) {
	t.Parallel()
	second := Seconds(time.Second)
	for name, tt := range map[string]struct {
		times Times
		told  bool
		want  time.Duration
	}{
		"long work":          {Times{Longest: 10 * second, StopTimeout: 35 * second, Deadline: 30 * second}, true, 200 * time.Millisecond},
		"work of a second":   {Times{Longest: second, StopTimeout: 4 * second, Deadline: 3 * second}, true, 200 * time.Millisecond},
		"just below it":      {Times{Longest: second - 5*Seconds(time.Millisecond), StopTimeout: 4 * second, Deadline: 3 * second}, true, 199 * time.Millisecond},
		"scaled down":        {Times{Longest: second / 10, StopTimeout: second, Deadline: second / 2}, true, 20 * time.Millisecond},
		"a narrow margin":    {Times{Longest: 10 * second, StopTimeout: 3*second + second/10, Deadline: 3 * second}, true, 100 * time.Millisecond},
		"a margin of nobody": {Times{Longest: 10 * second, StopTimeout: 3*second + second/10, Deadline: 3 * second}, false, 200 * time.Millisecond},
		"no margin to spare": {Times{Longest: 10 * second, StopTimeout: 3 * second, Deadline: 3 * second}, true, 200 * time.Millisecond},
	} {
		if got := tt.times.Bears(tt.told); got.D() != tt.want {
			t.Errorf("%s: bears %s, want %s", name, got, Seconds(tt.want))
		}
	}
}

// What a job waited for a busy machine is no work that it did again.
func TestJobRecord_startedOver(t *testing.T) {
	t.Parallel()
	s := func(ms int) Seconds { return Seconds(time.Duration(ms) * time.Millisecond) }
	for name, tt := range map[string]struct {
		second, firstWaited, secondWaited int
		want                              bool
	}{
		"goes on":                       {2000, 0, 0, false},
		"starts over":                   {4000, 0, 0, true},
		"just as long as may be":        {3000, 0, 0, false},
		"a moment longer":               {3001, 0, 0, true},
		"that it waited":                {3334, 0, 334, false},
		"more than it waited":           {3334, 0, 333, true},
		"the first run did less for it": {3334, 668, 0, false},
		"starts over and waits":         {4600, 0, 600, true},
	} {
		j := JobRecord{Asked: s(4000), First: s(2000), Second: new(s(tt.second)), FirstWaited: s(tt.firstWaited), SecondWaited: s(tt.secondWaited)}
		if got := j.startedOver(); got != tt.want {
			t.Errorf("%s: started over: %v, want %v", name, got, tt.want)
		}
	}
}

// A load that is late is the machine's doing, unless the app has taken all that it
// may have in flight.
func TestMachine_blame(t *testing.T) {
	t.Parallel()
	late := Seconds(400 * time.Millisecond)
	for name, tt := range map[string]struct {
		load Load
		want Seconds
	}{
		"late":            {Load{LagMax: late}, late},
		"crowded":         {Load{LagMax: late, Crowded: true}, 100},
		"before its time": {Load{LagMax: -5}, 100},
	} {
		m := Machine{Late: 100}
		if m.Blame(tt.load); m.Late != tt.want {
			t.Errorf("%s: late by %s, want %s", name, m.Late, tt.want)
		}
	}
}
