package shutdown

import (
	"regexp"
	"strconv"
	"sync"
)

// checker collects the faults of meaning. Paths in skip are passed over: their
// value is unknown or has a fault already.
type checker struct {
	skip   map[string]bool
	faults Faults
}

// faults checks the profile against its fields, then against the model.
func (p Profile) faults(skip map[string]bool) Faults {
	c := checker{skip: skip}
	c.fields(p)
	c.combinations(p)
	if c.sound("workload", "longest_work", "on_interrupt", "interrupt_time", "cleanup", "margin", "load_balancer",
		"propagation", "capacity", "sidecars", "require") {
		c.faults = append(c.faults, p.resolve().modelFaults()...)
	}
	c.faults.Sort()
	return c.faults
}

func (c *checker) add(f Fault) { c.faults = append(c.faults, f) }

// sound says that none of the fields, nor anything inside them, is unknown or
// has a fault.
func (c *checker) sound(names ...string) bool {
	for _, name := range names {
		if c.skip[name] {
			return false
		}
		inside := func(path string) bool { return order(path)/1_000_000 == order(name)/1_000_000 }
		for path := range c.skip {
			if inside(path) {
				return false
			}
		}
		for i := range c.faults {
			if inside(c.faults[i].Path) {
				return false
			}
		}
	}
	return true
}

// fields checks each value by itself, against the table of fields.
func (c *checker) fields(p Profile) {
	c.word("workload", field("workload"), string(p.Workload))
	c.number("longest_work", field("longest_work"), p.LongestWork)
	c.word("on_interrupt", field("on_interrupt"), string(p.OnInterrupt))
	c.number("interrupt_time", field("interrupt_time"), p.InterruptTime)
	c.number("cleanup", field("cleanup"), p.Cleanup)
	c.number("startup", field("startup"), p.Startup)
	c.number("longest_pause", field("longest_pause"), p.LongestPause)
	c.number("margin", field("margin"), p.Margin)
	c.word("load_balancer", field("load_balancer"), string(p.LoadBalancer))
	c.number("propagation", field("propagation"), p.Propagation)
	c.word("capacity", field("capacity"), string(p.Capacity))
	c.number("desired_count", field("desired_count"), p.DesiredCount)
	c.number("max_surge_percent", field("max_surge_percent"), p.MaxSurgePercent)
	c.sidecars(p.Sidecars)
	c.word("stop_signal", field("stop_signal"), string(p.StopSignal))
	c.word("framework", field("framework"), string(p.Framework))
	c.word("environment_prefix", field("environment_prefix"), p.EnvironmentPrefix)
	c.require(p.Require)
}

func (c *checker) number(path string, f *Field, v *int) {
	switch {
	case c.skip[path]:
	case v == nil:
		if f.Required {
			c.add(f.missing(path))
		}
	case *v < f.Min || *v > f.Max:
		c.add(f.outOfRange(path, strconv.Itoa(*v)))
	}
}

func (c *checker) word(path string, f *Field, v string) {
	switch {
	case c.skip[path]:
	case v == "":
		if f.Required {
			c.add(f.missing(path))
		}
	case !f.accepts(v):
		c.add(f.word(path, v))
	}
}

func (c *checker) sidecars(list []Sidecar) {
	if c.skip["sidecars"] {
		return
	}
	seen := make(map[string]int, len(list))
	for i, s := range list {
		path := "sidecars[" + strconv.Itoa(i) + "]"
		c.word(path+".name", &sidecarFields[0], s.Name)
		c.number(path+".flush", &sidecarFields[1], s.Flush)
		if first, ok := seen[s.Name]; ok && s.Name != "" {
			c.add(Fault{Path: path + ".name", Rule: "duplicate", Given: quote(s.Name), Allowed: "a name that no other sidecar has",
				Message: "sidecars[" + strconv.Itoa(first) + "] has the name " + quote(s.Name) + " already."})
		} else {
			seen[s.Name] = i
		}
	}
}

func (c *checker) require(list []Cause) {
	if c.skip["require"] {
		return
	}
	f := field("require")
	seen := make(map[Cause]bool, len(list))
	for i, cause := range list {
		path := "require[" + strconv.Itoa(i) + "]"
		switch {
		case c.skip[path]:
		case !contains(f.Values, string(cause)):
			c.add(f.word(path, string(cause)))
		case seen[cause]:
			c.add(Fault{Path: path, Rule: "duplicate", Given: quote(string(cause)), Allowed: "each cause once",
				Message: "require names " + quote(string(cause)) + " twice.", WaysOut: []string{"remove one of the two"}})
		}
		seen[cause] = true
	}
}

// combinations checks values that exclude each other.
func (c *checker) combinations(p Profile) {
	if c.sound("workload", "on_interrupt") && p.OnInterrupt != "" {
		allowed := words(interrupts(p.Workload)...)
		if !contains(allowed, string(p.OnInterrupt)) {
			c.add(Fault{Path: "on_interrupt", Rule: "workload-interrupt", Given: quote(string(p.OnInterrupt)), Allowed: "one of " + join(allowed),
				Message: "With workload " + quote(string(p.Workload)) + " the app cannot " + string(p.OnInterrupt) + " a " + p.Workload.unit() + ".",
				WaysOut: []string{"set on_interrupt to one of " + join(allowed)}})
		}
	}
	pulled := c.sound("workload") && p.Workload.pulled()
	if pulled && c.sound("load_balancer") && p.LoadBalancer != "" && p.LoadBalancer != NoLoadBalancer {
		c.add(Fault{Path: "load_balancer", Rule: "workload-load-balancer", Given: quote(string(p.LoadBalancer)), Allowed: `only "none"`,
			Message: "With workload " + quote(string(p.Workload)) + " the app fetches its work itself: no load balancer routes it.",
			WaysOut: []string{"remove load_balancer", `set workload to "http" if callers send requests`}})
	}
	if pulled && c.sound("propagation") && p.Propagation != nil {
		c.add(Fault{Path: "propagation", Rule: "workload-propagation", Given: strconv.Itoa(*p.Propagation), Allowed: "nothing",
			Message: "With workload " + quote(string(p.Workload)) + " work stops arriving when the app stops fetching: there is no propagation to set.",
			WaysOut: []string{"remove propagation"}})
	}
	if c.sound("framework", "stop_signal") && p.Framework != "" {
		c.faults = append(c.faults, signalFaults(p.Framework, or(p.StopSignal, SIGTERM))...)
	}
}

// patterns are compiled when a free word is first checked: a program that only
// imports the package must not pay for them at its start.
var patterns = sync.OnceValue(func() map[string]*regexp.Regexp {
	m := make(map[string]*regexp.Regexp)
	for _, f := range append(Fields(), sidecarFields[:]...) {
		if f.Pattern != "" {
			m[f.Pattern] = regexp.MustCompile("^(?:" + f.Pattern + ")$")
		}
	}
	return m
})

// accepts says whether a word passes the field's list or pattern.
func (f *Field) accepts(v string) bool {
	if f.Pattern != "" {
		return patterns()[f.Pattern].MatchString(v)
	}
	return contains(f.Values, v)
}

func (f *Field) missing(path string) Fault {
	return Fault{Path: path, Rule: "required", Allowed: f.Allowed(), Message: path + " must be set.",
		WaysOut: []string{"set " + path + " to " + f.Allowed()}}
}

func (f *Field) outOfRange(path, given string) Fault {
	return Fault{Path: path, Rule: "range", Given: given, Allowed: f.Allowed(),
		Message: path + " is out of range.", WaysOut: []string{"set " + path + " to " + f.Allowed()}}
}

// word faults a word that the field does not accept.
func (f *Field) word(path, given string) Fault {
	if f.Pattern != "" {
		return Fault{Path: path, Rule: "pattern", Given: quote(given), Allowed: f.Allowed(),
			Message: path + " is not a valid name.", WaysOut: []string{"set " + path + " to " + f.Allowed()}}
	}
	allowed := "one of " + join(f.Values)
	return Fault{Path: path, Rule: "enum", Given: quote(given), Allowed: allowed,
		Message: path + " does not know the word " + quote(given) + ".",
		WaysOut: offer(given, f.Values, "write %s", "set "+path+" to "+allowed)}
}
