package shutdown

import (
	"slices"
	"strconv"
)

// Output describes one setting of a result, for schemas and documentation.
// Nested settings have dotted names.
type Output struct {
	Name string
	// Unit is "seconds", "minutes", "percent", "checks", "tasks" or empty.
	Unit string
	// Min and Max bound a number where AWS or the model does, both included;
	// Max is 0 where there is no bound.
	Min, Max int
	// When says for which profiles the setting applies; empty means always.
	// Where it does not apply it is null.
	When string
	// Reported says that only the explanation has it: a plan does not.
	Reported bool
	// Doc says what it is, in Markdown without its range.
	Doc string
}

// Outputs lists the settings of a result in the order of [Settings].
func Outputs() []Output {
	out := make([]Output, len(outputs))
	copy(out, outputs[:])
	return out
}

// isOutput says that a result has a setting of this name at its top.
func isOutput(name string) bool {
	return slices.ContainsFunc(outputs[:], func(o Output) bool { return o.Name == name })
}

const (
	whenBalanced    = "with a load balancer"
	whenSQS         = "with workload `queue` and broker `sqs`"
	whenFront       = "with a `front`"
	whenProgressive = "with a strategy other than `rolling`"
	whenFramework   = "with `framework`"
)

// outputs is the one table of results.
var outputs = [...]Output{
	{Name: "stop_timeout", Unit: "seconds", Min: fargateStopTimeoutMin, Max: fargateStopTimeoutMax, Doc: "The app container's `stopTimeout`: from the stop signal to SIGKILL."},
	{Name: "stop_signal", Doc: "The stop signal, passed on from the profile. The image must declare it as STOPSIGNAL."},
	{Name: "shutdown_deadline", Unit: "seconds", Doc: "The app's own deadline, counted from the signal: delay, drain and cleanup."},
	{Name: "shutdown_delay", Unit: "seconds", Doc: "How long the app goes on serving after the signal."},
	{Name: "drain_timeout", Unit: "seconds", Doc: "How long the app then waits for units in flight."},
	{Name: "cleanup_timeout", Unit: "seconds", Doc: "How long the app has after the last unit."},
	{Name: "front_settings", When: whenFront, Doc: "The times of the container that takes the requests. Delay and drain are its, and the app's are 0."},
	{Name: "front_settings.name", When: whenFront, Doc: "The front's name."},
	{Name: "front_settings.stop_timeout", Unit: "seconds", Min: fargateStopTimeoutMin, Max: fargateStopTimeoutMax, When: whenFront, Doc: "The front's `stopTimeout`."},
	{Name: "front_settings.shutdown_deadline", Unit: "seconds", When: whenFront, Doc: "The front's own deadline, counted from its signal."},
	{Name: "front_settings.shutdown_delay", Unit: "seconds", When: whenFront, Doc: "How long the front goes on serving after its signal."},
	{Name: "front_settings.drain_timeout", Unit: "seconds", When: whenFront, Doc: "How long the front then waits for requests in flight."},
	{Name: "front_settings.environment", When: whenFront, Doc: "The environment variables that tell the front its times."},
	{Name: "front_settings.framework_settings", When: "with a `front` that names a framework", Doc: "What the front's framework must be told."},
	{Name: "load_balancer", Doc: "What routes requests to the task: `alb`, `nlb` or `none`."},
	{Name: "deregistration_delay", Unit: "seconds", Max: deregistrationMax, When: whenBalanced, Doc: "The target group's `deregistration_delay.timeout_seconds`. ECS waits the whole of it before the stop signal."},
	{Name: "connection_termination", When: "with an NLB", Doc: "The target group's `deregistration_delay.connection_termination.enabled`: false, so that flows are ended by the app and not cut."},
	{Name: "health_check", When: whenBalanced, Doc: "The target group's health check."},
	{Name: "health_check.interval", Unit: "seconds", Min: intervalMin, Max: intervalMax, When: whenBalanced, Doc: "From one check to the next."},
	{Name: "health_check.timeout", Unit: "seconds", Min: healthTimeoutMin, Max: healthTimeoutMax, When: whenBalanced, Doc: "How long a check waits for an answer, less than the interval."},
	{Name: "health_check.healthy_threshold", Unit: "checks", Min: thresholdMin, Max: thresholdMax, When: whenBalanced, Doc: "Passing checks in a row that bring a target back."},
	{Name: "health_check.unhealthy_threshold", Unit: "checks", Min: thresholdMin, Max: thresholdMax, When: whenBalanced, Doc: "Failing checks in a row that take a target out."},
	{Name: "health_check.grace_period", Unit: "seconds", When: whenBalanced, Doc: "The service's `healthCheckGracePeriodSeconds`: how long a new task's failing checks are ignored."},
	{Name: "container_start_period", Unit: "seconds", Max: startPeriodMax, Doc: "The `startPeriod` of a container health check, if the container has one."},
	{Name: "idle_timeout", Unit: "seconds", When: whenBalanced, Doc: "The load balancer's idle timeout (ALB `idle_timeout.timeout_seconds`, NLB listener `tcp.idle_timeout.seconds`)."},
	{Name: "keep_alive_timeout", Unit: "seconds", When: whenBalanced, Doc: "The keep-alive timeout of what the load balancer talks to, longer than the load balancer's idle timeout."},
	{Name: "desired_count", Unit: "tasks", Max: 5000, Doc: "The number of tasks, passed on from the profile."},
	{Name: "capacity_providers", Doc: "The service's capacity provider strategy."},
	{Name: "capacity_providers.name", Doc: "`FARGATE` or `FARGATE_SPOT`."},
	{Name: "capacity_providers.base", Unit: "tasks", Doc: "Tasks that it gets before the weights count."},
	{Name: "capacity_providers.weight", Doc: "Its share of the others."},
	{Name: "deployment", Doc: "How the service deploys."},
	{Name: "deployment.strategy", Doc: "The service's deployment strategy: `ROLLING`, `BLUE_GREEN`, `LINEAR` or `CANARY`."},
	{Name: "deployment.minimum_healthy_percent", Unit: "percent", Max: 100, Doc: "The service's `minimumHealthyPercent`."},
	{Name: "deployment.maximum_percent", Unit: "percent", Min: 100, Max: 200, Doc: "The service's `maximumPercent`."},
	{Name: "deployment.availability_zone_rebalancing", Doc: "The service's `availabilityZoneRebalancing`: `ENABLED`, or `DISABLED` for a singleton."},
	{Name: "deployment.circuit_breaker", When: "with strategy `rolling`", Doc: "The deployment circuit breaker."},
	{Name: "deployment.circuit_breaker.enable", When: "with strategy `rolling`", Doc: "Whether it ends a deployment whose tasks do not start."},
	{Name: "deployment.circuit_breaker.rollback", When: "with strategy `rolling`", Doc: "Whether it then goes back to the last revision."},
	{Name: "deployment.bake_time_in_minutes", Unit: "minutes", Max: 1440, When: whenProgressive, Doc: "The service's `bakeTimeInMinutes`."},
	{Name: "deployment.linear", When: "with strategy `linear`", Doc: "The steps of a linear deployment."},
	{Name: "deployment.linear.step_percent", Unit: "percent", Min: 3, Max: 100, When: "with strategy `linear`", Doc: "Share of the traffic that moves in one step."},
	{Name: "deployment.linear.step_bake_time_in_minutes", Unit: "minutes", Max: 1440, When: "with strategy `linear`", Doc: "Wait after a step."},
	{Name: "deployment.canary", When: "with strategy `canary`", Doc: "The one step of a canary deployment."},
	{Name: "deployment.canary.percent", Unit: "percent", Min: 1, Max: 99, When: "with strategy `canary`", Doc: "Share of the traffic that moves first."},
	{Name: "deployment.canary.bake_time_in_minutes", Unit: "minutes", Max: 1440, When: "with strategy `canary`", Doc: "Wait until the rest moves."},
	{Name: "scale_in_cooldown", Unit: "seconds", Min: 60, Doc: "The scaling policy's scale-in cooldown."},
	{Name: "sidecar_stop_timeouts", Unit: "seconds", Min: fargateStopTimeoutMin, Max: fargateStopTimeoutMax, Doc: "The `stopTimeout` of each sidecar, by name."},
	{Name: "sidecar_dependencies", Doc: "The sidecars that each sidecar must depend on (condition `START`) so that it stops before them, by name. The app depends on every sidecar, a front on the app."},
	{Name: "sidecar_framework_settings", Doc: "What the framework of each sidecar must be told, by name; only sidecars that name one."},
	{Name: "task_protection_minutes", Unit: "minutes", Min: 1, Max: protectionMinutesMax, When: "when a unit outlives the drain of a queue, stream or batch workload that finishes its units", Doc: "How long the app protects its task from scale-in, deployments and rebalancing."},
	{Name: "visibility_timeout", Unit: "seconds", Max: visibilityMax, When: whenSQS, Doc: "The SQS queue's visibility timeout."},
	{Name: "environment", Doc: "The environment variables that tell the app its times."},
	{Name: "framework_settings", When: whenFramework, Doc: "What the framework itself must be told."},
	{Name: "framework_settings.name", When: whenFramework, Doc: "The framework."},
	{Name: "framework_settings.arguments", When: whenFramework, Doc: "Arguments for its command line."},
	{Name: "framework_settings.environment", When: whenFramework, Doc: "Environment variables for its container."},
	{Name: "framework_settings.configuration", When: whenFramework, Doc: "Lines for its own file or code, where it takes a setting neither as an argument nor as a variable."},
	{Name: "framework_settings.listeners_close_at_once", When: whenFramework, Doc: "Whether it refuses new connections from the moment of the signal, so that the delay is lost unless something holds the signal back."},
	{Name: "guarantees", Doc: "What survives, for each cause of a stop."},
	{Name: "guarantees.path", Doc: "How the task stops: `drained` (deregistered, the whole wait, then the signal), `concurrent` (the signal comes while new work may still arrive) or `sudden` (no signal)."},
	{Name: "guarantees.kept", Doc: "What survives: `all`, `checkpointed`, `closed`, `redelivered`, `up_to`, `best_effort`, `none` or `not_applicable`."},
	{Name: "guarantees.up_to", Unit: "seconds", When: "when `kept` is `up_to`", Doc: "The longest unit that is sure to finish."},
	{Name: "guarantees.because", Reported: true, Doc: "The reason, with its numbers. That the old tasks keep all assumes that they pass their health check: ECS may stop an unhealthy one at once."},
	{Name: "estimates", Doc: "Expectations, not limits."},
	{Name: "estimates.stop_seconds", Unit: "seconds", Doc: "The longest that one task takes from deregistration to the SIGKILL of its last container."},
	{Name: "estimates.deployment_seconds", Unit: "seconds", Doc: "How long a deployment takes."},
	{Name: "estimates.deployment_timeout", Unit: "seconds", Min: deploymentTimeoutLeast, Doc: "For whatever waits for a deployment."},
	{Name: "explanation", Reported: true, Doc: "Why each number is what it is."},
	{Name: "explanation.setting", Reported: true, Doc: "The setting's name."},
	{Name: "explanation.value", Reported: true, Doc: "Its value."},
	{Name: "explanation.formula", Reported: true, Doc: "How it is computed, with its numbers."},
	{Name: "explanation.because", Reported: true, Doc: "Why it is computed so."},
	{Name: "explanation.source", Reported: true, Doc: "The page that the rule rests on."},
	{Name: "notes", Doc: "Advice that stops nothing."},
	{Name: "notes.path", Doc: "The profile field that it is about."},
	{Name: "notes.rule", Doc: "Its stable id, which `acknowledge` takes."},
	{Name: "notes.message", Doc: "The advice."},
}

// Bounds says the range of an output, such as "2 to 120"; empty where there is
// none.
func (o Output) Bounds() string {
	switch {
	case o.Max > 0:
		return strconv.Itoa(o.Min) + " to " + strconv.Itoa(o.Max)
	case o.Min > 0:
		return "at least " + strconv.Itoa(o.Min)
	default:
		return ""
	}
}
