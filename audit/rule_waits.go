package audit

import "fmt"

// leastWait is the shortest time that is proposed for a wait.
const leastWait = 600

var waitShort = Rule{ID: "wait-shorter-than-deployment", Severity: Warning,
	Doc:    "The tool gives up on a deployment that goes well, and reports a failure.",
	Source: "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service#timeouts",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("timeouts.update")
		seconds := s.assessment.Rollout.Seconds
		if !ok || seconds == nil || *seconds <= v[0] {
			return nil
		}
		return found(fmt.Sprintf("a deployment takes about %d s, and Terraform waits for %d s until the service is steady", *seconds, v[0]), list, list[0].to(max(leastWait, (3**seconds+1)/2)))
	}}

var noBake = Rule{ID: "no-time-to-go-back", Severity: Warning,
	Doc:    "The old tasks go as soon as all requests are moved: a fault that shows a minute later has nothing to go back to.",
	Source: ecsGuide + "blue-green-deployment-how-it-works.html",
	check: func(s *subject) []Finding {
		for _, name := range []string{"bake_minutes", "termination_wait_minutes"} {
			if list, v, ok := s.known(name); ok && v[0] == 0 {
				return found("the old tasks are stopped as soon as the new ones have all requests", list, list[0].to(5))
			}
		}
		return nil
	}}
