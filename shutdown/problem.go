package shutdown

import (
	"slices"
	"strconv"
)

// problem is something that comes out of the numbers of a profile, before it
// is put into words.
type problem struct {
	rule   string
	index  int     // of the sidecar, for the rule sidecar-limit
	causes []Cause // for required causes, those that fail alike
	kept   Kept
	upTo   int
}

// keys name the problem, so that it is known again in a changed profile.
func (p problem) keys() []string {
	switch {
	case p.rule == "sidecar-limit":
		return []string{p.rule + strconv.Itoa(p.index)}
	case len(p.causes) == 0:
		return []string{p.rule}
	default:
		keys := make([]string, len(p.causes))
		for i, c := range p.causes {
			keys[i] = "require " + string(c)
		}
		return keys
	}
}

// problems finds what the model refuses. Without a budget there is nothing else
// to compute.
func (w work) problems() []problem {
	var list []problem
	if !w.hasBudget() {
		list = append(list, problem{rule: "stop-budget"})
	}
	for i, s := range w.Sidecars {
		if value(s.Flush, 0)+w.margin > fargateStopTimeoutMax {
			list = append(list, problem{rule: "sidecar-limit", index: i})
		}
	}
	if !w.hasBudget() {
		return list
	}
	b := w.budget()
	if b.deregistration > deregistrationMax {
		list = append(list, problem{rule: "deregistration-limit"})
	}
	if m := w.taskProtection(b); m != nil && *m > protectionMinutesMax {
		list = append(list, problem{rule: "protection-limit"})
	}
	if v := w.hidden(b); v != nil && *v > visibilityMax {
		list = append(list, problem{rule: "visibility-limit"})
	}
	return append(list, w.requireProblems(b)...)
}

// requireProblems are required causes whose promise does not hold. Causes that
// fail alike share one problem.
func (w work) requireProblems(b budget) []problem {
	var list []problem
	for _, c := range Causes() {
		kept, upTo := w.verdict(c, b)
		if !slices.Contains(w.Require, c) || !kept.broken() {
			continue
		}
		rule := "required-cause"
		if c == SpotInterruption {
			rule = "spot-budget"
		}
		alike := func(p problem) bool {
			return p.rule == rule && p.kept == kept && p.upTo == upTo && p.causes[0] != HostFailure
		}
		if i := slices.IndexFunc(list, alike); i >= 0 && c != HostFailure {
			list[i].causes = append(list[i].causes, c)
			continue
		}
		list = append(list, problem{rule: rule, causes: []Cause{c}, kept: kept, upTo: upTo})
	}
	return list
}

// modelFaults puts the problems into words.
func (w work) modelFaults(given *Profile) Faults {
	var faults Faults
	for _, p := range w.problems() {
		s := solver{given: given, problem: p, keys: p.keys()}
		faults = append(faults, s.fault(w))
	}
	return faults
}

// troubles names everything that is wrong with a profile, without the words and
// the ways out.
func (p *Profile) troubles() map[string]bool {
	c := checker{bare: true}
	check(&c, "", fields[:], p)
	c.sidecars(p)
	full := p.WithDefaults()
	c.fits(p, &full)
	c.combinations(p, &full)
	names := make(map[string]bool)
	for i := range c.faults {
		names[c.faults[i].Path+" "+c.faults[i].Rule] = true
	}
	if c.sound(modelFields[:]...) {
		for _, found := range full.work().problems() {
			for _, key := range found.keys() {
				names[key] = true
			}
		}
	}
	return names
}
