package audit

import (
	"reflect"
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Lower is what a service promises under choices, where that is less than by default
// or was so before.
type Lower struct {
	When string
	// Promises are the causes with a lower promise, now or before.
	Promises shutdown.Table[shutdown.Promise]
	// Before are the promises of the same causes as they were; nil where the service
	// was not compared with what it was.
	Before shutdown.Table[shutdown.Promise]
}

// LowerPromises are those of a service under choices, with what they were.
func (s *Service) LowerPromises() []Lower {
	if s.Change == nil || s.Change.Before == nil {
		var out []Lower
		for _, p := range s.PromisesWhen {
			out = append(out, Lower{When: p.When, Promises: p.Promises})
		}
		return out
	}
	type group struct {
		under []service.Choice
		Lower
	}
	var groups []*group
	done := map[string]bool{}
	for _, p := range append(slices.Clone(s.PromisesWhen), s.Change.Before.PromisesWhen...) {
		for _, c := range p.Under {
			if done[c.Key()] {
				continue
			}
			done[c.Key()] = true
			one := s.lowerAt(c)
			at := slices.IndexFunc(groups, func(g *group) bool { return reflect.DeepEqual(g.Lower, one) })
			if at < 0 {
				at, groups = len(groups), append(groups, &group{Lower: one})
			}
			groups[at].under = append(groups[at].under, c)
		}
	}
	out := make([]Lower, len(groups))
	for i, g := range groups {
		out[i] = g.Lower
		out[i].When = service.When(g.under)
	}
	return out
}

// lowerAt are the promises under one choice, now and before. Where a promise is not
// lower there than by default, it is that.
func (s *Service) lowerAt(c service.Choice) Lower {
	now, was := s.under(c), s.Change.Before.under(c)
	out := Lower{Before: shutdown.Table[shutdown.Promise]{}}
	for _, e := range s.Promises {
		isNow, nowLower := now.Get(e.Key)
		before, wasLower := was.Get(e.Key)
		if !nowLower && !wasLower {
			continue
		}
		if !nowLower {
			isNow = e.Value
		}
		if !wasLower {
			before, _ = s.Change.Before.Promises.Get(e.Key)
		}
		out.Promises = append(out.Promises, shutdown.Entry[shutdown.Promise]{Key: e.Key, Value: isNow})
		out.Before = append(out.Before, shutdown.Entry[shutdown.Promise]{Key: e.Key, Value: before})
	}
	return out
}

// under are the lower promises under a choice.
func (s *Service) under(c service.Choice) shutdown.Table[shutdown.Promise] {
	for _, p := range s.PromisesWhen {
		if slices.ContainsFunc(p.Under, func(o service.Choice) bool { return o.Key() == c.Key() }) {
			return p.Promises
		}
	}
	return nil
}
