package audit

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// Baseline is the findings that were there when somebody began to look, which do
// not count: new ones do.
type Baseline struct {
	Version  int     `json:"version"`
	Findings []Known `json:"findings"`
}

// Known is a finding of a baseline. The fingerprint tells it; the rest is for people.
type Known struct {
	Fingerprint string `json:"fingerprint"`
	Rule        string `json:"rule"`
	Service     string `json:"service"`
}

// baselineVersion is that of the file.
const baselineVersion = 1

// Baseline is all that counts now.
func (r *Report) Baseline() Baseline {
	out := Baseline{Version: baselineVersion, Findings: []Known{}}
	for _, s := range r.Services {
		for _, f := range s.Findings {
			if f.Suppressed == nil {
				out.Findings = append(out.Findings, Known{f.Fingerprint, f.Rule, s.Address})
			}
		}
	}
	// A file that is read in reviews changes where the findings do.
	slices.SortFunc(out.Findings, func(a, b Known) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Fingerprint, b.Fingerprint))
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
// has it, and keeps those that are gone.
func (r *Report) Against(b Baseline) {
	left := map[string]int{}
	for _, k := range b.Findings {
		left[k.Fingerprint]++
	}
	for i := range r.Services {
		for j := range r.Services[i].Findings {
			f := &r.Services[i].Findings[j]
			if left[f.Fingerprint] == 0 {
				continue
			}
			left[f.Fingerprint]--
			if f.Suppressed == nil { // Ignored since then, with a reason.
				f.Suppressed = &Suppression{By: "baseline", Reason: "it was there before"}
			}
		}
	}
	r.Fixed = []Known{}
	for _, k := range b.Findings {
		if left[k.Fingerprint] > 0 {
			left[k.Fingerprint]--
			r.Fixed = append(r.Fixed, k)
		}
	}
	r.order()
}
