//go:build drills

package drills_test

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var (
	table    = flag.String("table", "", "write the results to this file, as Markdown")
	repeat   = flag.Int("repeat", 1, "play each app so often; two of them four times as often")
	only     = flag.String("app", "", "play only the apps whose name has this in it")
	attempts = flag.Int("attempts", 8, "play a drill that the machine is too late for at most so often")
	atOnce   = flag.Int("at-once", 2, "play so many drills at the same time")
)

// defaultScale divides AWS's defaults: a drain of 300 s takes 15.
const defaultScale = 20

// line is a row of the table.
type line struct {
	app      string
	path     shutdown.StopPath
	balancer verdict.BalancerName
	// before is the naive app on AWS's defaults, after what the profile gives;
	// each counts the requests that were lost, drill by drill.
	before, after []verdict.Result
}

// Every app loses nothing by the contract, on both paths and behind both load
// balancers, however often it is played. What the naive one loses is measured;
// with -short on the concurrent path only, where there is something to lose.
func TestApps(t *testing.T) {
	bin := build(t)
	var lines []*line
	var all sync.WaitGroup
	slots := make(chan struct{}, *atOnce)
	for _, a := range apps(bin) {
		if !strings.Contains(a.name, *only) {
			continue
		}
		for _, path := range []shutdown.StopPath{shutdown.Drained, shutdown.Concurrent} {
			for _, balancer := range []verdict.BalancerName{verdict.Embedded, verdict.HAProxy} {
				if a.once && testing.Short() && (path == shutdown.Drained || balancer == verdict.HAProxy) {
					continue
				}
				l := &line{app: a.name, path: path, balancer: balancer}
				lines = append(lines, l)
				all.Go(func() {
					slots <- struct{}{}
					defer func() { <-slots }()
					l.play(t, a)
				})
			}
		}
	}
	all.Wait()
	lost := 0
	for _, l := range lines {
		for _, r := range l.before {
			lost += r.Lost()
		}
	}
	if lost == 0 && *only == "" {
		t.Error("no naive app lost a request: the drill does not see what gets lost")
	}
	if *table != "" {
		if err := os.WriteFile(*table, []byte(markdown(lines)), 0o666); err != nil {
			t.Error(err)
		}
	}
	fmt.Print(markdown(lines))
}

// play fills a line.
func (l *line) play(t testing.TB, a app) {
	p := read(t, a.folder)
	plan := drill.Plan{Profile: p, Path: l.path, Balancer: l.balancer, Folder: filepath.Join("..", a.folder), Requests: a.requests, Protocol: a.protocol, Message: a.message, Rate: cmp.Or(a.rate, 100), TLS: a.tls}
	l.naive(t, a, plan)
	plan.Command, plan.Front, plan.Attempts = a.graceful, a.front, *attempts
	times := *repeat
	if a.often && !testing.Short() {
		times *= 4
	}
	if testing.Short() {
		plan.Rate = min(plan.Rate, 50)
	}
	for range times {
		after, ok := l.one(t, plan)
		if !ok {
			return
		}
		l.after = append(l.after, after)
		if !after.OK || after.Lost() > 0 {
			t.Errorf("%s, %s, %s:\n%s", l.app, l.path, l.balancer, report.DrillText(after))
		}
	}
}

// naive measures what the app loses as most people run it.
func (l *line) naive(t testing.TB, a app, naive drill.Plan) {
	if testing.Short() && (l.path == shutdown.Drained || l.balancer == verdict.HAProxy) {
		return // It takes 15 s to lose nothing, or shows the same again.
	}
	naive.Command, naive.Defaults, naive.Scale = a.naive, true, defaultScale
	naive.Profile.LongestWork, naive.Profile.Propagation, naive.Profile.Cleanup, naive.Profile.Margin = new(10), nil, nil, nil
	naive.Profile.InterruptTime = nil
	naive.Attempts = *attempts
	if a.before != nil {
		naive.Requests = a.before
	}
	// What a naive app loses is measured only, so that nothing fails without it.
	if before, ok := l.one(t, naive); ok && before.Verdict == verdict.NotJudged {
		t.Logf("%s, %s, %s, naive: not judged: %s", l.app, l.path, l.balancer, before.Findings[0].Message)
	} else if ok {
		l.before = append(l.before, before)
	}
}

func (l *line) one(t testing.TB, p drill.Plan) (verdict.Result, bool) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(*attempts)*2*time.Minute)
	defer cancel()
	p.Again = func(r verdict.Result) {
		fmt.Printf("==> %s, %s, %s: played again: %s\n", l.app, l.path, l.balancer, r.Findings[0].Message)
	}
	r, err := drill.Run(ctx, p)
	if err != nil {
		t.Errorf("%s, %s, %s: %v", l.app, l.path, l.balancer, err)
	}
	return r, err == nil
}

func read(t testing.TB, folder string) shutdown.Profile {
	t.Helper()
	return readFile(t, filepath.Join("..", folder, "profile.yaml"))
}

// markdown is the table.
func markdown(lines []*line) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| app | path | load balancer | AWS's defaults, naive: lost of sent | met the stop (at once) | how it ended | graceful: lost of sent | met the stop (at once) | drills |\n|---|---|---|--:|--:|---|--:|--:|--:|\n")
	sort.SliceStable(lines, func(i, j int) bool { return lines[i].app < lines[j].app })
	for _, l := range lines {
		ended := none
		if len(l.before) > 0 {
			ended = l.before[0].Exit.Text
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s | %s | %d |\n", l.app, l.path, l.balancer,
			lost(l.before), exposed(l.before), ended, lost(l.after), exposed(l.after), len(l.after))
	}
	return b.String()
}

// none stands where nothing was measured.
const none = "–"

func lost(results []verdict.Result) string {
	if len(results) == 0 {
		return none
	}
	var n, sent int
	for _, r := range results {
		n, sent = n+r.Lost(), sent+r.Sent
	}
	return fmt.Sprintf("%d of %d", n, sent)
}

// exposed is how many units met the stopping task in all drills, and the most at
// once in one of them.
func exposed(results []verdict.Result) string {
	if len(results) == 0 {
		return none
	}
	var units, atOnce int
	for _, r := range results {
		units, atOnce = units+r.Exposure.Units, max(atOnce, r.Exposure.AtOnce)
	}
	return fmt.Sprintf("%d (%d)", units, atOnce)
}
