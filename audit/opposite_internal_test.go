package audit

import (
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// Two fixes that pull one number apart say so of each other; what goes the same way, or
// is of another number, does not.
func TestOpposed(t *testing.T) {
	at := service.Where{File: "a.tf", Line: 1}
	finding := func(rule, name string, now, fix int, at service.Where) Finding {
		n := Number{Name: name, Value: &now, At: at}
		return Finding{Rule: rule, Message: rule, Numbers: []Number{n}, Fix: []Number{n.to(fix)}}
	}
	for name, tt := range map[string]struct {
		other Finding
		want  bool
	}{
		"up and down":      {finding("b", "drain", 45, 40, at), true},
		"one below":        {finding("b", "drain", 45, 44, at), true},
		"as it is":         {finding("b", "drain", 45, 45, at), false},
		"the same way":     {finding("b", "drain", 45, 60, at), false},
		"another number":   {finding("b", "stop", 45, 40, at), false},
		"another place":    {finding("b", "drain", 45, 40, service.Where{File: "b.tf"}), false},
		"without a fix":    {Finding{Rule: "b", Message: "b", Numbers: []Number{{Name: "drain"}}}, false},
		"an unknown value": {Finding{Rule: "b", Message: "b", Fix: []Number{{Name: "drain", At: at}}}, false},
	} {
		list := []Finding{finding("a", "drain", 45, 90, at), tt.other}
		opposed(list)
		if said := strings.Contains(list[0].Message, "b asks for the opposite, drain "); said != tt.want {
			t.Errorf("%s: %q", name, list[0].Message)
		}
		if said := strings.Contains(list[1].Message, "a asks for the opposite, drain 90"); said != tt.want {
			t.Errorf("%s: %q", name, list[1].Message)
		}
	}
}
