package audit

import (
	"reflect"
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// PromisesWhen are promises under choices.
type PromisesWhen struct {
	When     string                           `json:"when"`
	Promises shutdown.Table[shutdown.Promise] `json:"promises"`
	// Under are the choices of When.
	Under []service.Choice `json:"-"`
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
	// findings are those that are not there by default.
	findings []*Finding
}

func newJoiner(size int, images []*evidence.Image) *joiner {
	return &joiner{images: images, at: make(map[place]*variedService, size)}
}

func (j *joiner) add(s *service.Service, said Service, there ...service.Choice) {
	v := &variedService{Service: said}
	v.there, v.varied = there, len(there) > 0
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
	said, v := one(s, j.images), j.known(s.Resource)
	if v == nil {
		j.add(s, said, when)
		return
	}
	v.varied = true
	if v.there != nil && !slices.ContainsFunc(v.there, func(c service.Choice) bool { return c.Key() == when.Key() }) {
		v.there = append(v.there, when)
	}
	v.find(when, said.Findings)
	v.promise(when, said.Promises)
}

// known is a service of the pictures before: the one at that place, or else one of
// which nobody knew how often it is there, such as aws_ecs_service.api[*].
func (j *joiner) known(r *service.Resource) *variedService {
	if v := j.at[placeOf(r)]; v != nil || !strings.Contains(r.Where.Address, "[") {
		return v
	}
	for _, v := range j.list {
		at := v.picture.Resource
		if at.Where.File == r.Where.File && strings.Contains(at.Where.Address, "[*]") && matches(at.Where.Address, r.Where.Address) {
			j.at[placeOf(r)] = v // The next picture has it again.
			return v
		}
	}
	return nil
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
				if varied[i] || known.Severity != f.Severity || !same(*known, f) {
					continue
				}
				varied[i] = true
				known.occurs(when, f)
				return true
			}
			return false
		})
	}
	for _, f := range list {
		f.Fingerprint = v.fingerprint(f, underChoices)
		f.occurs(when, f)
		v.findings = append(v.findings, &f)
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
	for i := range v.PromisesWhen {
		if known := &v.PromisesWhen[i]; reflect.DeepEqual(known.Promises, lower) {
			if !slices.ContainsFunc(known.Under, func(c service.Choice) bool { return c.Key() == when.Key() }) {
				known.Under = append(known.Under, when)
			}
			return
		}
	}
	v.PromisesWhen = append(v.PromisesWhen, PromisesWhen{Promises: lower, Under: []service.Choice{when}})
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
			v.Findings = append(v.Findings, f.in(f.Each))
		}
		slices.SortStableFunc(v.Findings, bySeverity)
		for n := range v.PromisesWhen {
			v.PromisesWhen[n].When = service.When(v.PromisesWhen[n].Under)
		}
		out[i] = v.Service
	}
	return out
}
