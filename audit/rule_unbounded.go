package audit

import (
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
)

var unbounded = Rule{ID: "stop-without-bound", Severity: Info,
	Doc:    "Whatever hangs holds the stop until SIGKILL, and then nothing is cleaned up.",
	Source: ecsAPI + "API_ContainerDefinition.html",
	check: func(s *subject) []Finding {
		var out []Finding
		for _, c := range s.containers {
			stop := c.stop()
			if c.Bound.State != evidence.Unbounded || stop.Value == nil || c.Effect != evidence.Graceful {
				continue
			}
			out = append(out, Finding{Numbers: []Number{stop}, Source: c.Program.Source,
				Message: fmt.Sprintf("%s waits for its work without limit %s; if one piece lasts, ECS kills it after %d s, and nothing is cleaned up", c.Program.Name, word(c.Bound), *stop.Value)})
		}
		return out
	}}
