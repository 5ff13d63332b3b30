package coverage

import (
	"fmt"
	"slices"
	"strings"
)

// StopNumbers are the names under which people set what the profile computes: the
// anchors' inputs and the settings' own names, spelt as one word in lower case.
func StopNumbers(anchors []Anchor, answers []Answer) []string {
	var out []string
	for _, a := range answers {
		for _, setting := range a.Computed {
			out = append(out, word(setting))
			// A last part that is long enough says what it is without the first.
			if last := word(lastPart(setting)); len(last) > len("percent")+3 {
				out = append(out, last)
			}
		}
		if len(a.Computed) == 0 {
			continue
		}
		for _, names := range a.Names {
			for _, name := range names {
				name = strings.TrimSuffix(name, "*")
				parts := strings.Split(name, ".")
				out = append(out, word(strings.Join(parts[max(0, len(parts)-2):], ".")))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Contradictions are inputs of ours that carry a stop number's name, unless an answer
// says what they are instead, and what is said of inputs that do not.
func Contradictions(anchors []Anchor, answers []Answer, ours Ours) []string {
	excused, used := map[string]bool{}, map[string]bool{}
	for _, a := range answers {
		for name, reason := range a.Beside {
			excused[name] = reason != ""
		}
	}
	var out []string
	stop := StopNumbers(anchors, answers)
	for _, names := range []map[string]bool{ours.Module, ours.Construct} {
		for name := range names {
			i := slices.IndexFunc(stop, func(s string) bool { return strings.Contains(word(name), s) })
			switch {
			case i >= 0 && excused[name]:
				used[name] = true
			case i >= 0:
				out = append(out, fmt.Sprintf("%s has the name of the stop number %s: it is computed from the profile, so it may not be set beside it", name, stop[i]))
			}
		}
	}
	for name := range excused {
		if !used[name] {
			out = append(out, fmt.Sprintf("%s is said to be no stop number, and has no such name or does not exist", name))
		}
	}
	slices.Sort(out)
	return out
}

// RefusedMembers are what objects of the module's inputs have in order to refuse it:
// Terraform drops a member that a type does not have, without a word.
func RefusedMembers() []string {
	group := []string{"deregistration_delay", "health_check", "health_check_healthy_threshold", "health_check_interval", "health_check_timeout", "health_check_unhealthy_threshold"}
	network := append([]string{"connection_termination", "idle_timeout", "tcp_idle_timeout_seconds"}, group...)
	container := []string{"dependsOn", "stopTimeout", "stop_timeout"}
	cooldown := []string{"scale_in_cooldown"}
	var out []string
	for object, members := range map[string][]string{
		"alb": group, "routes.alb": group, "nlb": network, "routes.nlb": network, "front": container, "sidecars": container, "init_containers": container,
		"autoscaling": cooldown, "autoscaling.custom_targets": cooldown, "autoscaling.steps": {"cooldown"},
		"queue": {"visibility_timeout_seconds"}, "service_connect.services": {"timeout"},
	} {
		for _, m := range members {
			out = append(out, object+"."+m)
		}
	}
	slices.Sort(out)
	return out
}

// MisplacedMembers are what objects of the module's inputs have in order to refuse a
// login where none is asked for.
func MisplacedMembers() []string {
	return []string{"nlb.authenticate_cognito", "nlb.authenticate_oidc", "routes.authenticate_cognito", "routes.authenticate_oidc", "routes.nlb.authenticate_cognito", "routes.nlb.authenticate_oidc"}
}

func lastPart(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

func word(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", ".", "").Replace(name))
}

// Arguments are the names by which somebody may try to set a stop number in a module
// block: those of the other modules, and the settings' own.
func Arguments(anchors []Anchor, answers []Answer) []string {
	var out []string
	for _, a := range answers {
		for _, setting := range a.Computed {
			out = append(out, lastPart(setting), strings.ReplaceAll(setting, ".", "_"))
		}
		if len(a.Computed) == 0 {
			continue
		}
		for id, names := range a.Names {
			if id == "patterns" {
				continue // Go refuses a field that a struct has not.
			}
			for _, name := range names {
				out = append(out, strings.TrimSuffix(lastPart(name), "*"))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
