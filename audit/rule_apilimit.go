package audit

import (
	"errors"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var apiLimit = Rule{ID: "api-limit", Severity: Error, limits: true,
	Doc:    "AWS refuses the value, so the service cannot be made or changed.",
	Source: ecsAPI + "API_ContainerDefinition.html",
	check: func(s *subject) []Finding {
		var faults shutdown.Faults
		if !errors.As(s.refused, &faults) {
			return nil
		}
		var out []Finding
		for _, f := range faults {
			given := f.Given
			if strings.HasPrefix(given, `"`) { // Any text of a plan, which may be a secret.
				given, f.Message = "another word", ""
			}
			text := f.Path + " is " + given + ", and allowed is " + f.Allowed
			if f.Message != "" && !strings.Contains(f.Message, "out of range") {
				text += ": " + strings.TrimSuffix(f.Message, ".")
			}
			out = append(out, Finding{Message: text, Numbers: []Number{s.number(f.Path)}})
		}
		return out
	}}
