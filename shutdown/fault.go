package shutdown

import (
	"sort"
	"strings"
)

// Fault is one thing that is wrong with a profile. Every surface shows it in
// these words.
type Fault struct {
	// Path is the profile field, such as "longest_work" or "sidecars[0].flush".
	Path string `json:"path"`
	// Rule is a stable id, such as "spot-budget".
	Rule string `json:"rule"`
	// Given is the value as it was given; empty when there was none.
	Given string `json:"given"`
	// Allowed says which values would pass.
	Allowed string `json:"allowed"`
	// Message is one sentence that says what is wrong and why.
	Message string `json:"message"`
	// WaysOut lists what to change, each with its number.
	WaysOut []string `json:"ways_out"`
	// Line and Column say where the value stands in a profile file, from 1;
	// 0 when the profile does not come from a file.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
}

// Title is the fault's rule as a heading without values.
func (f Fault) Title() string {
	if t, ok := titles[f.Rule]; ok {
		return t
	}
	return "Invalid Profile"
}

// Summary is the fault on one line without its ways out, in the words of its title and
// its detail, and without a full stop at the end.
func (f Fault) Summary() string { return f.Title() + ": " + f.Message + " " + f.values() }

// values says what was given and what is allowed.
func (f Fault) values() string { return "Given: " + or(f.Given, "nothing") + ". Allowed: " + f.Allowed }

// Detail is the whole fault as text of several lines: what is wrong, what was
// given, what is allowed, and each way out.
func (f Fault) Detail() string {
	var b strings.Builder
	b.WriteString(f.Message + "\n" + f.values() + ".")
	if len(f.WaysOut) > 0 {
		b.WriteString("\nWays out:")
		for _, w := range f.WaysOut {
			b.WriteString("\n  - ")
			b.WriteString(w)
		}
	}
	return b.String()
}

// Error is the path, the title and the detail.
func (f Fault) Error() string { return Printable(f.Path) + ": " + f.Title() + "\n" + f.Detail() }

// Faults is every fault of a profile, in profile order.
type Faults []Fault

// Error joins the faults, one blank line between two.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i := range f {
		lines[i] = f[i].Error()
	}
	return strings.Join(lines, "\n\n")
}

// Sort puts the faults in profile order; those of one field keep their order.
func (f Faults) Sort() {
	sort.SliceStable(f, func(i, j int) bool { return order(f[i].Path) < order(f[j].Path) })
}

// Rules lists every rule id with its title, for documentation.
func Rules() map[string]string {
	m := make(map[string]string, len(titles))
	for id, t := range titles {
		m[id] = t
	}
	return m
}

var titles = map[string]string{
	"required":               "Missing Value",
	"type":                   "Wrong Type",
	"range":                  "Value Out Of Range",
	"enum":                   "Unknown Word",
	"pattern":                "Invalid Name",
	"unknown-field":          "Unknown Field",
	"duplicate":              "Duplicate Value",
	"duplicate-key":          "Duplicate Key",
	"syntax":                 "Unreadable File",
	"workload-interrupt":     "Interrupt Does Not Fit Workload",
	"workload-load-balancer": "Load Balancer Does Not Fit Workload",
	"workload-propagation":   "Propagation Does Not Fit Workload",
	"workload-front":         "Front Does Not Fit Workload",
	"workload-broker":        "Broker Does Not Fit Workload",
	"workload-heartbeat":     "Heartbeat Does Not Fit Workload",
	"drain-notice-unfit":     "Drain Notice Does Not Fit Profile",
	"strategy-unfit":         "Strategy Does Not Fit Profile",
	"strategy-limit":         "Strategy Takes Too Long",
	"sidecar-order":          "Sidecar Order Impossible",
	"min-count":              "Least Count Above Desired Count",
	"framework-signal":       "Stop Signal Does Not Fit Framework",
	"stop-budget":            "Stop Budget Exceeded",
	"sidecar-limit":          "Sidecar Stop Timeout Limit Exceeded",
	"deregistration-limit":   "Deregistration Delay Limit Exceeded",
	"protection-limit":       "Task Protection Limit Exceeded",
	"visibility-limit":       "Visibility Timeout Limit Exceeded",
	"spot-budget":            "Spot Budget Exceeded",
	"required-cause":         "Required Cause Not Kept",
}
