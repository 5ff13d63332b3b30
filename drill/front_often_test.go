//go:build drills

package drill_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
)

var containersTimes = flag.Int("containers-repeat", 20, "play each task with a fault in one container so often at each rate behind each load balancer")

// A task with a fault in one of its containers is never said to hold, and a good one
// always: at any rate, behind either load balancer, however often it is played.
func TestContainers_often(t *testing.T) {
	for _, balancer := range []verdict.BalancerName{verdict.Embedded, verdict.HAProxy} {
		for _, rate := range []int{5, 50, 300} {
			tasks := plantedContainers()
			good := wholePlan(goodFront, shippingApp, goodShipper)
			tasks["a good task"] = planted{plan: good}
			tasks["a good task with TLS"] = planted{plan: frontTLS(good)}
			for name, tt := range tasks {
				t.Run(fmt.Sprintf("%s/%s/%d", name, balancer, rate), func(t *testing.T) {
					t.Parallel()
					tt.plan.Balancer, tt.plan.Rate = balancer, rate
					right := 0
					for range *containersTimes {
						r := play(t, tt.plan)
						named := slices.ContainsFunc(r.Findings, func(f verdict.Finding) bool {
							return f.Rule == tt.rule && f.Fault && strings.Contains(f.Message, tt.words)
						})
						if tt.noticed && r.Verdict == verdict.NotHeld && named || !tt.noticed && r.OK && r.Lost() == 0 {
							right++
							continue
						}
						t.Errorf("want it not to hold by %s (with none: to hold):\n%s", tt.rule, report.DrillText(r))
					}
					fmt.Printf("%s, %s, %d a second: right %d of %d\n", name, balancer, rate, right, *containersTimes)
				})
			}
		}
	}
}
