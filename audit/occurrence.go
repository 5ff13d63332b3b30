package audit

import (
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// Occurrence is a finding as it is under one choice.
type Occurrence struct {
	Choice       service.Choice
	Message      string
	Numbers, Fix []Number
}

// occurs notes that a finding is there under a choice, once.
func (f *Finding) occurs(when service.Choice, as Finding) {
	if !slices.ContainsFunc(f.Each, func(o Occurrence) bool { return o.Choice.Key() == when.Key() }) {
		f.Each = append(f.Each, Occurrence{when, as.Message, as.Numbers, as.Fix})
	}
}

// in is the finding in some of its occurrences: in the words of the first, with the
// choices under which it is so, and those under which it is alike in other numbers.
func (f Finding) in(list []Occurrence) Finding {
	first := list[0]
	f.Each, f.Message, f.Numbers, f.Fix = list, first.Message, first.Numbers, first.Fix
	var under, alike []service.Choice
	f.Choices = nil
	for _, o := range list {
		f.Choices = append(f.Choices, o.Choice.Key())
		if o.Message == first.Message {
			under = append(under, o.Choice)
		} else {
			alike = append(alike, o.Choice)
		}
	}
	f.When = service.When(under)
	if len(alike) > 0 {
		f.When += "; alike if " + service.When(alike)
	}
	return f
}

// suppress takes out of the count what is so under some choices of a finding. What
// else there is of it stays, as a finding before it.
func (s *Service) suppress(at int, takes func(service.Choice) bool, by *Suppression) {
	var out, stays []Occurrence
	for _, o := range s.Findings[at].Each {
		if takes(o.Choice) {
			out = append(out, o)
		} else {
			stays = append(stays, o)
		}
	}
	if len(out) == 0 {
		return
	}
	f := s.Findings[at]
	if len(stays) > 0 {
		s.Findings[at] = f.in(stays)
		at++
		s.Findings = slices.Insert(s.Findings, at, f)
	}
	s.Findings[at] = f.in(out)
	s.Findings[at].Suppressed = by
}
