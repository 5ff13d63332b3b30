package audit

import (
	"reflect"
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// PromisesWhen are promises under choices.
type PromisesWhen struct {
	When     string                           `json:"when"`
	Promises shutdown.Table[shutdown.Promise] `json:"promises"`
}

// joiner puts together what is said of services by default and under choices.
type joiner struct {
	images []*evidence.Image
	list   []*variedService
	at     map[place]*variedService
}

// place is what tells a service from others, in all its pictures.
type place struct {
	where service.Where
	path  string
}

func placeOf(r *service.Resource) place { return place{r.Where, r.Path} }

// variedService is a service with what is said of it under choices alone.
type variedService struct {
	Service
	// there are the choices under which there is the service; nil where it is by
	// default.
	there    []service.Choice
	findings []*variedFinding
	promises []*variedPromises
}

// variedFinding is a finding that is not there by default.
type variedFinding struct {
	Finding
	// under are the choices with these numbers, alike those with other ones.
	under, alike []service.Choice
}

type variedPromises struct {
	under    []service.Choice
	promises shutdown.Table[shutdown.Promise]
}

func newJoiner(size int, images []*evidence.Image) *joiner {
	return &joiner{images: images, at: make(map[place]*variedService, size)}
}

func (j *joiner) add(s *service.Service, said Service, there ...service.Choice) {
	v := &variedService{Service: said, there: there}
	j.list = append(j.list, v)
	j.at[placeOf(s.Resource)] = v
}

// all audits the variants, one picture at a time.
func (j *joiner) all(variants service.Variants) {
	if variants.All != nil {
		for v := range variants.All {
			for _, s := range service.Link(v.Resources) {
				if s.OnFargate() {
					j.under(v.When, s)
				}
			}
		}
	}
	for _, v := range j.list {
		v.Left += variants.Left[v.Source.File]
	}
}

// under joins what is said of a service under a choice.
func (j *joiner) under(when service.Choice, s *service.Service) {
	said, v := one(s, j.images), j.at[placeOf(s.Resource)]
	if v == nil {
		j.add(s, said, when)
		return
	}
	if v.there != nil {
		v.there = append(v.there, when)
	}
	v.find(when, said.Findings)
	v.promise(when, said.Promises)
}

// find joins findings: each that is there by default is the same under a choice
// once, and each other one is reported once for all choices.
func (v *variedService) find(when service.Choice, list []Finding) {
	usual, varied := make([]bool, len(v.Findings)), make([]bool, len(v.findings))
	for _, same := range []func(a, b Finding) bool{saysTheSame, isTheSame} {
		list = slices.DeleteFunc(slices.Clone(list), func(f Finding) bool {
			for i, known := range v.Findings {
				if !usual[i] && known.Severity.AtLeast(f.Severity) && same(known, f) {
					usual[i] = true
					return true
				}
			}
			return false
		})
	}
	for _, same := range []func(a, b Finding) bool{saysTheSame, isTheSame} {
		list = slices.DeleteFunc(list, func(f Finding) bool {
			for i := range varied {
				known := v.findings[i]
				if varied[i] || known.Severity != f.Severity || !same(known.Finding, f) {
					continue
				}
				varied[i] = true
				if known.Message == f.Message {
					known.under = append(known.under, when)
				} else {
					known.alike = append(known.alike, when)
				}
				return true
			}
			return false
		})
	}
	for _, f := range list {
		v.findings = append(v.findings, &variedFinding{Finding: f, under: []service.Choice{when}})
	}
}

// saysTheSame compares findings by their words.
func saysTheSame(a, b Finding) bool { return a.Rule == b.Rule && a.Message == b.Message }

// isTheSame says that two findings are one in other numbers: those of one are among
// those of the other, by their names.
func isTheSame(a, b Finding) bool {
	if len(a.Numbers) > len(b.Numbers) {
		a, b = b, a
	}
	if a.Rule != b.Rule || len(a.Numbers) == 0 {
		return false
	}
	for _, n := range a.Numbers {
		if !slices.ContainsFunc(b.Numbers, func(other Number) bool { return other.Name == n.Name }) {
			return false
		}
	}
	return true
}

// promise joins the promises that are lower under a choice, or known there alone.
func (v *variedService) promise(when service.Choice, all shutdown.Table[shutdown.Promise]) {
	var lower shutdown.Table[shutdown.Promise]
	for _, e := range all {
		if usual, ok := v.Promises.Get(e.Key); ok && isLower(e.Value, usual) {
			lower = append(lower, e)
		}
	}
	if len(lower) == 0 {
		return
	}
	for _, known := range v.promises {
		if reflect.DeepEqual(known.promises, lower) {
			known.under = append(known.under, when)
			return
		}
	}
	v.promises = append(v.promises, &variedPromises{[]service.Choice{when}, lower})
}

func isLower(p, usual shutdown.Promise) bool {
	switch {
	case p.SureSeconds == nil:
		return false
	case usual.SureSeconds == nil || *p.SureSeconds < *usual.SureSeconds:
		return true
	}
	return *p.SureSeconds == *usual.SureSeconds && p.RefusedSeconds > usual.RefusedSeconds
}

// joined are the services, each with what is so under choices.
func (j *joiner) joined() []Service {
	out := make([]Service, len(j.list))
	for i, v := range j.list {
		v.When = service.When(v.there)
		for _, f := range v.findings {
			f.When = service.When(f.under)
			if len(f.alike) > 0 {
				f.When += "; alike if " + service.When(f.alike)
			}
			v.Findings = append(v.Findings, f.Finding)
		}
		slices.SortStableFunc(v.Findings, bySeverity)
		for _, p := range v.promises {
			v.PromisesWhen = append(v.PromisesWhen, PromisesWhen{service.When(p.under), p.promises})
		}
		out[i] = v.Service
	}
	return out
}
