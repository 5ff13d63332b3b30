package verdict_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Real drills as earlier versions recorded them. A recording is never made anew:
// what it was judged to be stays true.
func TestJudge_earlierRecordings(t *testing.T) {
	t.Parallel()
	type judged struct {
		Workload shutdown.Workload
		Path     shutdown.StopPath
		Verdict  verdict.Verdict
		Rules    string // a fault has an exclamation mark
		Lost     int
	}
	golden := map[string]judged{
		"http-held":      {shutdown.HTTP, shutdown.Drained, verdict.Held, "", 0},
		"http-closes":    {shutdown.HTTP, shutdown.Concurrent, verdict.NotHeld, "closes-listener-early!", 14},
		"http-late":      {shutdown.HTTP, shutdown.Concurrent, verdict.NotJudged, "machine-late", 0},
		"sockets-held":   {shutdown.WebSocket, shutdown.Concurrent, verdict.Held, "", 0},
		"sockets-drops":  {shutdown.WebSocket, shutdown.Concurrent, verdict.NotHeld, "drops-connections!", 6},
		"worker-held":    {shutdown.Queue, shutdown.Concurrent, verdict.Held, "breaks-off-receive", 0},
		"worker-drops":   {shutdown.Queue, shutdown.Concurrent, verdict.NotHeld, "drops-message! breaks-off-receive", 0},
		"worker-misses":  {shutdown.Queue, shutdown.Concurrent, verdict.NotHeld, "misses-heartbeat! breaks-off-receive", 0},
		"protected-held": {shutdown.Queue, verdict.Protected, verdict.Held, "", 0},
		"protected-late": {shutdown.Queue, verdict.Protected, verdict.NotHeld, "protects-late!", 0},
		"job-held":       {shutdown.Batch, shutdown.Concurrent, verdict.Held, "", 0},
		"task-held":      {shutdown.HTTP, shutdown.Concurrent, verdict.Held, "", 0},
		"task-killed":    {shutdown.HTTP, shutdown.Concurrent, verdict.NotHeld, "container-killed!", 0},
		"shop-held":      {shutdown.HTTP, shutdown.Concurrent, verdict.Held, "", 0},
		"shop-leaves":    {shutdown.HTTP, shutdown.Concurrent, verdict.NotHeld, "leaves-connections!", 0},
		"kafka-held":     {shutdown.Stream, shutdown.Concurrent, verdict.Held, "", 0},
		"rabbit-drops":   {shutdown.Queue, shutdown.Concurrent, verdict.NotHeld, "drops-message!", 0},
		"job-over":       {shutdown.Batch, shutdown.Concurrent, verdict.NotHeld, "starts-over!", 0},
	}
	files, err := filepath.Glob("testdata/recordings/*.jsonl")
	if err != nil || len(files) != len(golden) {
		t.Fatalf("%d recordings, want %d: %v", len(files), len(golden), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		recordings, err := verdict.Unmarshal(text)
		if err != nil || len(recordings) != 1 {
			t.Errorf("%s: %d recordings: %v", file, len(recordings), err)
			continue
		}
		r := judge(recordings[0])
		got := judged{r.Workload, r.Path, r.Verdict, strings.Join(rules(r), " "), r.Lost()}
		name := strings.TrimSuffix(filepath.Base(file), ".jsonl")
		if diff := cmp.Diff(golden[name], got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
