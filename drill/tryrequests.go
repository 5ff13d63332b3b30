package drill

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	// tryTakes is how long the answer to a request shall take that only tries
	// whether the app knows it.
	tryTakes = 50 * time.Millisecond
	// tryTime bounds the wait for it. A path that takes long by itself may not
	// have answered by then: it has shown that it keeps something in flight.
	tryTime = 5 * time.Second
)

// tryRequests asks both tasks for every path once before anything is stopped.
// Where the app has no such path there is nothing to lose, so a drill would
// hold whatever the app does. What brings no answer at all is for the findings.
func (p *player) tryRequests(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, tryTime)
	defer cancel()
	var paths []string
	for _, r := range p.plan.Requests {
		if path := fillSeconds(r.Path, min(tryTakes, p.times.Longest.D())); !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	client := probeClient(tryTime)
	tasks := []task{p.old, p.replacement}
	faults := make([]error, len(paths)*len(tasks))
	var all sync.WaitGroup
	for i := range faults {
		all.Go(func() {
			t := tasks[i%len(tasks)]
			at := t.url.String() + paths[i/len(tasks)]
			if code := look(ctx, client, at).Code; code >= 400 {
				faults[i] = wrongRequest(t, at, code)
			}
		})
	}
	all.Wait()
	for _, err := range faults {
		if err != nil {
			return err
		}
	}
	return nil
}

// wrongRequest says that a drill with such a request proves nothing.
func wrongRequest(t task, at string, code int) error {
	out := ""
	if t.process != nil && code >= 500 {
		out = "\n" + t.process.tail()
	}
	return fmt.Errorf("the app does no work that a stop could break off: GET %s answered %d %s; name a path of work that it does with --request PATH, with {seconds} in PATH where the time goes%s",
		at, code, http.StatusText(code), out)
}
