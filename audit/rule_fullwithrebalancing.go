package audit

import "fmt"

var fullWithRebalancing = Rule{ID: "full-with-zone-rebalancing", Severity: Error,
	Doc:    "ECS refuses Availability Zone rebalancing where no task may start beside the others.",
	Source: ecsGuide + "service-rebalancing.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("maximum_percent")
		zones, on := s.service.Rolling.ZoneRebalancing.Get()
		if !ok || v[0] > 100 || !on || zones != "ENABLED" {
			return nil
		}
		return found(fmt.Sprintf("maximum_percent is %d and Availability Zone rebalancing is on, which ECS refuses: raise the one or turn off the other", v[0]),
			list, list[0].to(200))
	}}
