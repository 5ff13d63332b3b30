//go:build drills && linux

package amqp_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/testrabbit"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var times = flag.Int("workers-repeat", 1, "play each worker `N` times")

// A worker of RabbitMQ that loses messages, or cuts their work, never holds, and one
// that does not always does.
func TestDrill_rabbitMQ(t *testing.T) {
	url := testrabbit.Start(t)
	broker, err := drill.ParseBroker(url)
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	one := 1
	for mode, rule := range map[string]string{
		goodWorker: "", pollsQueue: "", closesInHand: "",
		exitsAtOnce: verdict.DropsMessage, autoAck: verdict.DeletesEarly, acksFirst: verdict.DeletesEarly, goesOn: verdict.FetchesStopping, rejects: verdict.DeletesEarly,
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			right := 0
			for range *times {
				r, err := drill.Run(context.Background(), drill.Plan{
					Profile: shutdown.Profile{Workload: shutdown.Queue, Broker: shutdown.OtherBroker, LongestWork: &one, Cleanup: &one, Margin: &one},
					Path:    shutdown.Concurrent, Command: []string{program}, Environment: []string{modeVariable + "=" + mode}, Broker: &broker, Rate: 10, Attempts: 5,
				})
				if err != nil {
					t.Fatal(err)
				}
				named := slices.ContainsFunc(r.Findings, func(f verdict.Finding) bool { return f.Rule == rule && f.Fault })
				if rule == "" && r.Verdict == verdict.Held && len(r.Findings) == 0 || rule != "" && r.Verdict == verdict.NotHeld && named {
					right++
					continue
				}
				t.Errorf("want %q:\n%s", rule, report.DrillText(r))
			}
			fmt.Printf("%s: right %d of %d\n", mode, right, *times)
		})
	}
}
