package audit

import "fmt"

var allGoFirst = Rule{ID: "all-go-first", Severity: Warning,
	Doc:    "A deployment may stop every task before a new one serves, and requests meet nobody.",
	Source: ecsAPI + "API_DeploymentConfiguration.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("minimum_healthy_percent", "maximum_percent")
		if !ok || v[0] > 0 || len(s.service.Routes) == 0 {
			return nil
		}
		out := found("minimum_healthy_percent is 0: a deployment may stop every task before a new one serves", list[:1], list[0].to(100))
		if v[1] <= 100 {
			out[0].Severity = Error
			out[0].Numbers = list
			out[0].Message = fmt.Sprintf("minimum_healthy_percent is 0 and maximum_percent %d: each deployment stops tasks first, and none may start beside them", v[1])
			out[0].Fix = append(out[0].Fix, list[1].to(200))
		}
		return out
	}}
