package read_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/read"
)

// Code alone has a picture for each choice; with its plan, which has one value of
// everything, it has none, and beside the plan of something else it has them still.
func TestReader_choicesOfCode(t *testing.T) {
	const code = "variable \"n\" { default = 2 }\nresource \"aws_ecs_service\" \"s\" { desired_count = var.n }\n"
	plan := func(name string) string {
		return `{"format_version": "1.2", "variables": {"n": {"value": 3}}, "resource_changes": [{"address": "aws_ecs_service.` + name + `", "mode": "managed", "type": "aws_ecs_service", "name": "` + name + `", "change": {"after": {"name": "api", "desired_count": 3}}}]}`
	}
	dir := write(t, map[string]string{"code/main.tf": code, "code/bad.tfvars": "n = [", "plan.json": plan("s"), "other.json": plan("other")})
	for name, tt := range map[string]struct {
		paths, want []string
		notes       int
	}{
		"the code alone":             {[]string{"code"}, []string{"var.n is 1"}, 1},
		"with its plan":              {[]string{"code", "plan.json"}, nil, 0},
		"the plan first":             {[]string{"plan.json", "code"}, nil, 0},
		"the plan of something else": {[]string{"code", "other.json"}, []string{"var.n is 1"}, 1},
		"the plan alone":             {[]string{"plan.json"}, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var r read.Reader
			for _, path := range tt.paths {
				if err := r.Add(filepath.Join(dir, path)); err != nil {
					t.Fatal(err)
				}
			}
			var got []string
			if all := r.Variants().All; all != nil {
				for v := range all {
					got = append(got, v.When.String())
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if notes := r.Notes(); len(notes) != tt.notes || tt.notes > 0 && !strings.Contains(notes[0], "-var-file=bad.tfvars") {
				t.Errorf("%q", notes)
			}
		})
	}
}

// A plan is read in one go for what is there and for what was before; a cut one
// and one whose before is none say so, and a state has no before.
func TestReader_changes(t *testing.T) {
	text, err := os.ReadFile("../plan/testdata/changing.json")
	if err != nil {
		t.Fatal(err)
	}
	names := func(resources []*service.Resource) []string {
		var out []string
		for _, s := range service.Link(resources) {
			out = append(out, s.Name.Or("?"))
		}
		slices.Sort(out)
		return out
	}
	dir := write(t, map[string]string{"plan.json": string(text), "cut.json": string(text[:len(text)/2]), "space.json": "\n " + string(text),
		"faulty.json": `{"format_version": "1.2", "resource_changes": [{"address": "aws_ecs_service.s", "mode": "managed", "type": "aws_ecs_service", "name": "s", "change": {"before": 5, "after": {"name": "api"}}}` + strings.Repeat(" ", 1<<20) + `]}`,
		"state.json":  `{"format_version": "1.0", "values": {"root_module": {"resources": [{"address": "aws_ecs_service.s", "mode": "managed", "type": "aws_ecs_service", "name": "s", "values": {"name": "api"}}]}}}`})
	for name, tt := range map[string]struct {
		planned     bool
		now, before []string
		fault       string
	}{
		"plan.json":   {true, []string{"api", "made"}, []string{"api", "gone"}, ""},
		"space.json":  {true, []string{"api", "made"}, []string{"api", "gone"}, ""},
		"cut.json":    {false, nil, nil, "cut.json"},
		"faulty.json": {false, nil, nil, "the change of aws_ecs_service.s cannot be read: it is no object"},
		"state.json":  {false, []string{"api"}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := read.Reader{Changes: true}
			err := r.Add(filepath.Join(dir, name))
			if (err != nil) != (tt.fault != "") || err != nil && !strings.Contains(err.Error(), tt.fault) {
				t.Fatalf("%v", err)
			}
			if r.Planned() != tt.planned {
				t.Errorf("planned: %t", r.Planned())
			}
			if diff := cmp.Diff(tt.now, names(r.Resources())); diff != "" {
				t.Errorf("now (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.before, names(r.Before())); diff != "" {
				t.Errorf("before (-want +got):\n%s", diff)
			}
		})
	}
	var r read.Reader
	if err := r.Add(filepath.Join(dir, "plan.json")); err != nil || r.Planned() || r.Before() != nil {
		t.Errorf("a before that nobody asked for: %v", err)
	}
}
