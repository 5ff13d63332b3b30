package report

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// HCL writes the numbers as a Terraform file with one local value, formatted
// as terraform fmt would. What does not apply is null. Guarantees,
// explanations and notes are prose and are left out.
func HCL(s shutdown.Settings) string {
	object := hclObject{
		{"stop_timeout", s.StopTimeout},
		{"stop_signal", string(s.StopSignal)},
		{"shutdown_deadline", s.ShutdownDeadline},
		{"shutdown_delay", s.ShutdownDelay},
		{"drain_timeout", s.DrainTimeout},
		{"cleanup_timeout", s.CleanupTimeout},
		{"deregistration_delay", s.DeregistrationDelay},
		{"connection_termination", s.ConnectionTermination},
		{"health_check", hclHealthCheck(s.HealthCheck)},
		{"idle_timeout", s.IdleTimeout},
		{"keep_alive_timeout", s.KeepAliveTimeout},
		{"deployment", hclObject{
			{"minimum_healthy_percent", s.Deployment.MinimumHealthyPercent},
			{"maximum_percent", s.Deployment.MaximumPercent},
			{"availability_zone_rebalancing", s.Deployment.AvailabilityZoneRebalancing},
		}},
		{"scale_in_cooldown", s.ScaleInCooldown},
		{"sidecar_stop_timeouts", hclTable(s.SidecarStopTimeouts)},
		{"task_protection_minutes", s.TaskProtectionMinutes},
		{"visibility_timeout", s.VisibilityTimeout},
		{"environment", hclTable(s.Environment)},
		{"framework_settings", hclFramework(s.FrameworkSettings)},
		{"estimates", hclObject{
			{"stop_seconds", s.Estimates.StopSeconds},
			{"deployment_seconds", s.Estimates.DeploymentSeconds},
			{"deployment_timeout", s.Estimates.DeploymentTimeout},
		}},
	}
	var b strings.Builder
	b.WriteString("locals {\n")
	hclObject{{"graceful_settings", object}}.write(&b, "  ")
	b.WriteString("}\n")
	return b.String()
}

func hclHealthCheck(h *shutdown.HealthCheck) any {
	if h == nil {
		return nil
	}
	return hclObject{
		{"interval", h.Interval},
		{"timeout", h.Timeout},
		{"healthy_threshold", h.HealthyThreshold},
		{"unhealthy_threshold", h.UnhealthyThreshold},
		{"grace_period", h.GracePeriod},
	}
}

func hclFramework(f *shutdown.FrameworkSettings) any {
	if f == nil {
		return nil
	}
	return hclObject{
		{"name", string(f.Name)},
		{"arguments", f.Arguments},
		{"environment", hclTable(f.Environment)},
		{"configuration", f.Configuration},
		{"listeners_close_at_once", f.ListenersCloseAtOnce},
	}
}

func hclTable[V any](t shutdown.Table[V]) hclObject {
	object := make(hclObject, len(t))
	for i, e := range t {
		object[i] = hclAttribute{e.Key, e.Value}
	}
	return object
}

// hclObject is an object in the order in which it is written.
type hclObject []hclAttribute

type hclAttribute struct {
	name  string
	value any
}

// write puts one attribute on each line. Terraform's formatter lines up the
// equal signs of neighbouring lines, and an attribute that spans several lines
// ends such a group.
func (o hclObject) write(b *strings.Builder, indent string) {
	for i := 0; i < len(o); {
		if nested, ok := o[i].value.(hclObject); ok && len(nested) > 0 {
			b.WriteString(indent + hclKey(o[i].name) + " = {\n")
			nested.write(b, indent+"  ")
			b.WriteString(indent + "}\n")
			i++
			continue
		}
		end := i
		for end < len(o) && !multiline(o[end].value) {
			end++
		}
		group := o[i:end]
		width := widest(group, func(a hclAttribute) string { return hclKey(a.name) })
		for _, a := range group {
			b.WriteString(indent + pad(hclKey(a.name), width) + " = " + hclValue(a.value) + "\n")
		}
		i = end
	}
}

func multiline(v any) bool {
	nested, ok := v.(hclObject)
	return ok && len(nested) > 0
}

// hclValue writes a value that takes one line.
func hclValue(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case int:
		return strconv.Itoa(v)
	case *int:
		if v == nil {
			return "null"
		}
		return strconv.Itoa(*v)
	case bool:
		return strconv.FormatBool(v)
	case *bool:
		if v == nil {
			return "null"
		}
		return strconv.FormatBool(*v)
	case string:
		return hclString(v)
	case []string:
		list := make([]string, len(v))
		for i, s := range v {
			list[i] = hclString(s)
		}
		return "[" + strings.Join(list, ", ") + "]"
	default: // An object without attributes: write handles the others.
		return "{}"
	}
}

// hclKey quotes a name that is no identifier.
func hclKey(name string) string {
	for i, r := range name {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r != '-' && (r < '0' || r > '9')) {
			return hclString(name)
		}
	}
	if name == "" || name == "null" || name == "true" || name == "false" || name == "for" {
		return hclString(name)
	}
	return name
}

// hclString quotes a string so that nothing in it is a template.
func hclString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case (r == '$' || r == '%') && strings.HasPrefix(s[i+utf8.RuneLen(r):], "{"):
			b.WriteString(string(r) + string(r))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
