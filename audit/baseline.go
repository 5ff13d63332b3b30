package audit

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// Baseline is the findings that were there when somebody began to look, which do
// not count: new ones do.
type Baseline struct {
	Version  int     `json:"version"`
	Findings []Known `json:"findings"`
}

// Known is a finding of a baseline. The fingerprint tells it, with the choice under
// which it is where it is not there by default; the rest is for people.
type Known struct {
	Fingerprint string `json:"fingerprint"`
	Rule        string `json:"rule"`
	Service     string `json:"service"`
	Choice      string `json:"choice,omitempty"`
}

// knownAs is what tells findings of a baseline from each other.
type knownAs struct{ fingerprint, choice string }

func (k Known) as() knownAs { return knownAs{k.Fingerprint, k.Choice} }

// baselineVersion is that of the file.
const baselineVersion = 1

// Baseline is all that counts now.
func (r *Report) Baseline() Baseline {
	out := Baseline{Version: baselineVersion, Findings: []Known{}}
	for _, s := range r.Services {
		for _, f := range s.Findings {
			if f.Suppressed != nil {
				continue
			}
			if len(f.Each) == 0 {
				out.Findings = append(out.Findings, Known{f.Fingerprint, f.Rule, s.Address, ""})
			}
			for _, o := range f.Each {
				out.Findings = append(out.Findings, Known{f.Fingerprint, f.Rule, s.Address, o.Choice.Key()})
			}
		}
	}
	// A file that is read in reviews changes where the findings do.
	slices.SortFunc(out.Findings, func(a, b Known) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Fingerprint, b.Fingerprint), cmp.Compare(a.Choice, b.Choice))
	})
	return out
}

// ReadBaseline reads a baseline as it was written.
func ReadBaseline(text []byte) (Baseline, error) {
	var out Baseline
	if err := json.Unmarshal(text, &out); err != nil {
		return out, fmt.Errorf("is no baseline: %w", err)
	}
	if out.Version != baselineVersion {
		return out, fmt.Errorf("is no baseline of version %d: write it again with --write-baseline", baselineVersion)
	}
	return out, nil
}

// Against takes the findings of a baseline out of the count, each as often as it
// has it, and keeps those that are gone. One that was there under a choice is known
// under that choice alone; one that was there by default is known under all.
func (r *Report) Against(b Baseline) {
	left := map[knownAs]int{}
	for _, k := range b.Findings {
		left[k.as()]++
	}
	take := func(k knownAs) bool {
		if left[k] == 0 {
			return false
		}
		left[k]--
		return true
	}
	for i := range r.Services {
		s := &r.Services[i]
		for j := range s.Findings { // First what is there by default, as far as it goes.
			if f := &s.Findings[j]; len(f.Each) == 0 && take(knownAs{f.Fingerprint, ""}) {
				f.known()
			}
		}
		for j := 0; j < len(s.Findings); j++ {
			f := &s.Findings[j]
			if len(f.Each) == 0 {
				continue
			}
			before := map[string]bool{}
			for _, o := range f.Each {
				before[o.Choice.Key()] = take(knownAs{f.Fingerprint, o.Choice.Key()})
			}
			took := func(c service.Choice) bool { return before[c.Key()] }
			switch {
			case f.Suppressed != nil: // Ignored since then, with a reason.
			case take(knownAs{s.fingerprint(*f, ""), ""}):
				f.known()
			default:
				n := len(s.Findings)
				s.suppress(j, took, wasBefore())
				j += len(s.Findings) - n // What has been split off is dealt with.
			}
		}
	}
	r.Fixed = []Known{}
	for _, k := range b.Findings {
		if take(k.as()) {
			r.Fixed = append(r.Fixed, k)
		}
	}
	r.order()
}

// known takes a finding out of the count, unless somebody has with a reason.
func (f *Finding) known() {
	if f.Suppressed == nil {
		f.Suppressed = wasBefore()
	}
}

func wasBefore() *Suppression { return &Suppression{By: "baseline", Reason: "it was there before"} }
