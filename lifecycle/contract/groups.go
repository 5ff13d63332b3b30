package contract

import (
	"slices"
	"strings"
)

// targetGroups reads the ARNs, with commas between them.
func (r *reader) targetGroups() []string {
	name, text, ok := r.get(TargetGroups)
	if !ok {
		return nil
	}
	groups := strings.Split(text, ",")
	for i, g := range groups {
		if !isTargetGroup(g) || slices.Contains(groups[:i], g) {
			const allowed = "ARNs of target groups, each once, with commas between them and no spaces"
			r.faults = append(r.faults, Fault{
				Path: name, Rule: "type", Given: quote(text), Allowed: allowed,
				Message: name + " takes ARNs of target groups, not " + quote(g) + again(groups[:i], g) + ".",
				WaysOut: []string{"set " + name + " to " + allowed, "unset it"},
			})
			return nil
		}
	}
	return groups
}

// again says that a value stands there a second time.
func again(before []string, g string) string {
	if slices.Contains(before, g) {
		return " a second time"
	}
	return ""
}

// isTargetGroup looks at the form alone, in any partition:
// arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/name/id.
func isTargetGroup(arn string) bool {
	parts := strings.Split(arn, ":")
	return len(parts) == 6 && parts[0] == "arn" && parts[1] != "" && parts[2] == "elasticloadbalancing" && parts[3] != "" && parts[4] != "" &&
		strings.HasPrefix(parts[5], "targetgroup/") && strings.Count(parts[5], "/") == 2 && !strings.ContainsAny(arn, " \t\r\n")
}
