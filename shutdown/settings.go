package shutdown

// Settings is the result of [Compute]: every number that must agree, what it
// guarantees, and why it is what it is. A nil pointer means that the setting
// does not apply to this profile. Times are seconds.
type Settings struct {
	StopTimeout           int                `json:"stop_timeout"`
	StopSignal            Signal             `json:"stop_signal"`
	ShutdownDeadline      int                `json:"shutdown_deadline"`
	ShutdownDelay         int                `json:"shutdown_delay"`
	DrainTimeout          int                `json:"drain_timeout"`
	CleanupTimeout        int                `json:"cleanup_timeout"`
	DeregistrationDelay   *int               `json:"deregistration_delay"`
	ConnectionTermination *bool              `json:"connection_termination"`
	HealthCheck           *HealthCheck       `json:"health_check"`
	IdleTimeout           *int               `json:"idle_timeout"`
	KeepAliveTimeout      *int               `json:"keep_alive_timeout"`
	Deployment            DeploymentSettings `json:"deployment"`
	ScaleInCooldown       int                `json:"scale_in_cooldown"`
	SidecarStopTimeouts   Table[int]         `json:"sidecar_stop_timeouts"`
	TaskProtectionMinutes *int               `json:"task_protection_minutes"`
	VisibilityTimeout     *int               `json:"visibility_timeout"`
	Environment           Table[string]      `json:"environment"`
	FrameworkSettings     *FrameworkSettings `json:"framework_settings"`
	Guarantees            Table[Guarantee]   `json:"guarantees"`
	Estimates             Estimates          `json:"estimates"`
	Explanation           []Explanation      `json:"explanation"`
	Notes                 []Note             `json:"notes"`
}

// HealthCheck is the target group's health check.
type HealthCheck struct {
	Interval           int `json:"interval"`
	Timeout            int `json:"timeout"`
	HealthyThreshold   int `json:"healthy_threshold"`
	UnhealthyThreshold int `json:"unhealthy_threshold"`
	GracePeriod        int `json:"grace_period"`
}

// DeploymentSettings is how the ECS service rolls.
type DeploymentSettings struct {
	MinimumHealthyPercent       int    `json:"minimum_healthy_percent"`
	MaximumPercent              int    `json:"maximum_percent"`
	AvailabilityZoneRebalancing string `json:"availability_zone_rebalancing"`
}

// FrameworkSettings is what the framework itself must be told so that its
// drain and its keep-alive agree with the rest.
type FrameworkSettings struct {
	Name FrameworkName `json:"name"`
	// Arguments are for the command line.
	Arguments []string `json:"arguments"`
	// Environment holds variables for the container.
	Environment Table[string] `json:"environment"`
	// Configuration holds lines for the framework's own file or code, where it
	// takes a setting neither as an argument nor as a variable.
	Configuration []string `json:"configuration"`
	// ListenersCloseAtOnce says that new connections are refused from the
	// moment of the signal, so that the delay is lost unless something holds
	// the signal back.
	ListenersCloseAtOnce bool `json:"listeners_close_at_once"`
}

// Estimates are expectations, not limits. Seconds.
type Estimates struct {
	// StopSeconds is the longest that one task takes from deregistration to SIGKILL.
	StopSeconds int `json:"stop_seconds"`
	// DeploymentSeconds is how long a rolling deployment takes.
	DeploymentSeconds int `json:"deployment_seconds"`
	// DeploymentTimeout is for whatever waits for a deployment.
	DeploymentTimeout int `json:"deployment_timeout"`
}

// Explanation says why a setting has its value.
type Explanation struct {
	Setting string `json:"setting"`
	Value   int    `json:"value"`
	Formula string `json:"formula"`
	Because string `json:"because"`
	Source  string `json:"source"`
}

// Note is advice that stops nothing.
type Note struct {
	Path    string `json:"path"`
	Rule    string `json:"rule"`
	Message string `json:"message"`
	// Doubt says that the note puts a promise in doubt, so that a surface that
	// has warnings should show it as one.
	Doubt bool `json:"-"`
}

// Compute derives the settings from the profile. The error, if any, is a
// [Faults] with every fault of the profile at once, in profile order.
func Compute(p Profile) (Settings, error) {
	if faults := p.faults(nil); len(faults) > 0 {
		return Settings{}, faults
	}
	return p.resolve().settings(), nil
}

// settings assembles the result of a profile that has no faults.
func (w work) settings() Settings {
	b := w.budget()
	s := Settings{
		StopTimeout:           b.stop,
		StopSignal:            w.signal,
		ShutdownDeadline:      b.deadline,
		ShutdownDelay:         b.delay,
		DrainTimeout:          b.drain,
		CleanupTimeout:        w.cleanup,
		Deployment:            w.deployment(),
		ScaleInCooldown:       max(60, b.deregistration+b.deadline),
		SidecarStopTimeouts:   w.sidecarStopTimeouts(),
		TaskProtectionMinutes: w.taskProtection(b),
		VisibilityTimeout:     w.visibilityTimeout(b),
		Guarantees:            w.guarantees(b),
	}
	if w.balanced() {
		s.DeregistrationDelay = &b.deregistration
		s.HealthCheck = w.healthCheck()
		s.IdleTimeout, s.KeepAliveTimeout = w.idleTimeout()
	}
	if w.balancer == NLB {
		s.ConnectionTermination = new(false)
	}
	s.Environment = w.environment(s)
	s.FrameworkSettings = w.frameworkSettings(s)
	s.Estimates = w.estimates(b, s)
	s.Explanation = w.explain(b, s)
	s.Notes = w.notes(b, s)
	return s
}
