package drill_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A worker process that outlives its app is found and named, whatever it did to
// leave the app, and one that the app waits for is not. None outlives the drill.
func TestRun_leaks(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		mode  string
		plain bool
		named string // empty where nothing leaks
	}{
		"a session":                        {leaksSession, false, filepath.Base(os.Args[0])},
		"a session, not PID 1":             {leaksSession, true, filepath.Base(os.Args[0])},
		"a daemon":                         {leaksDaemon, false, filepath.Base(os.Args[0])},
		"a daemon, not PID 1":              {leaksDaemon, true, filepath.Base(os.Args[0])},
		"a daemon without environment":     {leaksNaked, false, "sleep 20"},
		"the same, not PID 1":              {leaksNaked, true, "sleep 20"},
		"a daemon in the last moment":      {leaksLast, false, filepath.Base(os.Args[0])},
		"the same moment, not PID 1":       {leaksLast, true, filepath.Base(os.Args[0])},
		"workers that are minded":          {minds, false, ""},
		"workers that are minded, not PID": {minds, true, ""},
	}
	balancers := []verdict.BalancerName{verdict.Embedded}
	if *times > 0 {
		balancers = append(balancers, verdict.HAProxy)
	}
	var all sync.WaitGroup
	for name, tt := range tests {
		for _, balancer := range balancers {
			all.Go(func() {
				each(50, func(rate, n int) {
					p := plan(tt.mode, shutdown.Concurrent)
					p.Plain, p.Rate, p.Balancer = tt.plain, rate, balancer
					r, err := judged(p)
					if err != nil {
						t.Errorf("%s, %s at %d, %d: %v", name, balancer, rate, n, err)
						return
					}
					told(name+", "+string(balancer), rate, n, r)
					found := slices.ContainsFunc(r.Findings, func(f verdict.Finding) bool {
						return f.Rule == verdict.LeaksWorker && f.Fault && strings.Contains(f.Message, tt.named)
					})
					if bad := tt.named != ""; r.OK == bad || found != bad {
						t.Errorf("%s, %s at %d, %d: OK = %v, found %v, want %v:\n%s", name, balancer, rate, n, r.OK, found, bad, report.DrillText(r))
					}
				})
			})
		}
	}
	all.Wait()
	if left := helpers(); len(left) > 0 {
		t.Errorf("still running: %v", left)
	}
}

// helpers lists the worker processes of these apps that run.
func helpers() (out []string) {
	files, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, file := range files {
		text, _ := os.ReadFile(file)
		if slices.Contains(strings.Split(string(text), "\x00"), modeVariable+"="+worker) {
			out = append(out, file)
		}
	}
	return append(out, running("20")...)
}

// A worker that leaves a daemon to work off the queue leaks it.
func TestRun_workerLeaksDaemon(t *testing.T) {
	t.Parallel()
	r := play(t, drill.Plan{Profile: briefQueue(shutdown.Finish), Path: shutdown.Concurrent, Rate: 10, Plain: true,
		Command: []string{"sh", "-c", "setsid sleep 20.5 & exec " + os.Args[0]}, Environment: []string{modeVariable + "=" + goodWorker}})
	if r.OK || !slices.Contains(rules(r), verdict.LeaksWorker+"!") {
		t.Errorf("findings %v:\n%s", rules(r), report.DrillText(r))
	}
}
