package drill

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/stores"
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// watched is a store, and what stands between it and the old task.
type watched struct {
	store stores.Store
	old   *stores.Proxy
	// blind says that the store does not tell of connections that are there, as it knows
	// them by other names than the drill.
	blind bool
}

// checkStores refuses stores that cannot be looked into.
func (p Plan) checkStores(full shutdown.Profile) error {
	if len(p.Stores) == 0 {
		if p.Rows != "" {
			return errors.New("rows are looked for in a database: name it too, with --postgres URL")
		}
		return nil
	}
	taken := map[string]bool{}
	for _, pair := range p.Environment {
		name, _, _ := strings.Cut(pair, "=")
		taken[name] = true
	}
	for _, s := range p.Stores {
		if taken[s.Variable] {
			return fmt.Errorf("two things are to be in %s: the drill puts the address there at which it reads along with %s; leave the other out, or name another variable, as in --%s NAME=URL", s.Variable, s.Kind.Words(), s.Kind)
		}
		taken[s.Variable] = true
	}
	switch {
	case len(p.Command) == 0:
		return errors.New("the drill gives the app an address of its own for each store, which one that runs already does not get: give the command instead")
	case p.Rows == "":
		return nil
	case !slices.ContainsFunc(p.Stores, func(s stores.Store) bool { return s.Kind == verdict.PostgreSQL }):
		return errors.New("rows are looked for in PostgreSQL, and there is only Redis: name the database too, with --postgres URL")
	case full.Workload == shutdown.WebSocket || full.Workload == shutdown.Batch:
		return fmt.Errorf("a row is known by the id of a request or a message, and the profile has workload %s, which has neither: leave the rows out, and the drill looks at connections and transactions alone", full.Workload)
	case full.Workload == shutdown.HTTP && !slices.ContainsFunc(p.Requests, Request.identified):
		return errors.New("no request says which row is its own: put {id} into one, such as --request 'POST /orders;header=Idempotency-Key: {id}', and let the query's first column be what became of it")
	}
	return nil
}

// reachStores says which store is not there before anything is started.
func (p *player) reachStores(ctx context.Context) error {
	for _, s := range p.plan.Stores {
		if err := s.Check(ctx); err != nil {
			return err
		}
		p.stores = append(p.stores, &watched{store: s})
	}
	return nil
}

// tryStores refuses a drill that would see nothing: the app has worked by now, and uses no
// store, or another way to it.
func (p *player) tryStores(ctx context.Context) error {
	for _, w := range p.stores {
		open, known := w.old.Open()
		if known == 0 {
			more := ""
			if p.full.Workload == shutdown.HTTP {
				more = ", or send requests that use it"
			}
			return fmt.Errorf("the app has made no connection to %s at the address in %s, so there is nothing to see: have it read that variable, or name the one that it reads, as in --%s NAME=URL%s",
				w.store.Kind.Words(), w.store.Variable, w.store.Kind, more)
		}
		left, err := w.old.Left(ctx)
		if err != nil {
			return err
		}
		w.blind = open > 0 && len(left) == 0
	}
	return p.tryRows(ctx)
}

// tryRows says what is wrong with the query before anything is stopped. The app may
// have made its tables by now.
func (p *player) tryRows(ctx context.Context) error {
	if p.plan.Rows == "" {
		return nil
	}
	_, err := p.database().Rows(ctx, p.plan.Rows, p.plan.run)
	return err
}

// database is the store that the rows are in.
func (p *player) database() stores.Store {
	i := slices.IndexFunc(p.plan.Stores, func(s stores.Store) bool { return s.Kind == verdict.PostgreSQL })
	return p.plan.Stores[i]
}

// withStores is the plan of one task, which gets addresses of its own.
func (p *player) withStores(name verdict.Task) (Plan, error) {
	plan := p.plan
	plan.Environment = slices.Clone(plan.Environment)
	for _, w := range p.stores {
		proxy, err := stores.NewProxy(w.store)
		if err != nil {
			return plan, err
		}
		p.closers = append(p.closers, proxy.Close)
		plan.Environment = append(plan.Environment, w.store.Variable+"="+proxy.URL())
		if name == verdict.OldTask {
			w.old = proxy
		}
	}
	return plan, nil
}

// lookBehind asks what the old task left, when it has been gone for a moment, and what
// became of the requests.
func (p *player) lookBehind(ctx context.Context) error {
	if err := p.lookLeft(ctx); err != nil {
		return err
	}
	if err := p.lookRows(ctx); err != nil {
		return err
	}
	if slices.ContainsFunc(p.plan.Requests, Request.identified) {
		return p.readLog()
	}
	return nil
}

// lookLeft asks what the old task left in its stores.
func (p *player) lookLeft(ctx context.Context) error {
	for _, w := range p.stores {
		r := verdict.StoreRecord{Kind: w.store.Kind, Connections: w.old.Record(p.begin), Looked: p.since(), Blind: w.blind}
		var err error
		if r.Left, err = w.old.Left(ctx); err != nil {
			return err
		}
		p.record.Stores = append(p.record.Stores, r)
	}
	return nil
}

// lookRows asks what rows there are, when all work is done.
func (p *player) lookRows(ctx context.Context) error {
	if p.plan.Rows == "" {
		return nil
	}
	found, err := p.database().Rows(ctx, p.plan.Rows, p.plan.run)
	if err != nil {
		return err
	}
	p.record.Rows = &verdict.RowsRecord{Query: p.plan.Rows, Of: found}
	return nil
}

// readLog looks for the ids of requests or messages in what the app of the old task wrote.
func (p *player) readLog() error {
	process := p.old.app()
	if process.output == nil {
		return nil // Somebody else started it.
	}
	file, err := os.Open(process.output.Name())
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // It was only read.
	r, err := idsIn(file, p.plan.run)
	p.record.Logs = &r
	return err
}

// idsIn finds the ids in whole lines.
func idsIn(text io.Reader, run string) (verdict.LogsRecord, error) {
	out := verdict.LogsRecord{IDs: map[string]bool{}}
	in := bufio.NewReader(text)
	for {
		line, err := in.ReadString('\n')
		if errors.Is(err, io.EOF) {
			// An object that is not whole; a last line without an end may be meant so.
			out.Broken = strings.HasPrefix(line, "{") && !json.Valid([]byte(line))
			return out, nil
		}
		if err != nil {
			return out, err
		}
		eachID(line, run, func(id string) { out.IDs[id] = true })
	}
}

// eachID gives each id in a line to see.
func eachID(line, run string, see func(id string)) {
	line = strings.TrimRight(line, "\r\n")
	for at := 0; ; at += idLength {
		next := strings.Index(line[at:], run)
		if next < 0 {
			return
		}
		if at += next; at+idLength > len(line) {
			return
		}
		see(line[at : at+idLength])
	}
}
