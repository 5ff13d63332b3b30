package cases

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// Pinned reduces a result to what a case pins, for a comparison with its Want.
func Pinned(s shutdown.Settings, want Want) Want {
	got := Want{
		StopTimeout: s.StopTimeout, Deadline: s.ShutdownDeadline, Delay: s.ShutdownDelay, Drain: s.DrainTimeout,
		DeregistrationDelay:   s.DeregistrationDelay,
		MinimumHealthyPercent: s.Deployment.MinimumHealthyPercent, MaximumPercent: s.Deployment.MaximumPercent,
		TaskProtectionMinutes: s.TaskProtectionMinutes, VisibilityTimeout: s.VisibilityTimeout,
		Kept: map[shutdown.Cause]shutdown.Kept{},
	}
	if h := s.HealthCheck; h != nil {
		got.Interval, got.Timeout, got.Unhealthy, got.Grace = &h.Interval, &h.Timeout, &h.UnhealthyThreshold, &h.GracePeriod
	}
	for _, e := range s.Guarantees {
		cause := shutdown.Cause(e.Key)
		got.Kept[cause] = e.Value.Kept
		if e.Value.UpTo != nil {
			if got.UpTo == nil {
				got.UpTo = map[shutdown.Cause]int{}
			}
			got.UpTo[cause] = *e.Value.UpTo
		}
	}
	if f := s.FrontSettings; f != nil {
		got.Front = &Front{StopTimeout: f.StopTimeout, Delay: f.ShutdownDelay, Drain: f.DrainTimeout}
	}
	if want.StopSeconds != nil {
		got.StopSeconds = &s.Estimates.StopSeconds
	}
	if want.DeploymentSeconds != nil {
		got.DeploymentSeconds = &s.Estimates.DeploymentSeconds
	}
	if want.DeploymentTimeout != nil {
		got.DeploymentTimeout = &s.Estimates.DeploymentTimeout
	}
	if want.Strategy != "" {
		got.Strategy = s.Deployment.Strategy
	}
	if want.Sidecars != nil {
		got.Sidecars = s.SidecarStopTimeouts.Map()
	}
	return got
}
