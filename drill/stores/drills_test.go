//go:build drills && linux

package stores_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/stores"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/testpostgres"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/testredis"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var storeTimes = flag.Int("stores-repeat", 1, "play each shop `N` times")

// behind are the stores of the shops.
type behind struct{ postgres, redis stores.Store }

func newBehind(t *testing.T) behind {
	t.Helper()
	url := testpostgres.Start(t).URL("postgres")
	c, err := pgx.Connect(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close(context.Background()) }()
	if _, err := c.Exec(context.Background(), "CREATE TABLE orders (id uuid NOT NULL)"); err != nil {
		t.Fatal(err)
	}
	postgres, err := stores.Parse(verdict.PostgreSQL, url)
	if err != nil {
		t.Fatal(err)
	}
	redis, err := stores.Parse(verdict.Redis, testredis.Start(t).URL())
	if err != nil {
		t.Fatal(err)
	}
	return behind{postgres, redis}
}

// plan is a drill of the shop in a mode.
func (b behind) plan(t *testing.T, mode string) drill.Plan {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	order, err := drill.ParseRequest("POST /orders?seconds={seconds};header=Idempotency-Key: {id}")
	if err != nil {
		t.Fatal(err)
	}
	one := 1
	return drill.Plan{
		Profile: shutdown.Profile{Workload: shutdown.HTTP, LongestWork: &one, Propagation: &one, Cleanup: &one, Margin: &one},
		Path:    shutdown.Concurrent, Command: []string{program}, Environment: []string{modeVariable + "=" + mode},
		Requests: []drill.Request{order}, Rate: 40, Attempts: 5,
		Stores: []stores.Store{b.postgres, b.redis}, Rows: "SELECT id FROM orders",
	}
}

// A drill of an app that goes to its database by another way sees nothing, and says so.
func TestDrill_anotherWay(t *testing.T) {
	b := newBehind(t)
	p := b.plan(t, goodShop)
	p.Environment = append(p.Environment, "DATABASE_URL="+b.postgres.URL)
	p.Stores[0].Variable = "PG_URL"
	_, err := drill.Record(context.Background(), p)
	if err == nil || !strings.Contains(err.Error(), "no connection to PostgreSQL at the address in PG_URL") {
		t.Errorf("%v", err)
	}
}

// Each fault behind the app is named, and nothing else is; a good app has none.
func TestDrill_looksBehindTheApp(t *testing.T) {
	b := newBehind(t)
	for _, tt := range []struct {
		mode, rule, words string
		warning           bool
	}{
		{mode: goodShop}, {mode: neverLogs}, {mode: closesRedis},
		{mode: neverCloses, rule: verdict.LeavesConnections, words: "to end with the process", warning: true},
		{mode: leavesStatement, rule: verdict.LeavesConnections, words: `active in "SELECT pg_sleep(20)"`},
		{mode: leavesOpen, rule: verdict.LeavesTransactions, words: "1 connection to PostgreSQL inside a transaction"},
		{mode: leavesWatch, rule: verdict.LeavesTransactions, words: "1 connection to Redis inside a transaction"},
		{mode: closesEarly, rule: verdict.ClosesPoolEarly, words: "closes its connections to PostgreSQL from 0."},
		{mode: answersFirst, rule: verdict.LosesRows, words: "have no row"},
		{mode: writesTwice, rule: verdict.DoublesRows, words: "have more than one row"},
		{mode: losesLog, rule: verdict.LosesLastLogs, words: "loses the last lines of its log"},
		{mode: cutsLog, rule: verdict.LosesLastLogs, words: "in the middle"},
	} {
		t.Run(tt.mode, func(t *testing.T) {
			t.Parallel()
			shows(t, tt.mode, func() drill.Plan { return b.plan(t, tt.mode) }, tt.rule, tt.words, tt.warning)
		})
	}
}

// shows plays drills and wants each to name the rule, in those words, and nothing to
// be found where there is none.
func shows(t *testing.T, name string, plan func() drill.Plan, rule, words string, warning bool) {
	t.Helper()
	right := 0
	for range *storeTimes {
		r, err := drill.Run(context.Background(), plan())
		if err != nil {
			t.Fatal(err)
		}
		named := slices.ContainsFunc(r.Findings, func(f verdict.Finding) bool {
			return f.Rule == rule && f.Fault != warning && strings.Contains(f.Message, words)
		})
		held := rule == "" || warning
		if r.Verdict == verdict.Held == held && named == (rule != "") && (rule != "" || len(r.Findings) == 0) {
			right++
			continue
		}
		t.Errorf("want %s, %q:\n%s", rule, words, report.DrillText(r))
	}
	fmt.Printf("%s: right %d of %d\n", name, right, *storeTimes)
}
