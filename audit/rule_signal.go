package audit

import (
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
)

var dropsWork = Rule{ID: "stop-signal-drops-work", Severity: Error,
	Doc:    "The stop signal is one on which the program drops what it has, or its settings say that it does.",
	Source: ecsAPI + "API_StopTask.html",
	check: func(s *subject) []Finding {
		var out []Finding
		for _, c := range s.containers {
			if c.Effect != evidence.Quick || c.Lost || !c.Signal.Known {
				continue
			}
			f := signalFinding(s, c, fmt.Sprintf("the container %s gets %s (%s), and %s", c.name(), c.Signal.Name, c.Signal.Because, c.Why))
			switch {
			case c.Program == nil || len(c.Program.Graceful) == 0: // It is SIGKILL.
				f.Message += "; without that STOPSIGNAL it gets SIGTERM, and can finish"
			case c.Program.Graceful[0] != c.Signal.Name:
				f.Message += "; STOPSIGNAL " + string(c.Program.Graceful[0]) + " in its Dockerfile lets it finish"
			}
			if c.Program != nil {
				f.Source = c.Program.Source
			}
			out = append(out, f)
		}
		return out
	}}

var signalLost = Rule{ID: "stop-signal-lost", Severity: Error,
	Doc:    "What starts the program keeps the stop signal or ends on it, and the program never hears that it should stop.",
	Source: "https://docs.docker.com/reference/dockerfile/#shell-form-entrypoint-example",
	check: func(s *subject) []Finding {
		var out []Finding
		for _, c := range s.containers {
			if c.Lost && (c.Program != nil || c.app || c.Essential.Or(false)) { // Else it may have done its work at the start.
				out = append(out, signalFinding(s, c, "the stop signal does not reach what the container "+c.name()+" runs: "+c.Why+"; "+c.Remedy))
			}
		}
		return out
	}}

// signalFinding is an error where work is lost by it, and a warning where a load
// balancer has drained the task before most stops, or where the container is not the
// app.
func signalFinding(s *subject, c container, message string) Finding {
	f := Finding{Severity: Error, Numbers: []Number{c.stop()}, Message: message}
	if !c.app || drainedFirst(s) {
		f.Severity = Warning
	}
	return f
}
