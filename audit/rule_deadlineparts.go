package audit

import "fmt"

var deadlineParts = Rule{ID: "deadline-below-its-parts", Severity: Warning,
	Doc:    "The app's deadline comes before it has drained and cleaned up, and it ends in the middle.",
	Source: ecsAPI + "API_ContainerDefinition.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("app.delay", "app.drain", "app.deadline")
		if !ok || !s.byContract() {
			return nil
		}
		parts := v[0] + v[1]
		if n := s.number("app.cleanup"); n.Value != nil {
			parts, list = parts+*n.Value, append(list, n)
		} else if n.Why != "" {
			return nil
		}
		if parts <= v[2] {
			return nil
		}
		out := found(fmt.Sprintf("the app may take %d s in all, and its own deadline is %d s", parts, v[2]), list)
		if rest := v[1] - (parts - v[2]); rest >= 0 {
			out[0].Fix = []Number{list[1].to(rest)}
		}
		return out
	}}
