//go:build drills

package drills_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// A gateway whose connections last for up to an hour is deployed without waiting
// for their age: its app sees that it is drained, by an API that is late and
// throttles it, and no connection is cut. The times are not scaled, since the watch
// of lifecycle/drainwatch has its own; what is short is the deployment itself.
func TestNotice(t *testing.T) {
	t.Parallel()
	gateway := shutdown.Profile{Workload: shutdown.WebSocket, LongestWork: new(3585)}
	told := gateway
	told.DrainNotice, told.NoticeSpread = new(true), new(5)
	slow, quick := deployment(t, gateway), deployment(t, told)
	if slow < 3600 || quick > 150 {
		t.Errorf("a deployment takes %d s without the notice and %d s with it", slow, quick)
	}
	for _, balancer := range []verdict.BalancerName{verdict.Embedded, verdict.HAProxy} {
		t.Run(string(balancer), func(t *testing.T) {
			t.Parallel()
			l := line{app: "WebSocket, drain notice", path: shutdown.Drained, balancer: balancer}
			r, ok := l.one(t, drill.Plan{Profile: told, Path: shutdown.Drained, Balancer: balancer, Command: []string{filepath.Join(build(t), "websocket")},
				Rate: 10, Message: "hello", Warmup: 10 * time.Second, Requests: []drill.Request{{Path: "/ws", Seconds: 3600}},
				NoticeLate: 1, NoticeThrottle: 20, Attempts: *attempts})
			if ok && (!r.OK || r.Lost() > 0 || r.Notice.Closed < 50) {
				t.Errorf("notice %+v\n%s", r.Notice, report.DrillText(r))
			}
			t.Logf("deployment_seconds %d without and %d with the notice\n%s", slow, quick, report.DrillText(r))
		})
	}
}

// deployment is how long one takes.
func deployment(t testing.TB, p shutdown.Profile) int {
	t.Helper()
	v, err := shutdown.Prove(p)
	if err != nil {
		t.Fatal(err)
	}
	return v.Settings().Estimates.DeploymentSeconds
}
