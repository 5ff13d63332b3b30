package drill_test

import (
	"context"
	"net"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/stores"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func store(t *testing.T, kind verdict.StoreKind, text string) stores.Store {
	t.Helper()
	s, err := stores.Parse(kind, text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A plan whose stores cannot be looked into says why.
func TestRecord_wrongStores(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := listener.Addr().String()
	_ = listener.Close()
	postgres, redis := store(t, verdict.PostgreSQL, "postgres://u@"+closed+"/shop"), store(t, verdict.Redis, "redis://"+closed)
	other := store(t, verdict.Redis, "DATABASE_URL=redis://"+closed)
	order := drill.Request{Method: "POST", Path: "/orders?id={id}"}
	job := shutdown.Profile{Workload: shutdown.Batch, LongestWork: new(4), OnInterrupt: shutdown.Checkpoint, InterruptTime: new(1)}
	with := func(change func(p *drill.Plan)) drill.Plan {
		p := plan(good, shutdown.Concurrent)
		p.Requests, p.Stores, p.Rows = []drill.Request{order}, []stores.Store{postgres, redis}, "SELECT id FROM orders"
		change(&p)
		return p
	}
	for name, tt := range map[string]struct {
		plan drill.Plan
		want string
	}{
		"no database for the rows":  {with(func(p *drill.Plan) { p.Stores = nil }), "name it too, with --postgres URL"},
		"only Redis for the rows":   {with(func(p *drill.Plan) { p.Stores = p.Stores[1:] }), "there is only Redis"},
		"no id":                     {with(func(p *drill.Plan) { p.Requests = nil }), "put {id} into one"},
		"two in one variable":       {with(func(p *drill.Plan) { p.Stores[1] = other }), "two things are to be in DATABASE_URL"},
		"the variable is taken":     {with(func(p *drill.Plan) { p.Environment = append(p.Environment, "REDIS_URL=redis://x") }), "two things are to be in REDIS_URL"},
		"an app that runs already":  {with(func(p *drill.Plan) { p.Command, p.URL, p.PID = nil, "http://127.0.0.1:1", 1 }), "give the command instead"},
		"rows of connections":       {with(func(p *drill.Plan) { p.Profile, p.Requests = briefSockets(), nil }), "the profile has workload websocket, which has neither"},
		"rows of a job":             {with(func(p *drill.Plan) { p.Profile, p.Requests = job, nil }), "the profile has workload batch, which has neither"},
		"nobody is behind a worker": {with(func(p *drill.Plan) { p.Profile, p.Requests = briefQueue(shutdown.Finish), nil }), "PostgreSQL at " + closed},
		"nobody is behind a job":    {with(func(p *drill.Plan) { p.Profile, p.Requests, p.Rows = job, nil, "" }), "PostgreSQL at " + closed},
		"nobody is there":           {with(func(p *drill.Plan) { p.Rows = "" }), "PostgreSQL at " + closed},
	} {
		if _, err := drill.Record(context.Background(), tt.plan); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}
