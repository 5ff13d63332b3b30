package shutdown

// Settings is the result of [Compute]: every number that must agree, what it
// guarantees, and why it is what it is. A nil pointer means that the setting
// does not apply to this profile. Times are seconds.
type Settings struct {
	StopTimeout              int                       `json:"stop_timeout"`
	StopSignal               Signal                    `json:"stop_signal"`
	ShutdownDeadline         int                       `json:"shutdown_deadline"`
	ShutdownDelay            int                       `json:"shutdown_delay"`
	DrainTimeout             int                       `json:"drain_timeout"`
	CleanupTimeout           int                       `json:"cleanup_timeout"`
	FrontSettings            *FrontSettings            `json:"front_settings"`
	LoadBalancer             LoadBalancer              `json:"load_balancer"`
	DeregistrationDelay      *int                      `json:"deregistration_delay"`
	ConnectionTermination    *bool                     `json:"connection_termination"`
	HealthCheck              *HealthCheck              `json:"health_check"`
	ContainerStartPeriod     int                       `json:"container_start_period"`
	IdleTimeout              *int                      `json:"idle_timeout"`
	KeepAliveTimeout         *int                      `json:"keep_alive_timeout"`
	DesiredCount             int                       `json:"desired_count"`
	CapacityProviders        []CapacityProvider        `json:"capacity_providers"`
	Deployment               DeploymentSettings        `json:"deployment"`
	ScaleInCooldown          int                       `json:"scale_in_cooldown"`
	SidecarStopTimeouts      Table[int]                `json:"sidecar_stop_timeouts"`
	SidecarDependencies      Table[[]string]           `json:"sidecar_dependencies"`
	SidecarFrameworkSettings Table[*FrameworkSettings] `json:"sidecar_framework_settings"`
	TaskProtectionMinutes    *int                      `json:"task_protection_minutes"`
	VisibilityTimeout        *int                      `json:"visibility_timeout"`
	Environment              Table[string]             `json:"environment"`
	FrameworkSettings        *FrameworkSettings        `json:"framework_settings"`
	Guarantees               Table[Guarantee]          `json:"guarantees"`
	Estimates                Estimates                 `json:"estimates"`
	Explanation              []Explanation             `json:"explanation"`
	Notes                    []Note                    `json:"notes"`
}

// FrontSettings are the times of the container that takes the requests.
type FrontSettings struct {
	Name             string `json:"name"`
	StopTimeout      int    `json:"stop_timeout"`
	ShutdownDeadline int    `json:"shutdown_deadline"`
	ShutdownDelay    int    `json:"shutdown_delay"`
	DrainTimeout     int    `json:"drain_timeout"`
	// Environment tells it its times, like the app's own.
	Environment Table[string] `json:"environment"`
	// FrameworkSettings is nil unless the front names a framework.
	FrameworkSettings *FrameworkSettings `json:"framework_settings"`
}

// HealthCheck is the target group's health check.
type HealthCheck struct {
	Interval           int `json:"interval"`
	Timeout            int `json:"timeout"`
	HealthyThreshold   int `json:"healthy_threshold"`
	UnhealthyThreshold int `json:"unhealthy_threshold"`
	GracePeriod        int `json:"grace_period"`
}

// CapacityProvider is one item of the service's capacity provider strategy.
type CapacityProvider struct {
	Name   string `json:"name"`
	Base   int    `json:"base"`
	Weight int    `json:"weight"`
}

// DeploymentSettings is how the ECS service deploys.
type DeploymentSettings struct {
	Strategy                    string          `json:"strategy"`
	MinimumHealthyPercent       int             `json:"minimum_healthy_percent"`
	MaximumPercent              int             `json:"maximum_percent"`
	AvailabilityZoneRebalancing string          `json:"availability_zone_rebalancing"`
	CircuitBreaker              *CircuitBreaker `json:"circuit_breaker"`
	BakeTimeInMinutes           *int            `json:"bake_time_in_minutes"`
	Linear                      *LinearSettings `json:"linear"`
	Canary                      *CanarySettings `json:"canary"`
}

// CircuitBreaker ends a deployment whose tasks do not start.
type CircuitBreaker struct {
	Enable   bool `json:"enable"`
	Rollback bool `json:"rollback"`
}

// LinearSettings are the steps of a linear deployment.
type LinearSettings struct {
	StepPercent           int `json:"step_percent"`
	StepBakeTimeInMinutes int `json:"step_bake_time_in_minutes"`
}

// CanarySettings are the one step of a canary deployment.
type CanarySettings struct {
	Percent           int `json:"percent"`
	BakeTimeInMinutes int `json:"bake_time_in_minutes"`
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
	// StopSeconds is the longest that one task takes from deregistration to its
	// last container's SIGKILL.
	StopSeconds int `json:"stop_seconds"`
	// DeploymentSeconds is how long a deployment takes.
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

// settings assembles the result of a profile that has no faults, without its
// explanation.
func (w work) settings(b budget) Settings {
	d := b.deregistration
	s := Settings{
		StopTimeout:              b.stop,
		StopSignal:               w.StopSignal,
		ShutdownDeadline:         b.deadline,
		ShutdownDelay:            b.delay,
		DrainTimeout:             b.drain,
		CleanupTimeout:           w.cleanup,
		LoadBalancer:             w.LoadBalancer,
		ContainerStartPeriod:     min(w.startup, startPeriodMax),
		DesiredCount:             *w.DesiredCount,
		CapacityProviders:        w.capacityProviders(),
		Deployment:               w.deployment(),
		ScaleInCooldown:          max(60, d+b.frontStop+b.deadline),
		SidecarStopTimeouts:      w.sidecarStopTimeouts(),
		SidecarDependencies:      w.sidecarDependencies(),
		SidecarFrameworkSettings: w.sidecarFrameworkSettings(),
		TaskProtectionMinutes:    w.taskProtection(b),
		VisibilityTimeout:        w.visibilityTimeout(b),
		Guarantees:               w.guarantees(b),
	}
	if w.balanced() {
		health, idle := w.healthCheck(), w.idleTimeout()
		s.DeregistrationDelay = &d
		s.HealthCheck = &health
		s.IdleTimeout, s.KeepAliveTimeout = &idle, new(idle+idleReserve)
	}
	if w.LoadBalancer == NLB {
		s.ConnectionTermination = new(false)
	}
	w.contract(b, &s)
	s.Estimates = w.estimates(b, &s)
	s.Notes = w.notes(b, &s)
	return s
}
