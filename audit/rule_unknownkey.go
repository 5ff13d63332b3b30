package audit

import (
	"fmt"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/ecsapi"
)

var unknownKey = Rule{ID: "unknown-container-key", Severity: Warning,
	Doc:    "ECS does not know the name, and Terraform drops it without a word: what was meant stays at its default.",
	Source: ecsapi.Source,
	check: func(s *subject) []Finding {
		if s.service.Task == nil {
			return nil
		}
		var words []string
		var numbers []Number
		severity := Warning
		for i := range s.service.Task.Containers {
			c := &s.service.Task.Containers[i]
			for _, k := range c.Strange {
				word := fmt.Sprintf("%s of the container %s", k.Name, c.Name.Or("?"))
				if at := k.Where.String(); at != "" {
					word += " at " + at
				}
				if k.Meant != "" {
					word, severity = word+" (write "+k.Meant+")", Error
				}
				if n := s.number("stop_timeout"); k.Meant == "stopTimeout" && c == s.service.App() && n.Value != nil && len(numbers) == 0 {
					numbers = append(numbers, n)
				}
				words = append(words, word)
			}
		}
		if len(words) == 0 {
			return nil
		}
		out := found("container definitions have names that ECS does not know, and Terraform drops them: "+strings.Join(words, ", "), numbers)
		out[0].Severity = severity
		return out
	}}
