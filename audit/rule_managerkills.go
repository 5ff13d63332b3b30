package audit

import (
	"fmt"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
)

var managerKills = Rule{ID: "manager-kills-before-stop-timeout", Severity: Warning,
	Doc:    "The process manager kills the app after a default of its own, long before the stop timeout is over.",
	Source: "https://github.com/aws/amazon-ecs-agent/issues/2886",
	check: func(s *subject) []Finding {
		var out []Finding
		for _, c := range s.containers {
			bound, ok := c.Bound.Known()
			stop := c.stop()
			if !ok || c.Program.Role != evidence.Manager || c.Bound.State != service.Default || stop.Value == nil || c.Effect != evidence.Graceful ||
				bound >= time.Duration(*stop.Value)*time.Second {
				continue
			}
			out = append(out, Finding{Severity: weighed(c.Bound, Warning), Numbers: []Number{c.time("bound", c.Bound), stop}, Source: c.Program.Source,
				Message: fmt.Sprintf("%s kills what it runs after %s %s, whatever the stop timeout of %d s leaves", c.Program.Name, length(bound), word(c.Bound), *stop.Value)})
		}
		return out
	}}
