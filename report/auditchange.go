package report

import (
	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// changedPromise is what one cause leaves, now and before.
type changedPromise struct {
	promise
	// before is empty where there is nothing to compare with.
	before string
}

// now is what survives, and what is refused.
func (p promise) now() string {
	if p.refused == "" {
		return p.sure
	}
	return p.sure + ", " + p.refused
}

// changes says that it was something else.
func (p changedPromise) changes() bool { return p.before != "" && p.before != p.now() }

func (p changedPromise) alike(other changedPromise) bool {
	return p.now() == other.now() && p.because == other.because && p.before == other.before
}

// changed are the promises of a service, each with what it was.
func changed(s audit.Service) []changedPromise {
	if s.PromisesBefore == nil {
		return changedFrom(s.Promises, nil)
	}
	return changedFrom(s.Promises, *s.PromisesBefore)
}

// changedFrom are promises, each with what it was.
func changedFrom(list, before shutdown.Table[shutdown.Promise]) []changedPromise {
	was := map[string]string{}
	for _, p := range promises(before) {
		was[p.cause] = p.now()
	}
	var out []changedPromise
	for _, p := range promises(list) {
		out = append(out, changedPromise{p, was[p.cause]})
	}
	return out
}
