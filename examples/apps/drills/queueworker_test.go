//go:build drills

package drills_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
)

// The queue worker keeps every message: of short ones at the signal, and of long
// ones by task protection, which holds a deployment off. Those that take longer than
// they are hidden are done once, by heartbeats.
func TestQueueWorker(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "queue-worker")
	if err := run(filepath.Join("..", "queue-worker"), "go", "build", "-o", bin, "."); err != nil {
		t.Fatal(err)
	}
	times := 5 * *repeat
	if testing.Short() {
		times = 1
	}
	for file, scale := range map[string]int{"profile.yaml": 1, "long-messages.yaml": 40, "heartbeat.yaml": 5} {
		name := filepath.Join("..", "queue-worker", file)
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := profile.Read(name, data)
		if err != nil {
			t.Fatal(err)
		}
		if protected := len(drill.Paths(p)) == 2; protected != (file == "long-messages.yaml") {
			t.Errorf("%s has the paths %v", file, drill.Paths(p))
		}
		for _, path := range drill.Paths(p) {
			t.Run(file+" "+string(path), func(t *testing.T) {
				for range times {
					ctx, cancel := context.WithTimeout(context.Background(), attempts*2*time.Minute)
					r, err := drill.Run(ctx, drill.Plan{Profile: p, Path: path, Scale: scale, Command: []string{bin}, Rate: 20, Attempts: attempts})
					cancel()
					if err != nil {
						t.Fatal(err)
					}
					if !r.OK || r.Messages.Lost+r.Messages.Expired > 0 || path == verdict.Protected && (r.Protection.Taken == 0 || r.Protection.Unprotected > 0) {
						t.Errorf("%s", report.DrillText(r))
					}
				}
			})
		}
	}
}
