package shutdown

import "strconv"

// LeftOut says what stands in for the words and counts that the values leave
// out, such as "load_balancer none".
func (v Values) LeftOut() []string {
	var out []string
	for _, word := range []struct {
		name, given, instead string
	}{
		{"load_balancer", string(v.LoadBalancer), string(NoLoadBalancer)},
		{"desired_count", shownNumber(v.DesiredCount), "1"},
		{"capacity", string(v.Capacity), string(OnDemand)},
		{"strategy", string(v.Strategy), string(Rolling)},
	} {
		if _, unknown := v.Unknown[word.name]; word.given == "" && !unknown {
			out = append(out, word.name+" "+word.instead)
		}
	}
	return out
}

// Unused names the values that are given and change no answer, because nothing
// has them here.
func (v Values) Unused() []string {
	var out []string
	name := func(set bool, path string) {
		if set {
			out = append(out, path)
		}
	}
	_, unknown := v.Unknown["load_balancer"]
	if or(v.LoadBalancer, NoLoadBalancer) == NoLoadBalancer && !unknown {
		name(v.DeregistrationDelay != nil, "deregistration_delay")
		name(v.ConnectionTermination != nil, "connection_termination")
		name(v.HealthCheck != nil, "health_check")
		name(v.IdleTimeout != nil, "idle_timeout")
	}
	strategy := or(v.Strategy, Rolling)
	if _, unknown := v.Unknown["strategy"]; !unknown {
		name(strategy == Rolling && v.BakeMinutes != nil, "bake_minutes")
		steps := strategy == Linear || strategy == Canary
		name(!steps && v.StepPercent != nil, "step_percent")
		name(!steps && v.StepMinutes != nil, "step_minutes")
	}
	return out
}

func shownNumber(v *int) string {
	if v == nil {
		return ""
	}
	return strconv.Itoa(*v)
}
