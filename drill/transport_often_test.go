//go:build drills

package drill_test

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var (
	often  = flag.Int("transport-repeat", 20, "play each app with a fault in its transport so often at each rate behind each load balancer")
	rarely = flag.String("transport-only", "", "play only those whose name has this in it")
)

// Good apps hold, and lose nothing, by the same measure.
func TestTransport_goodHeld(t *testing.T) {
	for _, balancer := range []verdict.BalancerName{verdict.Embedded, verdict.HAProxy} {
		for _, rate := range []int{5, 50, 300} {
			at := plan(goodTransport, shutdown.Concurrent)
			at.Rate, at.Balancer = rate, balancer
			calls, streams := overHTTP2(goodTransport), overGRPC(goodCalls, shutdown.Concurrent)
			calls.Rate, calls.Balancer, streams.Rate, streams.Balancer = rate, balancer, rate, balancer
			for name, p := range map[string]drill.Plan{"good": at, "good, TLS": withTLS(at), "good, HTTP/2": calls, "good, gRPC": streams} {
				if !strings.Contains(name, *rarely) {
					continue
				}
				t.Run(fmt.Sprintf("%s/%s/%d", name, balancer, rate), func(t *testing.T) {
					t.Parallel()
					held := 0
					for range *often {
						if r := play(t, p); r.OK && r.Lost() == 0 {
							held++
						} else {
							t.Errorf("a good app did not hold:\n%s", report.DrillText(r))
						}
					}
					fmt.Printf("%s, %s, %d a second: held %d of %d\n", name, balancer, rate, held, *often)
				})
			}
		}
	}
}

// An app with a fault in its transport is never said to hold: at any rate, behind
// either load balancer, however often it is played.
func TestTransport_neverHeld(t *testing.T) {
	for _, balancer := range []verdict.BalancerName{verdict.Embedded, verdict.HAProxy} {
		for _, rate := range []int{5, 50, 300} {
			faults := plantedTransport(rate)
			maps.Copy(faults, plantedCalls(rate))
			for name, tt := range faults {
				if !strings.Contains(name, *rarely) {
					continue
				}
				t.Run(fmt.Sprintf("%s/%s/%d", name, balancer, rate), func(t *testing.T) {
					t.Parallel()
					tt.plan.Balancer = balancer
					notHeld, lossy := 0, 0
					for range *often {
						r := play(t, tt.plan)
						named := slices.ContainsFunc(r.Findings, func(f verdict.Finding) bool { return f.Rule == tt.rule && f.Fault })
						if r.Verdict != verdict.NotHeld || !named {
							t.Errorf("want it not to hold by %s:\n%s", tt.rule, report.DrillText(r))
							continue
						}
						notHeld++
						if r.Lost() > 0 {
							lossy++
						}
					}
					fmt.Printf("%s, %s, %d a second: not held %d of %d, with a request lost in %d\n", name, balancer, rate, notHeld, *often, lossy)
				})
			}
		}
	}
}
