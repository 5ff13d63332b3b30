package drill_test

import "github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"

// rules names the findings; a fault has an exclamation mark.
func rules(r verdict.Result) []string {
	var out []string
	for _, f := range r.Findings {
		name := f.Rule
		if f.Fault {
			name += "!"
		}
		out = append(out, name)
	}
	return out
}
