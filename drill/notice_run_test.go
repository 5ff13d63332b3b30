package drill_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// noticePlan drills a gateway whose connections last for up to an hour, and whose
// load balancer drains for 4 s: 1 s of propagation, 2 s over which the notice is
// spread, and 1 s to close a connection.
func noticePlan(mode string) drill.Plan {
	return drill.Plan{Path: shutdown.Drained, Command: []string{os.Args[0]}, Environment: []string{modeVariable + "=" + mode}, Rate: 20, Warmup: time.Second,
		Requests: []drill.Request{{Path: "/ws", Seconds: 3600}},
		Profile: shutdown.Profile{Workload: shutdown.WebSocket, LongestWork: new(3600), InterruptTime: new(1), Propagation: new(1), Cleanup: new(1), Margin: new(1),
			DrainNotice: new(true), NoticeSpread: new(2)}}
}

// An app that is told of the drain closes every connection before the delay is
// over, also when the API throttles it and is late.
func TestRun_notice(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(p *drill.Plan){
		"in time":            func(*drill.Plan) {},
		"late and throttled": func(p *drill.Plan) { p.Scale, p.NoticeLate, p.NoticeThrottle = 2, 1, 50; twice(&p.Profile) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := noticePlan(noticeSocket)
			change(&p)
			r := play(t, p)
			n := r.Notice
			if !r.OK || r.Lost() > 0 || n == nil || n.After == nil || n.Closed == 0 || slices.Contains(rules(r), verdict.ClosesAtOnce) || r.Connections.Stopping > n.Closed {
				t.Errorf("notice %+v:\n%s", n, report.DrillText(r))
			}
			if p.NoticeThrottle > 0 && n.Refused == 0 {
				t.Errorf("of %d calls none was throttled", n.Calls)
			}
		})
	}
}

// Closes that are not spread, and a health path that turns at the notice, are told
// of, and are no faults: nothing is lost. The health path is told of as it was.
func TestRun_noticeAtOnce(t *testing.T) {
	t.Parallel()
	r := play(t, noticePlan(herdSocket))
	text := report.DrillText(r)
	for _, rule := range []string{verdict.ClosesAtOnce, verdict.UnreadyNotice} {
		if !r.OK || !slices.Contains(rules(r), rule) {
			t.Errorf("OK = %v, want a warning %s:\n%s", r.OK, rule, text)
		}
	}
	if !strings.Contains(text, "before the signal on\n") {
		t.Errorf("the report does not say that the health path had turned before the signal:\n%s", text)
	}
}

// twice doubles the times, for a drill in half the time.
func twice(p *shutdown.Profile) {
	for _, n := range []**int{&p.InterruptTime, &p.Propagation, &p.Cleanup, &p.Margin, &p.NoticeSpread} {
		*n = new(2 * **n)
	}
}

func TestRun_namesPlantedNoticeFaults(t *testing.T) {
	t.Parallel()
	late := noticePlan(noticeSocket)
	late.NoticeLate = 30
	throttled := noticePlan(quitterSocket)
	throttled.NoticeThrottle = 100
	playPlanted(t, map[string]planted{
		"never asks":    {noticePlan(goodSocket), verdict.NoNoticeAsked, "never asked for the health of its own target", true},
		"ignores it":    {noticePlan(stubbornSocket), verdict.IgnoresNotice, "and was to close them within 3 s", true},
		"stops asking":  {throttled, verdict.NoticeTooLate, "1 time, 1 time in vain", true},
		"told too late": {late, verdict.NoticeTooLate, "was never told of the drain", true},
	}, func(name, text string) {
		if !strings.Contains(text, "at the deregistration delay of 4 s") {
			t.Errorf("%s: the report does not say when connections were cut:\n%s", name, text)
		}
	})
}
