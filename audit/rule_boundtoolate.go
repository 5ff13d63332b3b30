package audit

import (
	"fmt"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
)

var boundTooLate = Rule{ID: "bound-not-below-stop-timeout", Severity: Error,
	Doc:    "The server or worker waits for its work longer than ECS lets it, and is killed in the middle of it, before it has cleaned up.",
	Source: ecsAPI + "API_ContainerDefinition.html",
	check: func(s *subject) []Finding {
		var out []Finding
		for _, c := range s.containers {
			bound, ok := c.Bound.Known()
			stop := c.stop()
			if !ok || stop.Value == nil || c.Effect != evidence.Graceful {
				continue
			}
			kill := time.Duration(*stop.Value) * time.Second
			if bound < kill {
				continue
			}
			f := Finding{Severity: Error, Numbers: []Number{c.time("bound", c.Bound), stop}, Source: c.Program.Source,
				Message: fmt.Sprintf("%s waits for its work for %s %s, and ECS kills it after %d s: what is still in flight then is cut, and nothing is cleaned up", c.Program.Name, length(bound), word(c.Bound), *stop.Value)}
			if bound == kill || c.Bound.State != service.Set {
				f.Severity = weighed(c.Bound, Warning)
			}
			if bound == kill {
				f.Message = fmt.Sprintf("%s gives up its work after %s %s, at the moment at which ECS kills it: nothing is left for it to clean up", c.Program.Name, length(bound), word(c.Bound))
			}
			if seconds := c.Bound.Seconds(); seconds+stopMargin <= longestStop {
				f.Fix = []Number{stop.to(seconds + stopMargin)}
			} else {
				f.Fix = []Number{f.Numbers[0].to(max(1, *stop.Value-stopMargin))}
			}
			out = append(out, f)
		}
		return out
	}}
