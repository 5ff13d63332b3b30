package audit

import (
	"cmp"
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
)

// Report is an audit of services, with what people have decided about its findings.
type Report struct {
	// Services come worst first; what is suppressed counts for nothing.
	Services []Service
	// Remarks are about the decisions themselves.
	Remarks []Remark
	// Fixed are the findings of a baseline that are gone; nil without one.
	Fixed []Known
	// Compared says that it was compared with what was there before, and Gone are
	// the services that were there.
	Compared bool
	Gone     []Service
	// Elsewhere are the services that are not judged.
	Elsewhere []Elsewhere
}

// New audits services, with the images of which something is known.
func New(list []*service.Service, images ...*evidence.Image) *Report {
	return NewVaried(list, service.Variants{}, images...)
}

// NewVaried audits services and the further pictures that there may be of them.
func NewVaried(list []*service.Service, variants service.Variants, images ...*evidence.Image) *Report {
	return &Report{Services: Varied(list, variants, images...), Elsewhere: elsewhere(list)}
}

// Ignore takes out of the count what people pass over at their resources and in a
// list, on a day such as 2027-01-31, and remarks what of it cannot be read, is over
// or is for nothing.
func (r *Report) Ignore(list []Ignore, today string) {
	var all []*Ignore
	for i := range list {
		all = append(all, &list[i])
	}
	written := map[*service.Ignore]*Ignore{} // One may stand at a resource of several services.
	for i := range r.Services {
		s := &r.Services[i]
		var here []*Ignore
		for _, w := range s.ignores {
			key := w
			if written[key] == nil {
				parsed := ParseIgnore(w.By, w.Text, w.Where)
				written[key] = &parsed
				all = append(all, &parsed)
			}
			here = append(here, written[key])
		}
		for j := range list {
			here = append(here, &list[j])
		}
		s.ignore(here, today)
	}
	for _, i := range all {
		r.remark(i, today)
	}
	r.order()
}

// ignore takes out what is for this service.
func (s *Service) ignore(list []*Ignore, today string) {
	for _, i := range list {
		if i.fault != "" || !i.takes(s) {
			continue
		}
		// A plan has no choices: what is to be ignored under one waits for its code.
		i.matched = i.matched || len(i.Choices) == 0 || s.varied
		for j := 0; j < len(s.Findings); j++ {
			if f := s.Findings[j]; f.Rule == i.Rule && s.takenBy(i, f) {
				i.used = true
				if f.Suppressed == nil && !i.expired(today) {
					s.passOver(j, i)
				}
			}
		}
	}
}

// takenBy says that something of a finding is what is to be ignored: one that is there
// by default is not where that is for choices alone, unless the service is there under
// none but those.
func (s *Service) takenBy(i *Ignore, f Finding) bool {
	others := func(c service.Choice) bool { return !i.takesChoice(c) }
	switch {
	case len(i.Choices) == 0:
		return true
	case len(f.Each) == 0:
		return len(s.there) > 0 && !slices.ContainsFunc(s.there, others)
	}
	return slices.ContainsFunc(f.Each, func(o Occurrence) bool { return !others(o.Choice) })
}

// passOver takes out of the count what of a finding is to be ignored.
func (s *Service) passOver(at int, i *Ignore) {
	if len(i.Choices) == 0 || len(s.Findings[at].Each) == 0 {
		s.Findings[at].Suppressed = i.suppression()
		return
	}
	s.suppress(at, i.takesChoice, i.suppression())
}

// order puts the worst first.
func (r *Report) order() {
	inOrder(r.Services)
	slices.SortStableFunc(r.Remarks, func(a, b Remark) int { return cmp.Compare(a.Severity.rank(), b.Severity.rank()) })
}

// Fails says whether something that counts is as bad as that, or worse.
func (r *Report) Fails(from Severity) bool {
	for _, s := range r.Services {
		for _, f := range s.Findings {
			if f.Suppressed == nil && f.Severity.AtLeast(from) {
				return true
			}
		}
	}
	return slices.ContainsFunc(r.Remarks, func(m Remark) bool { return m.Severity.AtLeast(from) })
}
