package shutdown

const mostSeconds = 172800 // As long as the longest work of a profile.

// valueFields is the one table of the values that can be assessed.
var valueFields = [...]row[Values]{
	{Field: Field{Name: "load_balancer", Type: Text, Values: words(ALB, NLB, NoLoadBalancer), Default: "`none`", Doc: "What routes requests to the task."},
		at: func(v *Values) any { return &v.LoadBalancer }},
	{Field: Field{Name: "deregistration_delay", Type: Number, Max: deregistrationMax, Unit: "seconds", Doc: "The target group's deregistration delay."},
		at: func(v *Values) any { return &v.DeregistrationDelay }},
	{Field: Field{Name: "connection_termination", Type: Flag, Doc: "Whether an NLB cuts connections at the end of that delay."},
		at: func(v *Values) any { return &v.ConnectionTermination }},
	{Field: Field{Name: "stop_timeout", Type: Number, Min: fargateStopTimeoutMin, Max: fargateStopTimeoutMax, Unit: "seconds", Doc: "The stop timeout of the app container."},
		at: func(v *Values) any { return &v.StopTimeout }},
	{Field: Field{Name: "health_check", Type: Object, Fields: documented(healthFields[:]), Doc: "The target group's health check."},
		at: func(v *Values) any { return &v.HealthCheck }},
	{Field: Field{Name: "idle_timeout", Type: Number, Min: 1, Max: 6000, Unit: "seconds", Doc: "The load balancer's idle timeout."},
		at: func(v *Values) any { return &v.IdleTimeout }},
	{Field: Field{Name: "desired_count", Type: Number, Max: 5000, Unit: "tasks", Doc: "The number of tasks; 1 if it is missing."},
		at: func(v *Values) any { return &v.DesiredCount }},
	{Field: Field{Name: "min_count", Type: Number, Max: 5000, Unit: "tasks", Doc: "The autoscaling minimum; as desired if it is missing."},
		at: func(v *Values) any { return &v.MinCount }},
	{Field: Field{Name: "max_count", Type: Number, Max: 5000, Unit: "tasks", Doc: "The autoscaling maximum."},
		at: func(v *Values) any { return &v.MaxCount }},
	{Field: Field{Name: "minimum_healthy_percent", Type: Number, Max: 100, Unit: "percent", Doc: "The service's minimumHealthyPercent."},
		at: func(v *Values) any { return &v.MinimumHealthyPercent }},
	{Field: Field{Name: "maximum_percent", Type: Number, Min: 1, Max: 1000, Unit: "percent", Doc: "The service's maximumPercent."},
		at: func(v *Values) any { return &v.MaximumPercent }},
	{Field: Field{Name: "capacity", Type: Text, Values: words(OnDemand, Spot, Mixed), Doc: "What the tasks run on."},
		at: func(v *Values) any { return &v.Capacity }},
	{Field: Field{Name: "strategy", Type: Text, Values: words(Rolling, BlueGreen, Linear, Canary), Doc: "How a deployment replaces the old tasks."},
		at: func(v *Values) any { return &v.Strategy }},
	{Field: Field{Name: "bake_minutes", Type: Number, Max: 1440, Unit: "minutes", Doc: "How long both revisions run after all traffic has moved."},
		at: func(v *Values) any { return &v.BakeMinutes }},
	{Field: Field{Name: "step_percent", Type: Number, Min: 1, Max: 100, Unit: "percent", Doc: "Share of the traffic that moves in one step."},
		at: func(v *Values) any { return &v.StepPercent }},
	{Field: Field{Name: "step_minutes", Type: Number, Max: 1440, Unit: "minutes", Doc: "Wait after a step."},
		at: func(v *Values) any { return &v.StepMinutes }},
	{Field: Field{Name: "task_protection_minutes", Type: Number, Min: 1, Max: protectionMinutesMax, Unit: "minutes", Doc: "How long the app protects its task while it works."},
		at: func(v *Values) any { return &v.TaskProtectionMinutes }},
	{Field: Field{Name: "visibility_timeout", Type: Number, Max: visibilityMax, Unit: "seconds", Doc: "The SQS queue's visibility timeout."},
		at: func(v *Values) any { return &v.VisibilityTimeout }},
	{Field: Field{Name: "front", Type: Object, Fields: documented(standingFrontFields[:]), Doc: "The container that the load balancer reaches, if that is not the app."},
		at: func(v *Values) any { return &v.Front }},
	{Field: Field{Name: "sidecars", Type: Objects, Fields: documented(standingSidecarFields[:]), Doc: "The containers that stop after the app."},
		at: func(v *Values) any { return &v.Sidecars }},
	{Field: Field{Name: "app", Type: Object, Fields: documented(appFields[:]), Doc: "The times of the container that the load balancer or the callers reach; unknown if they are missing."},
		at: func(v *Values) any { return &v.App }},
	{Field: Field{Name: "assume", Type: Object, Fields: documented(assumableFields), Doc: "What no configuration tells, in the fields of a profile."},
		at: func(v *Values) any { return &v.Assume }},
}

var healthFields = [...]row[HealthValues]{
	{Field: Field{Name: "interval", Type: Number, Min: intervalMin, Max: intervalMax, Unit: "seconds", Doc: "From one check to the next."},
		at: func(h *HealthValues) any { return &h.Interval }},
	{Field: Field{Name: "timeout", Type: Number, Min: healthTimeoutMin, Max: healthTimeoutMax, Unit: "seconds", Doc: "How long a check waits for an answer."},
		at: func(h *HealthValues) any { return &h.Timeout }},
	{Field: Field{Name: "healthy_threshold", Type: Number, Min: thresholdMin, Max: thresholdMax, Unit: "checks", Doc: "Passing checks in a row that bring a target back."},
		at: func(h *HealthValues) any { return &h.HealthyThreshold }},
	{Field: Field{Name: "unhealthy_threshold", Type: Number, Min: thresholdMin, Max: thresholdMax, Unit: "checks", Doc: "Failing checks in a row that take a target out."},
		at: func(h *HealthValues) any { return &h.UnhealthyThreshold }},
	{Field: Field{Name: "grace_period", Type: Number, Max: 2147483647, Unit: "seconds", Doc: "How long a new task's failing checks are ignored."},
		at: func(h *HealthValues) any { return &h.GracePeriod }},
}

var standingFrontFields = [...]row[StandingFront]{
	{Field: Field{Name: "stop_timeout", Type: Number, Min: fargateStopTimeoutMin, Max: fargateStopTimeoutMax, Unit: "seconds", Doc: "Its stop timeout."},
		at: func(f *StandingFront) any { return &f.StopTimeout }},
}

var standingSidecarFields = [...]row[StandingSidecar]{
	{Field: Field{Name: "name", Type: Text, Required: true, Pattern: containerName, PatternWords: containerNameWords, Doc: "The container's name."},
		at: func(s *StandingSidecar) any { return &s.Name }},
	{Field: Field{Name: "stop_timeout", Type: Number, Min: fargateStopTimeoutMin, Max: fargateStopTimeoutMax, Unit: "seconds", Doc: "Its stop timeout."},
		at: func(s *StandingSidecar) any { return &s.StopTimeout }},
	{Field: Field{Name: "after", Type: Texts, Pattern: containerName, PatternWords: containerNameWords, Doc: "Names of other sidecars that stop before it."},
		at: func(s *StandingSidecar) any { return &s.After }},
}

var appFields = [...]row[AppValues]{
	{Field: Field{Name: "delay", Type: Number, Max: mostSeconds, Unit: "seconds", Doc: "How long it goes on serving after the signal."},
		at: func(a *AppValues) any { return &a.Delay }},
	{Field: Field{Name: "drain", Type: Number, Max: mostSeconds, Unit: "seconds", Doc: "How long it then waits for units in flight."},
		at: func(a *AppValues) any { return &a.Drain }},
	{Field: Field{Name: "cleanup", Type: Number, Max: mostSeconds, Unit: "seconds", Doc: "How long it takes after the last unit."},
		at: func(a *AppValues) any { return &a.Cleanup }},
	{Field: Field{Name: "deadline", Type: Number, Max: mostSeconds, Unit: "seconds", Doc: "When it ends by itself at the latest, counted from the signal."},
		at: func(a *AppValues) any { return &a.Deadline }},
	{Field: Field{Name: "keep_alive", Type: Number, Max: mostSeconds, Unit: "seconds", Doc: "Its keep-alive timeout."},
		at: func(a *AppValues) any { return &a.KeepAlive }},
}

// assumableFields are the rows of a profile that no configuration tells.
var assumableFields = func() []row[Profile] {
	var out []row[Profile]
	for _, name := range [...]string{"workload", "longest_work", "on_interrupt", "interrupt_time", "drain_notice", "notice_spread", "cleanup", "startup", "provisioning", "propagation"} {
		r := fields[place(name)]
		r.Required = false
		out = append(out, r)
	}
	return out
}()
