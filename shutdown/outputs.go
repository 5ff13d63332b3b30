package shutdown

// Output describes one setting of a result, for schemas and documentation.
// Nested settings have dotted names.
type Output struct {
	Name string
	// Unit is "seconds", "minutes", "percent", "checks" or empty.
	Unit string
	// When says for which profiles the setting applies; empty means always.
	// Where it does not apply it is null.
	When string
	Doc  string
}

// Outputs lists the settings of a result in the order of [Settings].
func Outputs() []Output {
	out := make([]Output, len(outputs))
	copy(out, outputs[:])
	return out
}

const (
	whenBalanced = "with a load balancer"
	whenQueue    = "with workload `queue`"
)

var outputs = [...]Output{
	{"stop_timeout", "seconds", "", "The container's `stopTimeout`: from the stop signal to SIGKILL, 2 to 120."},
	{"stop_signal", "", "", "The stop signal, passed on from the profile. The image must declare it as STOPSIGNAL."},
	{"shutdown_deadline", "seconds", "", "The app's own deadline, counted from the signal: delay, drain and cleanup."},
	{"shutdown_delay", "seconds", "", "How long the app goes on serving after the signal."},
	{"drain_timeout", "seconds", "", "How long the app then waits for units in flight."},
	{"cleanup_timeout", "seconds", "", "How long the app has after the last unit."},
	{"deregistration_delay", "seconds", whenBalanced, "The target group's `deregistration_delay.timeout_seconds`, 0 to 3600. ECS waits the whole of it before the stop signal."},
	{"connection_termination", "", "with an NLB", "The target group's `deregistration_delay.connection_termination.enabled`: false, so that flows are ended by the app and not cut."},
	{"health_check", "", whenBalanced, "The target group's health check."},
	{"health_check.interval", "seconds", whenBalanced, "From one check to the next, 5 to 300."},
	{"health_check.timeout", "seconds", whenBalanced, "How long a check waits for an answer, less than the interval."},
	{"health_check.healthy_threshold", "checks", whenBalanced, "Passing checks in a row that bring a target back."},
	{"health_check.unhealthy_threshold", "checks", whenBalanced, "Failing checks in a row that take a target out."},
	{"health_check.grace_period", "seconds", whenBalanced, "The service's `healthCheckGracePeriodSeconds`: how long a new task's failing checks are ignored."},
	{"idle_timeout", "seconds", whenBalanced, "The load balancer's idle timeout (ALB `idle_timeout.timeout_seconds`, NLB listener `tcp.idle_timeout.seconds`)."},
	{"keep_alive_timeout", "seconds", whenBalanced, "The app's keep-alive timeout, longer than the load balancer's idle timeout."},
	{"deployment", "", "", "How the service rolls."},
	{"deployment.minimum_healthy_percent", "percent", "", "The service's `minimumHealthyPercent`."},
	{"deployment.maximum_percent", "percent", "", "The service's `maximumPercent`."},
	{"deployment.availability_zone_rebalancing", "", "", "The service's `availabilityZoneRebalancing`: `ENABLED`, or `DISABLED` for a singleton."},
	{"scale_in_cooldown", "seconds", "", "The scaling policy's scale-in cooldown, at least 60."},
	{"sidecar_stop_timeouts", "seconds", "", "The `stopTimeout` of each sidecar, by name."},
	{"task_protection_minutes", "minutes", "when a unit outlives the drain of a queue, stream or batch workload that finishes its units", "How long the app protects its task from scale-in, deployments and rebalancing, at most 2880."},
	{"visibility_timeout", "seconds", whenQueue, "The SQS queue's visibility timeout, at most 43200."},
	{"environment", "", "", "The environment variables that tell the app its times."},
	{"framework_settings", "", "with `framework`", "What the framework itself must be told."},
	{"framework_settings.name", "", "with `framework`", "The framework."},
	{"framework_settings.arguments", "", "with `framework`", "Arguments for its command line."},
	{"framework_settings.environment", "", "with `framework`", "Environment variables for its container."},
	{"framework_settings.configuration", "", "with `framework`", "Lines for its own file or code, where it takes a setting neither as an argument nor as a variable."},
	{"framework_settings.listeners_close_at_once", "", "with `framework`", "Whether it refuses new connections from the moment of the signal, so that the delay is lost unless something holds the signal back."},
	{"guarantees", "", "", "What survives, for each cause of a stop."},
	{"guarantees.path", "", "", "How the task stops: `drained` (deregistered, the whole wait, then the signal), `concurrent` (the signal comes while new work may still arrive) or `sudden` (no signal)."},
	{"guarantees.kept", "", "", "What survives: `all`, `checkpointed`, `closed`, `redelivered`, `up_to`, `best_effort`, `none` or `not_applicable`."},
	{"guarantees.up_to", "seconds", "when `kept` is `up_to`", "The longest unit that is sure to finish."},
	{"guarantees.because", "", "", "The reason, with its numbers."},
	{"estimates", "", "", "Expectations, not limits."},
	{"estimates.stop_seconds", "seconds", "", "The longest that one task takes from deregistration to SIGKILL."},
	{"estimates.deployment_seconds", "seconds", "", "How long a rolling deployment takes."},
	{"estimates.deployment_timeout", "seconds", "", "For whatever waits for a deployment, at least 600."},
	{"explanation", "", "", "Why each number is what it is."},
	{"explanation.setting", "", "", "The setting's name."},
	{"explanation.value", "", "", "Its value."},
	{"explanation.formula", "", "", "How it is computed, with its numbers."},
	{"explanation.because", "", "", "Why it is computed so."},
	{"explanation.source", "", "", "The page that the rule rests on."},
	{"notes", "", "", "Advice that stops nothing."},
	{"notes.path", "", "", "The profile field that it is about."},
	{"notes.rule", "", "", "Its stable id."},
	{"notes.message", "", "", "The advice."},
}
