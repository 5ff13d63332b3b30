package audit

import "fmt"

const (
	longestStop = 120
	stopMargin  = 5
)

var deadlineTooLate = Rule{ID: "deadline-not-below-stop-timeout", Severity: Error,
	Doc:    "The app is killed before its own deadline, in the middle of what it still does.",
	Source: ecsAPI + "API_ContainerDefinition.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("app.deadline", "stop_timeout")
		if _, program := s.told["app.deadline"]; !ok || v[0] < v[1] || program { // Of a program's own bound another rule says more.
			return nil
		}
		fix := list[1].to(v[0] + stopMargin)
		if *fix.Value > longestStop {
			fix = list[0].to(max(1, v[1]-stopMargin))
		}
		return found(fmt.Sprintf("the app takes %d s to stop, and ECS kills it after %d s", v[0], v[1]), list, fix)
	}}
