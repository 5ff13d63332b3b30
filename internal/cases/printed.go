package cases

import (
	"encoding/json"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// printed is the part of the JSON that a case pins, read back by the names that
// users of the JSON see.
type printed struct {
	StopTimeout         int  `json:"stop_timeout"`
	ShutdownDeadline    int  `json:"shutdown_deadline"`
	ShutdownDelay       int  `json:"shutdown_delay"`
	DrainTimeout        int  `json:"drain_timeout"`
	DeregistrationDelay *int `json:"deregistration_delay"`
	FrontSettings       *struct {
		StopTimeout   int `json:"stop_timeout"`
		ShutdownDelay int `json:"shutdown_delay"`
		DrainTimeout  int `json:"drain_timeout"`
	} `json:"front_settings"`
	HealthCheck *struct {
		Interval           int `json:"interval"`
		Timeout            int `json:"timeout"`
		UnhealthyThreshold int `json:"unhealthy_threshold"`
		GracePeriod        int `json:"grace_period"`
	} `json:"health_check"`
	Deployment struct {
		Strategy              string `json:"strategy"`
		MinimumHealthyPercent int    `json:"minimum_healthy_percent"`
		MaximumPercent        int    `json:"maximum_percent"`
	} `json:"deployment"`
	SidecarStopTimeouts   map[string]int `json:"sidecar_stop_timeouts"`
	TaskProtectionMinutes *int           `json:"task_protection_minutes"`
	VisibilityTimeout     *int           `json:"visibility_timeout"`
	Guarantees            map[shutdown.Cause]struct {
		Kept shutdown.Kept `json:"kept"`
		UpTo *int          `json:"up_to"`
	} `json:"guarantees"`
	Estimates struct {
		StopSeconds       *int `json:"stop_seconds"`
		DeploymentSeconds *int `json:"deployment_seconds"`
		DeploymentTimeout *int `json:"deployment_timeout"`
	} `json:"estimates"`
}

// Printed is [Pinned] for a result that some surface has written as JSON,
// through nothing but the names of the keys.
func Printed(data []byte, want Want) (Want, error) {
	var p printed
	if err := json.Unmarshal(data, &p); err != nil {
		return Want{}, err
	}
	got := Want{
		StopTimeout: p.StopTimeout, Deadline: p.ShutdownDeadline, Delay: p.ShutdownDelay, Drain: p.DrainTimeout,
		DeregistrationDelay: p.DeregistrationDelay, MinimumHealthyPercent: p.Deployment.MinimumHealthyPercent, MaximumPercent: p.Deployment.MaximumPercent,
		TaskProtectionMinutes: p.TaskProtectionMinutes, VisibilityTimeout: p.VisibilityTimeout, Kept: map[shutdown.Cause]shutdown.Kept{},
	}
	if h := p.HealthCheck; h != nil {
		got.Interval, got.Timeout, got.Unhealthy, got.Grace = &h.Interval, &h.Timeout, &h.UnhealthyThreshold, &h.GracePeriod
	}
	if f := p.FrontSettings; f != nil {
		got.Front = &Front{StopTimeout: f.StopTimeout, Delay: f.ShutdownDelay, Drain: f.DrainTimeout}
	}
	for cause, g := range p.Guarantees {
		got.Kept[cause] = g.Kept
		if g.UpTo != nil {
			if got.UpTo == nil {
				got.UpTo = map[shutdown.Cause]int{}
			}
			got.UpTo[cause] = *g.UpTo
		}
	}
	for _, e := range []struct{ to, from, want **int }{
		{&got.StopSeconds, &p.Estimates.StopSeconds, &want.StopSeconds},
		{&got.DeploymentSeconds, &p.Estimates.DeploymentSeconds, &want.DeploymentSeconds},
		{&got.DeploymentTimeout, &p.Estimates.DeploymentTimeout, &want.DeploymentTimeout},
	} {
		if *e.want != nil {
			*e.to = *e.from
		}
	}
	if want.Strategy != "" {
		got.Strategy = p.Deployment.Strategy
	}
	if want.Sidecars != nil {
		got.Sidecars = p.SidecarStopTimeouts
	}
	return got, nil
}
