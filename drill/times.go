package drill

import (
	"encoding/json"
	"math"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Times is how long each part of a stop is in one drill, scaled.
type Times struct {
	// Propagation is how long new requests still reach the old task.
	Propagation Seconds `json:"propagation"`
	// Deregistration is when the load balancer cuts what is in flight; nil
	// where it does not.
	Deregistration *Seconds `json:"deregistration_delay"`
	StopTimeout    Seconds  `json:"stop_timeout"`
	Delay          Seconds  `json:"shutdown_delay"`
	Drain          Seconds  `json:"drain_timeout"`
	Cleanup        Seconds  `json:"cleanup_timeout"`
	Deadline       Seconds  `json:"shutdown_deadline"`
	Longest        Seconds  `json:"longest_work"`
}

// Seconds is a duration that is written in seconds, to the millisecond.
type Seconds time.Duration

// MarshalJSON writes the seconds as a number.
func (s Seconds) MarshalJSON() ([]byte, error) { return json.Marshal(s.Float()) }

// Float is the number of seconds, to the millisecond.
func (s Seconds) Float() float64 { return math.Round(time.Duration(s).Seconds()*1000) / 1000 }

// D is the duration.
func (s Seconds) D() time.Duration { return time.Duration(s) }

// String writes the seconds for a reader, such as "1.5 s".
func (s Seconds) String() string { return number(s.Float()) + " s" }

// settings computes what the plan's profile says of the container that is
// reached: the command of a drill is what takes the requests. Behind a front the
// app's own times begin when the front has gone, and are not drilled.
func (p Plan) settings() (shutdown.Settings, shutdown.Profile, error) {
	v, err := shutdown.Prove(p.Profile)
	if err != nil {
		return shutdown.Settings{}, p.Profile, err
	}
	s, full := v.Settings(), v.Profile()
	if f := s.FrontSettings; f != nil {
		s.StopTimeout, s.ShutdownDeadline, s.ShutdownDelay, s.DrainTimeout = f.StopTimeout, f.ShutdownDeadline, f.ShutdownDelay, f.DrainTimeout
		s.CleanupTimeout = 0
		s.Environment, s.FrameworkSettings = f.Environment, f.FrameworkSettings
		full.StopSignal, full.Framework = full.Front.StopSignal(), full.Front.Framework
	}
	return s, full, nil
}

// times are the plan's times, scaled.
func (p Plan) times(s shutdown.Settings, full shutdown.Profile) Times {
	scaled := func(seconds int) Seconds {
		return Seconds(time.Duration(seconds) * time.Second / time.Duration(p.Scale))
	}
	t := Times{
		StopTimeout: scaled(s.StopTimeout), Delay: scaled(s.ShutdownDelay), Drain: scaled(s.DrainTimeout),
		Cleanup: scaled(s.CleanupTimeout), Deadline: scaled(s.ShutdownDeadline), Longest: scaled(*full.LongestWork),
	}
	if full.Propagation != nil {
		t.Propagation = scaled(*full.Propagation)
	}
	if s.DeregistrationDelay != nil {
		t.Deregistration = new(scaled(*s.DeregistrationDelay))
	}
	if p.Defaults {
		aws := func(setting string) Seconds {
			n, _ := shutdown.AWSDefaultOf(setting, s.LoadBalancer)
			return scaled(n)
		}
		t.StopTimeout = aws("stop_timeout")
		if t.Deregistration != nil {
			t.Deregistration = new(aws("deregistration_delay"))
		}
	}
	if p.StopTimeout != nil {
		t.StopTimeout = scaled(*p.StopTimeout)
	}
	return t
}
