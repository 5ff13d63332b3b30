package audit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

var cannotRoll = Rule{ID: "cannot-roll", Severity: Error,
	Doc:    "A deployment starts no new task and stops no old one, and hangs until it is given up.",
	Source: ecsAPI + "API_DeploymentConfiguration.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("minimum_healthy_percent", "maximum_percent")
		stuck := s.assessment.Rollout.StuckAt
		if !ok || len(stuck) == 0 {
			return nil
		}
		most := 0
		var words []string
		for _, n := range stuck {
			most = max(most, (100*(n+1)+n-1)/n)
			words = append(words, strconv.Itoa(n))
		}
		for _, name := range []string{"desired_count", "min_count"} {
			if n := s.number(name); n.Value != nil && slices.Contains(stuck, *n.Value) {
				list = append(list, n)
			}
		}
		out := found(fmt.Sprintf("with %s %s no deployment goes on: at least %d %% must stay healthy and at most %d %% may run, so none may go and none may come",
			strings.Join(words, " or "), plural(stuck), v[0], v[1]), list, s.number("maximum_percent").to(most))
		if n := s.number("desired_count").Value; n != nil && *n == 0 && len(s.service.Scaling) == 0 {
			out[0].Severity = Warning // Nothing runs that could be stuck, as yet.
		}
		return out
	}}

// plural is task or tasks.
func plural(counts []int) string {
	if len(counts) == 1 && counts[0] == 1 {
		return "task"
	}
	return "tasks"
}
