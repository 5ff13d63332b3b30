package shutdown

import "strconv"

// contract splits the times between the app and the front, if there is one:
// what the app reads from its environment, and what each one's framework must
// be told.
func (w work) contract(b budget, s *Settings) {
	reached := w.reached(b)
	limits := frameworkLimits{delay: reached.ShutdownDelay, drain: reached.DrainTimeout, cleanup: w.cleanup,
		keepAlive: value(s.KeepAliveTimeout, 0), longest: w.longest, fromSignal: w.receives()}
	app := reached
	if w.Front != nil {
		reached.Environment = w.environment(reached, 0, s.KeepAliveTimeout)
		reached.FrameworkSettings = frameworkSettings(w.Front.Framework, limits)
		s.FrontSettings = &reached
		app = FrontSettings{StopTimeout: b.stop, ShutdownDeadline: b.deadline}
		s.ShutdownDelay, s.DrainTimeout = 0, 0
		limits = frameworkLimits{cleanup: w.cleanup, longest: w.longest}
		s.Environment = w.environment(app, w.cleanup, nil)
	} else {
		s.Environment = w.environment(app, w.cleanup, s.KeepAliveTimeout)
	}
	if w.Workload == WebSocket {
		s.Environment = append(s.Environment, Entry[string]{w.EnvironmentPrefix + "MAX_CONNECTION_AGE_SECONDS", strconv.Itoa(w.longest)})
	}
	if w.noticed {
		s.Environment = append(s.Environment, Entry[string]{w.EnvironmentPrefix + "NOTICE_SPREAD_SECONDS", strconv.Itoa(w.spread)})
	}
	if s.TaskProtectionMinutes != nil {
		s.Environment = append(s.Environment, Entry[string]{w.EnvironmentPrefix + "PROTECTION_MINUTES", strconv.Itoa(*s.TaskProtectionMinutes)})
	}
	if w.Heartbeat != nil {
		s.Environment = append(s.Environment, Entry[string]{w.EnvironmentPrefix + "HEARTBEAT_SECONDS", strconv.Itoa(*w.Heartbeat)},
			Entry[string]{w.EnvironmentPrefix + "VISIBILITY_SECONDS", strconv.Itoa(*s.VisibilityTimeout)})
	}
	s.FrameworkSettings = frameworkSettings(w.Framework, limits)
}

// TargetGroupsVariable names the variable in which a service tells the app, with
// commas between, the ARNs of the target groups that its task may be registered
// in, where an app with a drain notice looks for it; empty without one. What they
// are no profile knows.
func (p Profile) TargetGroupsVariable() string {
	if !p.noticed() {
		return ""
	}
	return or(p.EnvironmentPrefix, defaultPrefix) + "TARGET_GROUPS"
}

// The names of the variables in which an app reads its times, without the prefix.
const (
	DeadlineVariable  = "DEADLINE_SECONDS"
	DelayVariable     = "DELAY_SECONDS"
	DrainVariable     = "DRAIN_SECONDS"
	CleanupVariable   = "CLEANUP_SECONDS"
	KeepAliveVariable = "KEEP_ALIVE_SECONDS"
)

// defaultPrefix starts the names of the variables unless a profile says otherwise.
const defaultPrefix = "SHUTDOWN_"

// environment tells one container how long it has for what.
func (w work) environment(c FrontSettings, cleanup int, keepAlive *int) Table[string] {
	t := make(Table[string], 0, 7)
	add := func(name string, v int) {
		t = append(t, Entry[string]{w.EnvironmentPrefix + name, strconv.Itoa(v)})
	}
	add(DeadlineVariable, c.ShutdownDeadline)
	add(DelayVariable, c.ShutdownDelay)
	add(DrainVariable, c.DrainTimeout)
	add(CleanupVariable, cleanup)
	if keepAlive != nil {
		add(KeepAliveVariable, *keepAlive)
	}
	return t
}
