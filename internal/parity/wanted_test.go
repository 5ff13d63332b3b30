package parity

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// checkWanted compares a side with the profile: two sides that are wrong in the same
// way are equal.
func checkWanted(t *testing.T, c Case, side string, tree Tree) {
	t.Helper()
	differences, err := unwanted(t, c, Picture(tree))
	if err != nil {
		t.Error(err)
	}
	for _, d := range differences {
		if !d.Doubt || d.Got != "that of an imported target group" { // Which a case registers the service in.
			t.Errorf("%s: %s", side, d)
		}
	}
}

// unwanted are the values of the one service that are not what the case's profile wants.
func unwanted(t *testing.T, c Case, resources []*service.Resource) ([]service.Difference, error) {
	t.Helper()
	profile, err := c.profile()
	if err != nil {
		t.Fatal(err)
	}
	services := service.Link(resources)
	if len(services) != 1 {
		t.Fatalf("there are %d services", len(services))
	}
	return service.Compare(services[0], profile)
}

// Of what the module was last recorded to build, each value that the profile wants is
// looked at: made another one where the list says that it stands, it is missed by its
// name. So the list, the picture and the module agree on where it stands.
func TestRecorded_wanted(t *testing.T) {
	all := Cases()
	for _, b := range BalancedCases() {
		all = append(all, b.Case)
	}
	missed := map[string]bool{}
	for _, c := range all {
		tree := recorded(t, c.Name)
		checkWanted(t, c, "Terraform", tree)
		for _, w := range service.Wants() {
			for part := range tree {
				kind, _, _ := strings.Cut(part, ".")
				spoilt, done := spoiled(tree, part, w)
				if !done || !slices.Contains(treeParts[w.Part], kind) {
					continue
				}
				// A profile that leaves the strategy open takes the spoilt one, and has a fault.
				differences, _ := unwanted(t, c, Picture(spoilt))
				if slices.ContainsFunc(differences, func(d service.Difference) bool { return d.Setting == w.Setting }) {
					missed[w.Setting+" of the "+string(w.Part)] = true
				}
			}
		}
	}
	want := map[string]bool{}
	for _, w := range service.Wants() {
		want[w.Setting+" of the "+string(w.Part)] = true
	}
	if diff := cmp.Diff(want, missed); diff != "" {
		t.Errorf("values that are missed when they are others (-in the list +in some case):\n%s", diff)
	}
}

// treeParts are those of a tree that are a part of a service.
var treeParts = map[service.Part][]string{service.OfService: {"service"}, service.OfDeployment: {"service"}, service.OfTargetGroup: {"target_group", "alternate_target_group"},
	service.OfLoadBalancer: {"load_balancer"}, service.OfListener: {"listener"}, service.OfPolicy: {"scaling_policy"}, service.OfQueue: {"queue"}}

// spoiled is a tree in which a part has another value for what is wanted, and whether
// it has one at all.
func spoiled(tree Tree, part string, w service.Want) (Tree, bool) {
	path := w.Path()
	if w.Part == service.OfDeployment {
		path = append([]string{"DeploymentConfiguration"}, path...)
	}
	for i, name := range path {
		path[i] = strings.ToLower(name[:1]) + name[1:]
	}
	if w.Attribute != "" {
		path = append(path, w.Attribute)
	}
	other, done := another(tree[part], path)
	out := maps.Clone(tree)
	out[part], _ = other.(map[string]any)
	return out, done
}

// another is a value with another one inside, and whether there is one.
func another(v any, path []string) (any, bool) {
	if len(path) == 0 {
		if text := fmt.Sprint(v); text != "true" && text != "false" {
			return text + "0", true
		}
		return strconv.FormatBool(v != true && v != "true"), true
	}
	m, _ := v.(map[string]any)
	inner, there := m[path[0]]
	if !there && path[0] == service.AttributeTermination {
		inner, there = false, true // AWS's default, which nobody sends.
	}
	if !there {
		return v, false
	}
	out := maps.Clone(m)
	out[path[0]], there = another(inner, path[1:])
	return out, there
}
