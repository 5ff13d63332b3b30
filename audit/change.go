package audit

import (
	"reflect"
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The words for what became of a service or a finding since before.
const (
	IsNew     = "new"
	IsChanged = "changed"
	IsSame    = "unchanged"
)

// Change is what became of a service since before.
type Change struct {
	// Kind is new, changed or unchanged.
	Kind string `json:"kind"`
	// Gone are the findings that it had.
	Gone []Finding `json:"gone"`
	// Before is the service as it was; nil for a new one.
	Before *Service `json:"-"`
}

// Since compares with an audit of what was there before: by address, and where an
// address is new, by the name if that tells one service.
func (r *Report) Since(before *Report) {
	r.Compared = true
	r.Gone = []Service{}
	old := make([]*Service, len(before.Services))
	for i := range before.Services {
		old[i] = &before.Services[i]
	}
	take := func(is func(*Service) bool) *Service {
		at := slices.IndexFunc(old, func(s *Service) bool { return s != nil && is(s) })
		if at < 0 {
			return nil
		}
		found := old[at]
		old[at] = nil
		return found
	}
	was := make([]*Service, len(r.Services))
	for i := range r.Services {
		was[i] = take(func(s *Service) bool { return s.Address == r.Services[i].Address })
	}
	for i := range r.Services {
		if s := &r.Services[i]; was[i] == nil && only(r.Services, s.Name) && only(before.Services, s.Name) {
			was[i] = take(func(b *Service) bool { return b.Name == s.Name })
		}
		r.Services[i].since(was[i])
	}
	for _, s := range old {
		if s != nil {
			r.Gone = append(r.Gone, *s)
		}
	}
}

// only says that one service has that name.
func only(list []Service, name string) bool {
	n := 0
	for _, s := range list {
		if s.Name == name {
			n++
		}
	}
	return n == 1
}

// since compares a service with what it was.
func (s *Service) since(before *Service) {
	s.Change = &Change{Kind: IsNew, Gone: []Finding{}, Before: before}
	if before == nil {
		for i := range s.Findings {
			s.Findings[i].Change = IsNew
		}
		return
	}
	s.PromisesBefore = &before.Promises
	s.Change.Kind = IsSame
	had := slices.Clone(before.Findings)
	for i := range s.Findings {
		f := &s.Findings[i]
		f.Change = IsNew
		if at := slices.IndexFunc(had, func(b Finding) bool { return b.is(*f) }); at >= 0 {
			if f.within(had[at]) {
				f.Change = IsSame
			}
			had = slices.Delete(had, at, at+1)
		}
		if f.Change == IsNew {
			s.Change.Kind = IsChanged
		}
	}
	s.Change.Gone = append(s.Change.Gone, had...)
	if len(had) > 0 || !reflect.DeepEqual(s.shown(), before.shown()) {
		s.Change.Kind = IsChanged
	}
}

// is says that two findings are one, of a service that may have moved since. One that
// is there by default is not one that is there under choices alone.
func (f Finding) is(other Finding) bool {
	return f.Rule == other.Rule && names(f.Numbers) == names(other.Numbers) && (len(f.Each) == 0) == (len(other.Each) == 0)
}

// within says that a finding is there under no other choices than it was before.
func (f Finding) within(before Finding) bool {
	for _, choice := range f.Choices {
		if !slices.Contains(before.Choices, choice) {
			return false
		}
	}
	return true
}

// shown is what a change shows in: numbers and promises, and no places.
func (s *Service) shown() any {
	values := map[string]any{}
	for _, e := range s.Values {
		values[e.Key] = e.Value.Value
	}
	promises := map[string]shutdown.Promise{}
	for _, e := range s.Promises {
		p := e.Value
		p.Because = ""
		promises[e.Key] = p
	}
	lower := map[string]any{}
	for _, p := range s.PromisesWhen {
		for _, c := range p.Under {
			under := map[string]shutdown.Promise{}
			for _, e := range p.Promises {
				e.Value.Because = ""
				under[e.Key] = e.Value
			}
			lower[c.Key()] = under
		}
	}
	return []any{values, promises, s.Rollout, s.DeadTaskSeconds, lower}
}
