//go:build drills && linux

package drills_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/stores"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var behindTable = flag.String("behind", "", "write what the apps leave behind them to this file, as Markdown")

// left is what drills of one form of an app left behind it, one after the other.
type left struct{ drills, logs, lost, unclosed, inside, missing, twice, unlogged int }

// add counts one more.
func (l *left) add(r verdict.Result) {
	l.drills, l.lost = l.drills+1, l.lost+r.Lost()
	for _, s := range r.Stores {
		l.unclosed, l.inside = l.unclosed+s.Unclosed, l.inside+s.Inside+s.Waiting
		if s.Left != nil {
			l.unclosed += *s.Left
		}
	}
	if r.Rows != nil {
		l.missing, l.twice = l.missing+r.Rows.Missing, l.twice+r.Rows.Twice
	}
	if r.Logs != nil {
		l.logs, l.unlogged = l.logs+1, l.unlogged+r.Logs.Lost
	}
}

// nothing says that nothing was left, in at least one drill.
func (l *left) nothing() bool { return *l == left{drills: l.drills, logs: l.logs} && l.logs > 0 }

func (l *left) cells() string {
	if l.drills == 0 {
		return "– | – | – | – | –"
	}
	lines := "–" // Too few were written to know.
	if l.logs > 0 {
		lines = fmt.Sprint(l.unlogged)
	}
	return fmt.Sprintf("%d | %d | %d | %d / %d | %s", l.lost, l.unclosed, l.inside, l.missing, l.twice, lines)
}

// behindLine is a row of the table.
type behindLine struct {
	app      string
	path     shutdown.StopPath
	balancer verdict.BalancerName
	form     string
	naive    left
	ours     left
}

// An app with pools leaves nothing behind it, on both paths and behind both load
// balancers, however often it is played: no request is lost, no connection is left, no
// transaction is open, each order has its row and its line. What the other forms leave
// is measured.
func TestBehind(t *testing.T) {
	database, redis := newPostgres(t), newRedis(t)
	bin := t.TempDir()
	var table []*behindLine
	var all sync.WaitGroup
	slots := make(chan struct{}, *atOnce)
	for _, a := range pooledApps() {
		if !strings.Contains(a.name, *only) {
			continue
		}
		a.build(t, bin)
		for _, path := range []shutdown.StopPath{shutdown.Drained, shutdown.Concurrent} {
			for _, balancer := range []verdict.BalancerName{verdict.Embedded, verdict.HAProxy} {
				if testing.Short() && (path == shutdown.Drained) != (balancer == verdict.HAProxy) {
					continue
				}
				l := &behindLine{app: a.name, path: path, balancer: balancer, form: a.naive[0].name}
				table = append(table, l)
				name := strings.ReplaceAll(fmt.Sprintf("%s_%s_%s", a.name, path, balancer), "-", "_")
				database.ask(t, "postgres", "CREATE DATABASE "+name)
				plan := a.plan(t, database.url(name), redis.URL(), path, balancer)
				all.Go(func() {
					slots <- struct{}{}
					defer func() { <-slots }()
					l.play(t, a, bin, plan)
				})
			}
		}
	}
	all.Wait()
	seen := 0
	for _, l := range table {
		seen += l.naive.unclosed + l.naive.inside + l.naive.unlogged
	}
	if seen == 0 && *only == "" {
		t.Error("no naive app left anything: the drill does not see what is left")
	}
	text := behindMarkdown(table)
	if *behindTable != "" {
		if err := os.WriteFile(*behindTable, []byte(text), 0o666); err != nil {
			t.Error(err)
		}
	}
	fmt.Print(text)
}

// plan is a drill of an app's orders.
func (a pooled) plan(t testing.TB, database, redis string, path shutdown.StopPath, balancer verdict.BalancerName) drill.Plan {
	t.Helper()
	order, err := drill.ParseRequest("POST /orders?seconds={seconds};header=Idempotency-Key: {id}")
	if err != nil {
		t.Fatal(err)
	}
	p := drill.Plan{Profile: read(t, a.folder), Path: path, Balancer: balancer, Folder: filepath.Join("..", a.folder), Requests: []drill.Request{order}, Rate: 50,
		Rows: "SELECT id FROM orders", Attempts: *attempts, Environment: []string{"PYTHONDONTWRITEBYTECODE=1"}}
	for _, of := range []struct {
		kind verdict.StoreKind
		url  string
	}{{verdict.PostgreSQL, database}, {verdict.Redis, redis}} {
		s, err := stores.Parse(of.kind, of.url)
		if err != nil {
			t.Fatal(err)
		}
		p.Stores = append(p.Stores, s)
	}
	return p
}

// play fills a line. The naive form gets AWS's defaults, divided as in the table of
// requests.
func (l *behindLine) play(t testing.TB, a pooled, bin string, plan drill.Plan) {
	one := &line{app: l.app, path: l.path, balancer: l.balancer}
	times := *repeat
	if !testing.Short() {
		times *= 4
	}
	for range times {
		plan.Command = a.command(bin)
		r, ok := one.one(t, plan)
		if !ok {
			return
		}
		if l.ours.add(r); !r.OK || len(r.Findings) > 0 || r.Rows == nil || r.Rows.Stopping == 0 || r.Logs == nil {
			t.Errorf("%s, %s, %s: something was left, or nothing was looked at:\n%s", l.app, l.path, l.balancer, report.DrillText(r))
		}
	}
	if !l.ours.nothing() {
		t.Errorf("%s, %s, %s left %+v", l.app, l.path, l.balancer, l.ours)
	}
	if l.path == shutdown.Drained && testing.Short() {
		return // The naive form takes 15 s.
	}
	plan.Defaults, plan.Scale, plan.Command = true, defaultScale, a.naive[0].command(bin)
	plan.Profile.LongestWork, plan.Profile.Propagation, plan.Profile.Cleanup, plan.Profile.Margin = new(10), nil, nil, nil
	for range max(1, times/4) {
		if r, ok := one.one(t, plan); ok && r.Verdict != verdict.NotJudged {
			l.naive.add(r)
		}
	}
}

// behindMarkdown is the table.
func behindMarkdown(table []*behindLine) string {
	var b strings.Builder
	b.WriteString("| app | path | load balancer | form | drills | requests lost | connections left | transactions open | rows missing / twice | log lines lost |\n|---|---|---|---|--:|--:|--:|--:|--:|--:|\n")
	for _, l := range table {
		fmt.Fprintf(&b, "| %s | %s | %s | %s, AWS's defaults | %d | %s |\n", l.app, l.path, l.balancer, l.form, l.naive.drills, l.naive.cells())
		fmt.Fprintf(&b, "| %s | %s | %s | graceful | %d | %s |\n", l.app, l.path, l.balancer, l.ours.drills, l.ours.cells())
	}
	return b.String()
}
