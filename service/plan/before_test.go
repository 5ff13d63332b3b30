package plan_test

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/plan"
)

// changing is a plan of a service, its task definition and two target groups, of
// which the service leaves the first.
//
//go:embed testdata/changing.json
var changing string

// told is what a picture has of each service.
func told(t *testing.T, p *plan.Plan) []string {
	t.Helper()
	var out []string
	number := func(v service.Value[int]) string { return service.Written(float64(v.Or(-1))) + " " + string(v.State) }
	for _, s := range service.Link(p.Resources()) {
		text := s.Name.Or("?") + ": maximum " + number(s.Rolling.MaximumPercent) + ", minimum " + number(s.Rolling.MinimumHealthyPercent)
		if s.Task != nil {
			text += ", stop " + number(s.Task.Containers[0].StopTimeout)
		}
		for _, r := range s.Routes {
			text += ", drain " + number(r.Group.DeregistrationDelay)
		}
		out = append(out, text)
	}
	return out
}

// What is there before is the picture of the values that the plan changes: its
// resources found by their ARNs, since the configuration is that of now; a value that
// goes with its expression was set, and what was a default is one.
func TestDecodeBefore(t *testing.T) {
	after, err := plan.Decode("plan.json", strings.NewReader(changing))
	if err != nil {
		t.Fatal(err)
	}
	before, err := plan.DecodeBefore("plan.json", strings.NewReader(changing))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"api: maximum 200 set, minimum 100 default, stop 60 set, drain 300 default", "made: maximum -1 , minimum -1 "}, told(t, after)); diff != "" {
		t.Errorf("after (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"api: maximum 150 set, minimum 100 default, stop 30 set, drain 30 set", "gone: maximum -1 , minimum -1 "}, told(t, before)); diff != "" {
		t.Errorf("before (-want +got):\n%s", diff)
	}
}

// A state has no before, and what is no plan is refused as ever.
func TestDecodeBefore_none(t *testing.T) {
	if p, err := plan.DecodeBefore("state.json", strings.NewReader(`{"format_version": "1.0", "values": {"root_module": {"resources": []}}}`)); p != nil || err != nil {
		t.Errorf("a state: %v, %v", p, err)
	}
	if _, err := plan.DecodeBefore("x.json", strings.NewReader(`{"format_version": "2.0"}`)); err == nil || !strings.Contains(err.Error(), "0 and 1 are known here") {
		t.Errorf("a format to come: %v", err)
	}
}
