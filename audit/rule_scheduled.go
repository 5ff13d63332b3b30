package audit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

var stuckOnSchedule = Rule{ID: "cannot-roll-when-scheduled", Severity: Error,
	Doc:    "While a schedule keeps the service that small, a deployment starts no new task and stops no old one, and hangs.",
	Source: ecsAPI + "API_DeploymentConfiguration.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("minimum_healthy_percent", "maximum_percent")
		if !ok || !rollingKnown(s) {
			return nil
		}
		var stuck []int
		most := 0
		for _, name := range []string{"scheduled_min_count", "scheduled_max_count"} {
			n := s.number(name)
			if n.Value == nil || *n.Value < 1 || rolls(*n.Value, v[0], v[1]) {
				continue
			}
			list = append(list, n)
			most = max(most, (100*(*n.Value+1)+*n.Value-1) / *n.Value)
			if !slices.Contains(stuck, *n.Value) {
				stuck = append(stuck, *n.Value)
			}
		}
		if len(stuck) == 0 {
			return nil
		}
		return found(fmt.Sprintf("with %s %s, which a schedule may leave, no deployment goes on: at least %d %% must stay healthy and at most %d %% may run", counted(stuck), plural(stuck), v[0], v[1]),
			list, list[1].to(most))
	}}

// counted are counts in words.
func counted(counts []int) string {
	words := make([]string, len(counts))
	for i, n := range counts {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, " or ")
}

// rolls says that a deployment goes on at a count: one more may run, or one less.
func rolls(n, least, most int) bool {
	return n*most/100 > n || (n*least+99)/100 < n
}

var scheduledToFew = Rule{ID: "scheduled-to-one", Severity: Info,
	Doc:    "A schedule leaves one task or none: there is nobody beside it when its host fails, or nobody at all.",
	Source: "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("scheduled_max_count")
		if !ok || v[0] > 1 {
			return nil
		}
		if v[0] == 0 {
			return found("a scheduled action scales the service to no task at all", list)
		}
		return found("a scheduled action scales the service to one task: when its host fails, nobody is left until another one is up", list)
	}}
