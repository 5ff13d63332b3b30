package drill

import (
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// settings computes what the plan's profile says of the container that is
// reached, which is what takes the requests.
func (p Plan) settings() (shutdown.Settings, shutdown.Profile, error) {
	v, err := shutdown.Prove(p.Profile)
	if err != nil {
		return shutdown.Settings{}, p.Profile, err
	}
	s, full := reached(v.Settings(), v.Profile())
	return s, full, nil
}

// reached turns the settings of the app into those of the front, if there is one.
// Behind a front the app's own times begin when the front has gone.
func reached(s shutdown.Settings, full shutdown.Profile) (shutdown.Settings, shutdown.Profile) {
	if f := s.FrontSettings; f != nil {
		s.StopTimeout, s.ShutdownDeadline, s.ShutdownDelay, s.DrainTimeout = f.StopTimeout, f.ShutdownDeadline, f.ShutdownDelay, f.DrainTimeout
		s.CleanupTimeout = 0
		s.Environment, s.FrameworkSettings = f.Environment, f.FrameworkSettings
		full.StopSignal, full.Framework = full.Front.StopSignal(), full.Front.Framework
	}
	return s, full
}

// times are the plan's times, scaled.
func (p Plan) times(s shutdown.Settings, full shutdown.Profile) verdict.Times {
	t := verdict.Times{
		StopTimeout: p.scaled(s.StopTimeout), Delay: p.scaled(s.ShutdownDelay), Drain: p.scaled(s.DrainTimeout),
		Cleanup: p.scaled(s.CleanupTimeout), Deadline: p.scaled(s.ShutdownDeadline), Longest: p.scaled(*full.LongestWork),
	}
	if full.Propagation != nil {
		t.Propagation = p.scaled(*full.Propagation)
	}
	if s.DeregistrationDelay != nil {
		t.Deregistration = new(p.scaled(*s.DeregistrationDelay))
	}
	if p.Defaults {
		aws := func(setting string) verdict.Seconds {
			n, _ := shutdown.AWSDefaultOf(setting, s.LoadBalancer)
			return p.scaled(n)
		}
		t.StopTimeout = aws("stop_timeout")
		if t.Deregistration != nil {
			t.Deregistration = new(aws("deregistration_delay"))
		}
	}
	if p.StopTimeout != nil && len(p.Front) == 0 {
		t.StopTimeout = p.scaled(*p.StopTimeout)
	}
	return t
}

// scaled is a number of seconds in the drill.
func (p Plan) scaled(seconds int) verdict.Seconds {
	return verdict.Seconds(time.Duration(seconds) * time.Second / time.Duration(p.Scale))
}
