package gracefulecs_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const (
	checkedServices = 40
	checkedStacks   = 4
	checkPairs      = 7
	checkLimit      = 1.3
)

// A check of 40 services, each with a profile of its own, costs at most 0.3 of what
// the same app costs without it. Both are measured in pairs, in turns, by the
// processor time of Go and Node, so that a busy machine does not matter much.
func TestCheckServices_cost(t *testing.T) {
	if testing.Short() {
		t.Skip("synthesises 600 services")
	}
	profiles := map[string]shutdown.Profile{}
	for s := range checkedStacks {
		for i := range checkedServices / checkedStacks {
			profiles[fmt.Sprintf("Stack%d/Service%d", s, i)] = web()
		}
	}
	var last world
	run := func(checked bool) float64 {
		dir := t.TempDir()
		cpu, start := cpuTime(), time.Now()
		app := awscdk.NewApp(&awscdk.AppProps{Outdir: &dir, Context: &recommendedFlags})
		for s := range checkedStacks {
			last = newWorldNamed(app, fmt.Sprintf("Stack%d", s))
			for i := range checkedServices / checkedStacks {
				byHand(last, i)
			}
		}
		if checked {
			gracefulecs.CheckServices(app, gracefulecs.ByPath(profiles), nil)
		}
		app.Synth(nil)
		if cpu > 0 {
			return float64(cpuTime() - cpu)
		}
		return float64(time.Since(start))
	}
	run(false) // The first template of a process loads code.
	run(true)
	if found := last.violations(t); len(found) > 0 { // Or the check would cost less than it should.
		t.Fatalf("the services contradict their profiles: %v", found)
	}
	var ratios []float64
	for i := range checkPairs {
		var plain, checked float64
		if i%2 == 0 {
			plain, checked = run(false), run(true)
		} else {
			checked, plain = run(true), run(false)
		}
		ratios = append(ratios, checked/plain)
	}
	t.Logf("%d services: %.2f times the app without the check, of %.2f", checkedServices, median(ratios), ratios)
	if got := median(ratios); got > checkLimit {
		t.Errorf("the check makes the synthesis cost %.2f times as much, want at most %.2f; ratios are %.2f", got, checkLimit, ratios)
	}
}
