package audit

import (
	"maps"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// unjudged are the values that rules ask for and that are not known: those of the
// assessment, other numbers, and what is no number.
func unjudged(s *subject) map[string]string {
	out := maps.Clone(s.values.Unknown)
	if out == nil {
		out = map[string]string{}
	}
	add := func(name string, state service.State, why string) {
		if _, said := out[name]; state == service.Unknown && !said {
			out[name] = why
		}
	}
	for _, n := range s.numbers {
		add(n.Name, n.State, n.Why)
	}
	for _, r := range s.service.Routes {
		if g := r.Group; g != nil {
			add("health_check.matcher", g.Matcher.State, g.Matcher.Why)
			add("health_check.matcher", g.Version.State, g.Version.Why)
		}
	}
	for _, c := range s.service.Connected {
		add("per_request_timeout", c.Protocol.State, c.Protocol.Why)
	}
	for _, c := range s.containers {
		if c.app && c.Open {
			add("stop_signal", service.Unknown, c.Why)
		}
	}
	r := s.service.Rolling
	add("circuit_breaker", r.BreakerEnable.State, r.BreakerEnable.Why)
	add("availability_zone_rebalancing", r.ZoneRebalancing.State, r.ZoneRebalancing.Why)
	add("wait_for_steady_state", s.service.Waits.Steady.State, s.service.Waits.Steady.Why)
	return out
}

// settlements are what would settle a value that is not known, by words of the reason.
var settlements = []struct{ reason, by string }{
	{"known after apply", "audit the state once it is applied"},
	{"known at deployment only", "audit what the AWS command line prints once it is deployed"},
	{"the image was not read", "give its Dockerfile with --dockerfile"},
	{"not among what was read", "give the file that has it, too"},
}

// SettledBy is what would settle a value that is not known for that reason; empty
// where nothing general does.
func SettledBy(why string) string {
	for _, s := range settlements {
		if strings.Contains(why, s.reason) {
			return s.by
		}
	}
	return ""
}
