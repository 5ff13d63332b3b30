//go:build parity

package parity

import (
	"path/filepath"
	"strings"
	"testing"
)

// A service that runs changes to a strategy that moves traffic, and back. Each
// time the rule or listener is made anew at its place, after the target groups
// that it leads to, and nothing is left to change, also once ECS has moved traffic.
func TestOnTheWire_strategyChanges(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	ctx, cancel := bounded(t)
	defer cancel()
	alb := Case{Name: "changing", Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: 50, Paths: []string{"/changing"}}}}
	nlb := Case{Name: "changing-nlb", Inputs: Inputs{ContainerPort: 8080, NLB: &NLB{Port: 8091}}}
	for i, strategy := range []string{"rolling", "blue_green", "rolling"} {
		alb.Profile = "workload: http\nlongest_work: 10\nstrategy: " + strategy + "\n"
		nlb.Profile = alb.Profile + "load_balancer: nlb\n"
		config, err := RootModule(filepath.Join(w.root, "modules", "fargate-service"), w.around, []Case{alb, nlb})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.terraform.Write("main.tf.json", config); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			w.step(ctx, t, "init", "-no-color", "-input=false")
		}
		out := w.step(ctx, t, "apply", "-no-color", "-input=false", "-auto-approve", "-parallelism=20")
		for _, replaced := range []string{"module.changing.aws_lb_listener_rule.this[\"main\"] must be replaced", "module.changing-nlb.aws_lb_listener.this[\"main\"] must be replaced"} {
			if strings.Contains(out, replaced) != (i > 0) && strings.Contains(out, strings.Replace(replaced, "must be replaced", "will be replaced", 1)) != (i > 0) {
				t.Errorf("with strategy %s, step %d: %q is %t", strategy, i, replaced, i == 0)
			}
		}
		for _, kept := range []string{"aws_ecs_service.this[0] must be replaced", "aws_lb_target_group.this[\"main\"] must be replaced", "aws_lb_target_group.this[\"main\"] will be destroyed"} {
			if strings.Contains(out, kept) {
				t.Errorf("with strategy %s, step %d: %s", strategy, i, kept)
			}
		}
		changes, err := w.terraform.Changes(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if changes != "" {
			t.Errorf("after strategy %s, step %d, a second plan is not empty:\n%s", strategy, i, changes)
		}
		moved, err := w.moto.moveTraffic(ctx)
		if want := map[bool]int{true: 2}[strategy == "blue_green"]; err != nil || moved != want {
			t.Errorf("with strategy %s traffic moves at %d places (%v), want %d", strategy, moved, err, want)
		}
		if changes, err = w.terraform.Changes(ctx); err != nil || changes != "" {
			t.Errorf("with strategy %s Terraform does not leave the weights to ECS (%v):\n%s", strategy, err, changes)
		}
	}
}
