package report

import (
	"cmp"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/suggest"
)

// SuggestionTerraform writes the data source that computes a suggested profile, and for
// each value that would change the line that reads it there.
func SuggestionTerraform(s suggest.Suggestion) string {
	var b commented
	name := terraformName(s.Name)
	b.line(s.Name + ", " + s.Address + inFile(s.File))
	b.line(`What its configuration shows. Answer each question, which begins with "?", before you use it.`)
	b.WriteString("data \"graceful_settings\" " + hclString(name) + " {\n")
	for i, e := range s.Entries {
		if i > 0 {
			b.WriteByte('\n')
		}
		var inner commented
		inner.shown(e)
		for line := range strings.Lines(inner.String()) {
			b.WriteString("  " + line)
		}
		b.WriteString("  " + e.Field + " = " + hclValue(suggested(e.Value)) + "\n")
	}
	b.WriteString("}\n")
	b.asked(s.Asked)
	if len(s.Refused) > 0 {
		b.changes(s)
		return b.String()
	}
	if s.NotCompared != "" {
		b.WriteByte('\n')
		b.line("What would change was not looked for: " + s.NotCompared + ".")
		return b.String()
	}
	b.WriteString("\n# Lines to change, each where its value stands today:\n")
	written := map[string]bool{}
	for i, c := range s.Changes {
		lines := terraformLines(c.Setting, name)
		if written[lines] {
			continue // Stands with the first of those that it takes.
		}
		written[lines] = true
		b.WriteString("#\n")
		for _, same := range s.Changes[i:] {
			if terraformLines(same.Setting, name) == lines {
				b.hanging("  ", same.Setting+": "+same.Today+", then "+same.Then+" ("+cmp.Or(same.Where, s.Address)+")")
			}
		}
		for line := range strings.Lines(lines) {
			b.WriteString("#     " + line)
		}
	}
	return b.String()
}

// suggested turns a value of an entry into what HCL is written from.
func suggested(v any) any {
	names, is := v.([]string)
	if !is {
		return v
	}
	out := make([]any, len(names))
	for i, name := range names {
		out[i] = hclObject{{"name", name}, {"flush", suggest.Flush}}
	}
	return out
}

// terraformLines are the lines of Terraform that take a setting from a data source; empty
// where it takes more than lines.
func terraformLines(setting, name string) string {
	settings := "data.graceful_settings." + name + "."
	container, sidecar := strings.CutPrefix(setting, "sidecar_stop_timeouts.")
	check, checked := strings.CutPrefix(setting, "health_check.")
	switch {
	case setting == "health_check.grace_period":
		return "health_check_grace_period_seconds = " + settings + setting + " # of the service\n"
	case checked:
		return check + " = " + settings + setting + " # in health_check of the target group\n"
	case setting == "deployment.minimum_healthy_percent" || setting == "deployment.maximum_percent":
		return strings.Replace(setting, ".", "_", 1) + " = " + settings + setting + " # of the service\n"
	case setting == "deployment.availability_zone_rebalancing":
		return "availability_zone_rebalancing = " + settings + setting + " # of the service\n"
	case strings.HasPrefix(setting, "deployment circuit breaker"):
		breaker := settings + "deployment.circuit_breaker."
		return "deployment_circuit_breaker { # of the service\n  enable   = " + breaker + "enable\n  rollback = " + breaker + "rollback\n}\n"
	case setting == "stop_timeout" || setting == "front_settings.stop_timeout":
		return "stopTimeout = " + settings + setting + " # of its container\n"
	case sidecar:
		return "stopTimeout = " + settings + "sidecar_stop_timeouts[" + hclString(container) + "] # of the container " + safe.Word(container) + "\n"
	case setting == "idle_timeout":
		return "idle_timeout = " + settings + setting + " # of the load balancer\n"
	case setting == "deregistration_delay" || setting == "connection_termination":
		return setting + " = " + settings + setting + " # of the target group\n"
	case strings.HasPrefix(setting, "front environment "):
		return "environment = [for name, value in " + settings + "front_settings.environment : { name = name, value = value }] # of its container, beside its own\n"
	case strings.HasPrefix(setting, "environment "):
		return "environment = [for name, value in " + settings + "environment : { name = name, value = value }] # of its container, beside its own\n"
	case setting == "scale_in_cooldown":
		return "scale_in_cooldown = " + settings + "scale_in_cooldown # of the scaling policy\n"
	case setting == "visibility_timeout":
		return "visibility_timeout_seconds = " + settings + setting + " # of the queue\n"
	case strings.HasPrefix(setting, "dependency of "):
		return "dependsOn = [{ containerName = …, condition = \"START\" }] # so that it stops first\n"
	}
	return ""
}

// SuggestionCDK writes the lines of a CDK app in Go that put a suggested profile, kept in
// a file, onto the service.
func SuggestionCDK(s suggest.Suggestion) string {
	var b strings.Builder
	file := terraformName(s.Name) + ".yaml"
	b.WriteString("// Write the profile of " + safe.Line(s.Name) + " to " + file + " (graceful suggest, without --format),\n")
	b.WriteString("// and answer the questions in it. Then, where the service is made:\n")
	b.WriteString("text, err := os.ReadFile(" + hclString(file) + ")\n" +
		"if err != nil {\n\tlog.Fatal(err)\n}\n" +
		"declared, err := profile.Read(" + hclString(file) + ", text)\n" +
		"if err != nil {\n\tlog.Fatal(err)\n}\n" +
		"gracefulecs.Apply(service, declared, nil)\n\n" +
		"// And once, where the app is made, so that it stays so:\n" +
		"gracefulecs.CheckServices(app, gracefulecs.EveryService(declared), nil)\n")
	return b.String()
}

// terraformName makes a name of Terraform, and of a file, of a service's.
func terraformName(name string) string {
	out := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_', r == '-':
			return r
		}
		return '_'
	}, name)
	if out == "" || out[0] >= '0' && out[0] <= '9' || out[0] == '-' {
		return "service_" + out
	}
	return out
}
