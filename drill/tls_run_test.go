package drill_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// withTLS has the app of a plan speak TLS.
func withTLS(p drill.Plan) drill.Plan {
	p.TLS = true
	p.Environment = append(p.Environment[:len(p.Environment):len(p.Environment)], tlsVariable+"=1")
	return p
}

// A task that speaks TLS, with a certificate that nobody trusts, loses nothing.
func TestRun_goodTLSAppLosesNothing(t *testing.T) {
	t.Parallel()
	for _, path := range []shutdown.StopPath{shutdown.Drained, shutdown.Concurrent} {
		r := play(t, withTLS(plan(goodTransport, path)))
		if !r.OK || r.Lost() > 0 || r.ByReplacement == 0 || r.Answered == r.ByReplacement || r.Idle == nil || r.Idle.Watched == 0 {
			t.Errorf("%s: a good app did not hold, or was not looked at:\n%s", path, report.DrillText(r))
		}
	}
}

// What speaks TLS is told by its URL, and a stand-in replaces it without.
func TestRun_attachedTLS(t *testing.T) {
	t.Setenv(tlsVariable, "1")
	r, err := judgedAnew(func() drill.Plan {
		command, address := startApp(t, goodTransport)
		return drill.Plan{Profile: brief(), Path: shutdown.Concurrent, URL: strings.Replace(address, "http:", "https:", 1), PID: command.Process.Pid, Rate: 50}
	})
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK || r.Lost() > 0 || r.ByReplacement == 0 || r.Answered == r.ByReplacement {
		t.Errorf("OK = %v, %d by the stand-in:\n%s", r.OK, r.ByReplacement, report.DrillText(r))
	}
}

// An app that does not speak what was said is no app to drill.
func TestRun_wrongTLS(t *testing.T) {
	t.Parallel()
	without := plan(goodTransport, shutdown.Concurrent)
	without.TLS = true
	with := withTLS(plan(goodTransport, shutdown.Concurrent))
	with.TLS = false
	batch := plan(goodTransport, shutdown.Concurrent)
	batch.TLS, batch.Profile = true, shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(1)}
	for name, tt := range map[string]struct {
		plan drill.Plan
		want string
	}{
		"no TLS":        {without, "it must listen on $HOST:$PORT with TLS, which is"},
		"TLS":           {with, "answered 400 Bad Request"},
		"running, said": {drill.Plan{Profile: brief(), Path: shutdown.Concurrent, URL: "http://127.0.0.1:1", PID: 1, TLS: true}, "as in https://127.0.0.1:1"},
		"running, file": {drill.Plan{Profile: brief(), Path: shutdown.Concurrent, URL: "ftp://127.0.0.1", PID: 1}, "must be like http://127.0.0.1:8080 or https://127.0.0.1:8443"},
		"a worker":      {batch, "the profile has workload queue"},
	} {
		tt.plan.Ready = time.Second
		_, err := drill.Record(context.Background(), tt.plan)
		if !strings.Contains(fmt.Sprint(err), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}
