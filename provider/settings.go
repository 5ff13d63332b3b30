package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// answer asks the stop model and converts what it says to attributes.
func answer(p shutdown.Profile) (map[string]attr.Value, []shutdown.Note, error) {
	s, err := shutdown.Compute(p)
	if err != nil {
		return nil, nil, err
	}
	timelines, err := shutdown.Timelines(p)
	if err != nil {
		return nil, nil, err
	}
	attributes := settingsAttributes(s)
	attributes["explanation_markdown"] = types.StringValue(report.ExplanationMarkdown(s))
	attributes["timeline_markdown"] = types.StringValue(report.TimelinesMarkdown(timelines))
	return attributes, s.Notes, nil
}

// settingsAttributes gives each setting its attribute, null where it does not apply.
func settingsAttributes(s shutdown.Settings) map[string]attr.Value {
	return map[string]attr.Value{
		"stop_timeout":            number(s.StopTimeout),
		"stop_signal":             text(s.StopSignal),
		"shutdown_deadline":       number(s.ShutdownDeadline),
		"shutdown_delay":          number(s.ShutdownDelay),
		"drain_timeout":           number(s.DrainTimeout),
		"cleanup_timeout":         number(s.CleanupTimeout),
		"deregistration_delay":    optionalNumber(s.DeregistrationDelay),
		"connection_termination":  types.BoolPointerValue(s.ConnectionTermination),
		"health_check":            optionalObject(s.HealthCheck, healthCheckAttributes),
		"idle_timeout":            optionalNumber(s.IdleTimeout),
		"keep_alive_timeout":      optionalNumber(s.KeepAliveTimeout),
		"deployment":              object(deploymentAttributes(s.Deployment)),
		"scale_in_cooldown":       number(s.ScaleInCooldown),
		"sidecar_stop_timeouts":   table(s.SidecarStopTimeouts, number),
		"task_protection_minutes": optionalNumber(s.TaskProtectionMinutes),
		"visibility_timeout":      optionalNumber(s.VisibilityTimeout),
		"environment":             table(s.Environment, text),
		"framework_settings":      optionalObject(s.FrameworkSettings, frameworkAttributes),
		"guarantees":              object(guaranteesAttributes(s.Guarantees)),
		"estimates":               object(estimatesAttributes(s.Estimates)),
		"explanation":             list(s.Explanation, explanationObject),
		"notes":                   list(s.Notes, noteObject),
	}
}

func healthCheckAttributes(h shutdown.HealthCheck) map[string]attr.Value {
	return map[string]attr.Value{
		"interval":            number(h.Interval),
		"timeout":             number(h.Timeout),
		"healthy_threshold":   number(h.HealthyThreshold),
		"unhealthy_threshold": number(h.UnhealthyThreshold),
		"grace_period":        number(h.GracePeriod),
	}
}

func deploymentAttributes(d shutdown.DeploymentSettings) map[string]attr.Value {
	return map[string]attr.Value{
		"minimum_healthy_percent":       number(d.MinimumHealthyPercent),
		"maximum_percent":               number(d.MaximumPercent),
		"availability_zone_rebalancing": text(d.AvailabilityZoneRebalancing),
	}
}

func frameworkAttributes(f shutdown.FrameworkSettings) map[string]attr.Value {
	return map[string]attr.Value{
		"name":                    text(f.Name),
		"arguments":               list(f.Arguments, text),
		"environment":             table(f.Environment, text),
		"configuration":           list(f.Configuration, text),
		"listeners_close_at_once": types.BoolValue(f.ListenersCloseAtOnce),
	}
}

// guaranteesAttributes has one attribute for each cause rather than a map, so
// that a misspelt cause is an error before anything is planned.
func guaranteesAttributes(guarantees shutdown.Table[shutdown.Guarantee]) map[string]attr.Value {
	out := make(map[string]attr.Value)
	for _, cause := range shutdown.Causes() {
		g, _ := guarantees.Get(string(cause))
		out[string(cause)] = object(map[string]attr.Value{
			"path":    text(g.Path),
			"kept":    text(g.Kept),
			"up_to":   optionalNumber(g.UpTo),
			"because": text(g.Because),
		})
	}
	return out
}

func estimatesAttributes(e shutdown.Estimates) map[string]attr.Value {
	return map[string]attr.Value{
		"stop_seconds":       number(e.StopSeconds),
		"deployment_seconds": number(e.DeploymentSeconds),
		"deployment_timeout": number(e.DeploymentTimeout),
	}
}

func explanationObject(e shutdown.Explanation) types.Object {
	return object(map[string]attr.Value{
		"setting": text(e.Setting),
		"value":   number(e.Value),
		"formula": text(e.Formula),
		"because": text(e.Because),
		"source":  text(e.Source),
	})
}

func noteObject(n shutdown.Note) types.Object {
	return object(map[string]attr.Value{
		"path":    text(n.Path),
		"rule":    text(n.Rule),
		"message": text(n.Message),
	})
}

func number(n int) types.Int64 { return types.Int64Value(int64(n)) }

func optionalNumber(n *int) types.Int64 {
	if n == nil {
		return types.Int64Null()
	}
	return number(*n)
}

func text[S ~string](s S) types.String { return types.StringValue(string(s)) }

func object(attributes map[string]attr.Value) types.Object {
	return types.ObjectValueMust(typesOf(attributes), attributes)
}

func optionalObject[T any](v *T, attributes func(T) map[string]attr.Value) types.Object {
	if v == nil {
		var zero T
		return types.ObjectNull(typesOf(attributes(zero)))
	}
	return object(attributes(*v))
}

func list[T any, V attr.Value](values []T, convert func(T) V) types.List {
	var zero T
	out := make([]attr.Value, len(values))
	for i, v := range values {
		out[i] = convert(v)
	}
	return types.ListValueMust(convert(zero).Type(context.Background()), out)
}

func table[T any, V attr.Value](rows shutdown.Table[T], convert func(T) V) types.Map {
	var zero T
	out := make(map[string]attr.Value, len(rows))
	for _, row := range rows {
		out[row.Key] = convert(row.Value)
	}
	return types.MapValueMust(convert(zero).Type(context.Background()), out)
}

func typesOf(attributes map[string]attr.Value) map[string]attr.Type {
	out := make(map[string]attr.Type, len(attributes))
	for name, v := range attributes {
		out[name] = v.Type(context.Background())
	}
	return out
}

// outputTypes is the type of every output. It is taken from the conversion of
// empty settings, so that types and values cannot differ.
var outputTypes = func() map[string]attr.Type {
	out := typesOf(settingsAttributes(shutdown.Settings{}))
	out["explanation_markdown"] = types.StringType
	out["timeline_markdown"] = types.StringType
	return out
}()
