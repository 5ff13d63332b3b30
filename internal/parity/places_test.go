package parity

import (
	"fmt"
	"testing"
)

// All cases are applied together, on one listener and one Network Load Balancer, so
// none may take a rule's priority or a listener's port from another.
func TestCases_takeAPlaceOfTheirOwn(t *testing.T) {
	taken := map[string]string{}
	for _, c := range Cases() {
		m, err := c.Module("module", Fixed())
		if err != nil {
			t.Fatal(err)
		}
		for _, place := range places(m, nil) {
			if other := taken[place]; other != "" {
				t.Errorf("%s: %s is taken by %s", c.Name, place, other)
			}
			taken[place] = c.Name
		}
	}
	if len(taken) < 30 {
		t.Errorf("only %d places were found; where have they gone?", len(taken))
	}
}

// places are the priorities and the listeners' ports in the arguments of a module.
func places(v any, out []string) []string {
	switch v := v.(type) {
	case arguments:
		return places(map[string]any(v), out)
	case map[string]any:
		if p, ok := v["priority"]; ok {
			out = append(out, fmt.Sprint("priority ", p))
		}
		if _, network := v["load_balancer_arn"]; network {
			out = append(out, fmt.Sprint("port ", v["port"]))
		}
		for key, e := range v {
			if key == "test_listener" {
				if p := at(e, "port"); p != nil {
					out = append(out, fmt.Sprint("port ", p))
				}
			}
			out = places(e, out)
		}
	case []any:
		for _, e := range v {
			out = places(e, out)
		}
	case map[string]map[string]any:
		for _, e := range v {
			out = places(e, out)
		}
	}
	return out
}
