package audit

import (
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const leastCooldown = 60

var cooldownShort = Rule{ID: "cooldown-shorter-than-stop", Severity: Warning,
	Doc:    "Tasks are taken away while those of the time before still drain and still count, so that too many go.",
	Source: "https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("scale_in_cooldown", "stop_timeout")
		if !ok {
			return nil
		}
		stop, severity := v[1], Warning
		if own := s.number("app.deadline"); s.byContract() && own.Value != nil && *own.Value < stop {
			stop, list[1] = *own.Value, own // It ends by itself.
		}
		if len(s.service.Routes) > 0 {
			drain := s.number("deregistration_delay")
			if drain.Value == nil {
				return nil
			}
			stop, list = stop+*drain.Value, append(list, drain)
			if usual, _ := shutdown.AWSDefaultOf(drain.Name, s.values.LoadBalancer); *drain.Value >= usual {
				severity = Info // The drain is what is too long.
			}
		}
		if v[0] >= stop {
			return nil
		}
		out := found(fmt.Sprintf("the next tasks may be taken away %d s after the last ones, which may take %d s to go", v[0], stop), list, list[0].to(max(leastCooldown, stop)))
		out[0].Severity = severity
		return out
	}}
