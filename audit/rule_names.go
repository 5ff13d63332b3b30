package audit

import "fmt"

var namesOutlive = Rule{ID: "names-outlive-task", Severity: Warning,
	Doc:    "Callers that found the task by its name keep its address for longer than it answers, and their requests meet nobody.",
	Source: ecsGuide + "service-discovery.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("name_ttl")
		if !ok {
			return nil
		}
		serves := 0
		for _, name := range s.serving() {
			n := s.number(name)
			if n.Value == nil {
				return nil
			}
			serves, list = serves+*n.Value, append(list, n)
		}
		if serves >= v[0] {
			return nil
		}
		return found(fmt.Sprintf("callers may keep the address of a task for %d s after its name is gone, and it answers for %s%d s", v[0], s.atMost(), serves), list, list[0].to(serves))
	}}

// serving are the times for which a task goes on answering once its name is gone:
// the drain, and then the app's delay, or at most its whole stop.
func (s *subject) serving() []string {
	var out []string
	if len(s.service.Routes) > 0 {
		out = append(out, "deregistration_delay")
	}
	if s.number("app.delay").Value != nil {
		return append(out, "app.delay")
	}
	return append(out, "stop_timeout")
}

func (s *subject) atMost() string {
	if s.number("app.delay").Value != nil {
		return ""
	}
	return "at most "
}
