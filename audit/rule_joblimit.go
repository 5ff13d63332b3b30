package audit

import (
	"fmt"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
)

var jobLimit = Rule{ID: "job-limit-over-stop-timeout", Severity: Warning,
	Doc:    "A job may last longer than the stop: a deployment or scale-in kills it in the middle, unless task protection holds that off.",
	Source: ecsGuide + "task-scale-in-protection.html",
	check: func(s *subject) []Finding {
		var out []Finding
		for _, c := range s.containers {
			limit, ok := c.Job.Known()
			stop := c.stop()
			if !ok || c.Job.State != service.Set || stop.Value == nil || limit <= time.Duration(*stop.Value)*time.Second || protects(s, c) || c.Program.Role != evidence.Worker {
				continue
			}
			out = append(out, Finding{Numbers: []Number{c.time("job", c.Job), stop},
				Message: fmt.Sprintf("a job of %s may take %s %s, and a stop leaves it at most %d s: let the task protect itself while it works, or give such jobs back and do them again", c.Program.Name, length(limit), word(c.Job), *stop.Value)})
		}
		return out
	}}

// protects says that something tells of task protection.
func protects(s *subject, c container) bool {
	if s.values.TaskProtectionMinutes != nil {
		return true
	}
	for name := range c.Environment {
		if strings.Contains(strings.ToUpper(name), "PROTECTION") {
			return true
		}
	}
	return false
}
