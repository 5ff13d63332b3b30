package drill_test

import (
	"os"
	"os/signal"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The modes of the job.
const (
	goodJob  = "job-good"
	overJob  = "job-starts-over"
	quitsJob = "job-gives-up"
	stubborn = "job-ignores-signal"
	// These leave out the rest of the work: one is done whenever its loop ends, the
	// other writes the end as its checkpoint.
	endsJob    = "job-is-done-at-the-signal"
	farJob     = "job-writes-its-end"
	jobStep    = 50 * time.Millisecond
	checkpoint = "/checkpoint"
)

// badjob works in steps and does on the stop signal what its mode says.
func badjob(mode string) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	folder := os.Getenv("STATE_FOLDER")
	work, err := time.ParseDuration(os.Getenv("WORK_SECONDS") + "s")
	if err != nil {
		panic(err)
	}
	text, _ := os.ReadFile(folder + checkpoint)
	at, _ := strconv.Atoi(string(text))
	if mode == quitsJob && len(text) > 0 {
		os.Exit(0)
	}
	for ; at < int(work/jobStep); at++ {
		select {
		case <-signals:
			if mode == stubborn {
				select {}
			}
			switch mode {
			case overJob:
				at = 0
			case farJob:
				at = int(work / jobStep)
			case endsJob:
				_ = os.WriteFile(folder+"/done", nil, 0o600)
			}
			_ = os.WriteFile(folder+checkpoint, []byte(strconv.Itoa(at)), 0o600)
			os.Exit(0)
		case <-time.After(jobStep):
		}
	}
	_ = os.WriteFile(folder+"/done", nil, 0o600)
	os.Exit(0)
}

func TestRun_jobs(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		mode     string
		finished bool
		want     []string
	}{
		"good":        {goodJob, true, nil},
		"starts over": {overJob, true, []string{verdict.StartsOver + "!"}},
		"gives up":    {quitsJob, false, []string{verdict.NotFinished + "!"}},
		"is done":     {endsJob, true, []string{verdict.SkipsWork + "!"}},
		"too far":     {farJob, true, []string{verdict.SkipsWork + "!"}},
		"ignores":     {stubborn, true, []string{verdict.IgnoresSignal + "!", verdict.StartsOver + "!"}},
	}
	var all sync.WaitGroup
	for name, tt := range tests {
		all.Go(func() {
			r, err := judged(drill.Plan{
				Profile: shutdown.Profile{Workload: shutdown.Batch, LongestWork: new(4), OnInterrupt: shutdown.Checkpoint, InterruptTime: new(1), Cleanup: new(1), Margin: new(1)},
				Path:    shutdown.Concurrent, Command: []string{os.Args[0]}, Environment: []string{modeVariable + "=" + tt.mode}, Warmup: 2 * time.Second})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				return
			}
			if diff := cmp.Diff(tt.want, rules(r)); diff != "" || r.Job.Finished != tt.finished || r.OK != (tt.want == nil) {
				t.Errorf("%s: OK = %v, findings (-want +got):\n%s\n%s", name, r.OK, diff, report.DrillText(r))
			}
		})
	}
	all.Wait()
}
