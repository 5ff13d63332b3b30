//go:build drills && linux

package drills_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/testrabbit"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The workers of Kafka and RabbitMQ lose no message, do none twice, and are told of
// nothing.
func TestConsumers(t *testing.T) {
	t.Parallel()
	for folder, broker := range map[string]func(t *testing.T, p *drill.Plan){
		"kafka-worker": func(_ *testing.T, p *drill.Plan) { p.Kafka = &drill.Kafka{Variable: "KAFKA_BROKERS"} },
		"rabbit-worker": func(t *testing.T, p *drill.Plan) {
			b, err := drill.ParseBroker(testrabbit.Start(t))
			if err != nil {
				t.Fatal(err)
			}
			p.Broker = &b
		},
	} {
		t.Run(folder, func(t *testing.T) {
			bin := filepath.Join(t.TempDir(), folder)
			if err := run(filepath.Join("..", folder), "go", "build", "-o", bin, "."); err != nil {
				t.Fatal(err)
			}
			p := drill.Plan{Profile: read(t, folder), Path: shutdown.Concurrent, Command: []string{bin}, Rate: 20, Attempts: *attempts, Warmup: 2 * time.Second}
			broker(t, &p)
			times := 20 * *repeat
			if testing.Short() {
				times = 1
			}
			for range times {
				r, err := drill.Run(context.Background(), p)
				if err != nil {
					t.Fatal(err)
				}
				if r.Verdict != verdict.Held || len(r.Findings) > 0 || r.Messages.Lost+r.Messages.Expired > 0 || r.Messages.DoneByOld == 0 || p.Kafka != nil && r.Messages.Twice > 0 {
					t.Errorf("%s", report.DrillText(r))
				}
			}
		})
	}
}
