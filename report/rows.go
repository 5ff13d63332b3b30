package report

import (
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// row is one setting as a line of a table.
type row struct{ name, value, unit string }

// rows flattens the settings into lines, nested names dotted, and lists the
// names of those that do not apply.
func rows(s shutdown.Settings) (lines []row, absent []string) {
	units := make(map[string]string)
	for _, o := range shutdown.Outputs() {
		units[o.Name] = o.Unit
	}
	add := func(name, value string) {
		parent, _, _ := strings.Cut(name, ".")
		unit := units[name]
		if parent == "sidecar_stop_timeouts" {
			unit = units[parent]
		}
		lines = append(lines, row{name, value, unit})
	}
	number := func(name string, v int) { add(name, strconv.Itoa(v)) }
	optional := func(name string, v *int) {
		if v == nil {
			absent = append(absent, name)
			return
		}
		number(name, *v)
	}
	number("stop_timeout", s.StopTimeout)
	add("stop_signal", string(s.StopSignal))
	number("shutdown_deadline", s.ShutdownDeadline)
	number("shutdown_delay", s.ShutdownDelay)
	number("drain_timeout", s.DrainTimeout)
	number("cleanup_timeout", s.CleanupTimeout)
	optional("deregistration_delay", s.DeregistrationDelay)
	if v := s.ConnectionTermination; v != nil {
		add("connection_termination", strconv.FormatBool(*v))
	} else {
		absent = append(absent, "connection_termination")
	}
	if h := s.HealthCheck; h != nil {
		number("health_check.interval", h.Interval)
		number("health_check.timeout", h.Timeout)
		number("health_check.healthy_threshold", h.HealthyThreshold)
		number("health_check.unhealthy_threshold", h.UnhealthyThreshold)
		number("health_check.grace_period", h.GracePeriod)
	} else {
		absent = append(absent, "health_check")
	}
	optional("idle_timeout", s.IdleTimeout)
	optional("keep_alive_timeout", s.KeepAliveTimeout)
	number("deployment.minimum_healthy_percent", s.Deployment.MinimumHealthyPercent)
	number("deployment.maximum_percent", s.Deployment.MaximumPercent)
	add("deployment.availability_zone_rebalancing", s.Deployment.AvailabilityZoneRebalancing)
	number("scale_in_cooldown", s.ScaleInCooldown)
	for _, e := range s.SidecarStopTimeouts {
		number("sidecar_stop_timeouts."+e.Key, e.Value)
	}
	optional("task_protection_minutes", s.TaskProtectionMinutes)
	optional("visibility_timeout", s.VisibilityTimeout)
	return lines, absent
}

// estimates are the expected durations as lines.
func estimates(s shutdown.Settings) []row {
	return []row{
		{"stop_seconds", strconv.Itoa(s.Estimates.StopSeconds), "seconds"},
		{"deployment_seconds", strconv.Itoa(s.Estimates.DeploymentSeconds), "seconds"},
		{"deployment_timeout", strconv.Itoa(s.Estimates.DeploymentTimeout), "seconds"},
	}
}
