package audit

import "fmt"

// latticeDrain is how long VPC Lattice drains, which nobody can set.
const latticeDrain = 60

var connectCuts = Rule{ID: "service-connect-cuts-requests", Severity: Warning,
	Doc:    "The proxy of Service Connect ends requests that take longer than its timeout, in the middle, at any time.",
	Source: ecsAPI + "API_TimeoutConfiguration.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("per_request_timeout")
		long, known := longest(s)
		if !ok || !known || v[0] == 0 || *long.Value <= v[0] { // 0 is without end.
			return nil
		}
		return found(fmt.Sprintf("requests may take %d s by %s, and Service Connect ends them after %d s", *long.Value, long.Name, v[0]), append(list, long), list[0].to(*long.Value+stopMargin))
	}}

var latticeCuts = Rule{ID: "lattice-cuts-requests", Severity: Warning,
	Doc:    "VPC Lattice drains a task for one minute, whatever is in flight: longer requests are cut at every deployment.",
	Source: "https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_TargetSummary.html",
	check: func(s *subject) []Finding {
		long, known := longest(s)
		if len(s.service.Lattices) == 0 || !known || *long.Value <= latticeDrain {
			return nil
		}
		return found(fmt.Sprintf("requests may take %d s by %s, and VPC Lattice drains for %d s, which nobody can change", *long.Value, long.Name, latticeDrain), []Number{long})
	}}
