package parity

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/coverage"
)

// What load-balanced-service knows of alb is what fargate-service has: a field
// that neither list names would be refused, one of none would be lost.
func TestBalanced_fieldsOfALB(t *testing.T) {
	var want []string
	for _, f := range module(t) {
		for _, b := range f.body.Blocks {
			if b.Type == "variable" && b.Labels[0] == "alb" {
				kind, _, diags := typeexpr.TypeConstraintWithDefaults(b.Body.Attributes["type"].Expr)
				if diags.HasErrors() {
					t.Fatal(diags)
				}
				want = slices.Sorted(maps.Keys(kind.AttributeTypes()))
			}
		}
	}
	want = slices.DeleteFunc(want, func(field string) bool { return slices.Contains(coverage.RefusedMembers(), "alb."+field) })
	got := slices.Concat(wordsOf(local(t, "load-balanced-service", "group_fields", nil)), wordsOf(local(t, "load-balanced-service", "rule_fields", nil)), wordsOf(local(t, "load-balanced-service", "own_fields", nil)))
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the fields of alb differ (-want +got):\n%s", diff)
	}
}
