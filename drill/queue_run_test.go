package drill_test

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// briefQueue is a worker's profile whose stop takes seconds.
func briefQueue(interrupt shutdown.Interrupt) shutdown.Profile {
	return shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(1), OnInterrupt: interrupt, Cleanup: new(1), Margin: new(1)}
}

func TestRun_workers(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		mode      string
		interrupt shutdown.Interrupt
		ok        bool
		rule      string // of the finding that must be there; empty for none at all
		check     func(m *verdict.MessageCount) bool
	}{
		"good":           {goodWorker, shutdown.Finish, true, "", func(m *verdict.MessageCount) bool { return m.DoneByOld > 0 && m.Expired == 0 && m.Lost == 0 }},
		"requeue":        {requeueWorker, shutdown.Requeue, true, "", func(m *verdict.MessageCount) bool { return m.Returned > 0 && m.Expired == 0 && m.Lost == 0 }},
		"drops":          {dropsWorker, shutdown.Finish, false, verdict.DropsMessage, func(m *verdict.MessageCount) bool { return m.Expired > 0 && m.Lost == 0 && m.Twice > 0 }},
		"drops, closing": {closesWorker, shutdown.Finish, false, verdict.DropsMessage, func(m *verdict.MessageCount) bool { return m.Expired > 0 && m.Lost == 0 && m.Twice > 0 }},
		"greedy":         {greedyWorker, shutdown.Finish, false, verdict.FetchesStopping, func(m *verdict.MessageCount) bool { return m.Fetched > 0 }},
		"deaf":           {deafWorker, shutdown.Finish, false, verdict.IgnoresSignal, func(m *verdict.MessageCount) bool { return m.Fetched > 0 }},
	}
	var all sync.WaitGroup
	for name, tt := range tests {
		all.Go(func() {
			r, err := judged(drill.Plan{Profile: briefQueue(tt.interrupt), Path: shutdown.Concurrent, Command: []string{os.Args[0]},
				Environment: []string{modeVariable + "=" + tt.mode}, Rate: 15})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				return
			}
			named := tt.rule == "" && !slices.ContainsFunc(r.Findings, func(f verdict.Finding) bool { return f.Fault }) ||
				slices.ContainsFunc(r.Findings, func(f verdict.Finding) bool { return f.Rule == tt.rule })
			if r.OK != tt.ok || !named || !tt.check(r.Messages) {
				t.Errorf("%s: OK = %v, want %v with finding %q; %+v\n%s", name, r.OK, tt.ok, tt.rule, *r.Messages, report.DrillText(r))
			}
			if !strings.Contains(report.DrillText(r), "messages sent") {
				t.Errorf("%s: the report does not count messages:\n%s", name, report.DrillText(r))
			}
		})
	}
	all.Wait()
}
