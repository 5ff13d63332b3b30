package audit

import (
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// spotNotice is the time from the notice of a Spot interruption to its end.
const spotNotice = 120

var spotDrain = Rule{ID: "spot-drain", Severity: Warning,
	Doc:    "A Spot task has two minutes in all: a longer drain is cut short, and the app's own stop may get none of it.",
	Source: "https://repost.aws/knowledge-center/fargate-spot-termination-notice",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("deregistration_delay")
		spot := s.values.Capacity == shutdown.Spot || s.values.Capacity == shutdown.Mixed
		if !ok || v[0] < spotNotice || !spot {
			return nil
		}
		return found(fmt.Sprintf("tasks may run on Spot, which leaves %d s in all, and draining alone takes %d s: if ECS drains first, the stop signal comes too late", spotNotice, v[0]), list)
	}}
