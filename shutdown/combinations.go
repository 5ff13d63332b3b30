package shutdown

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// fits holds each value that is set against what the profile's words leave of
// its row.
func (c *checker) fits(given, full *Profile) { c.fitsOf(given, full, given) }

// fitsOf tries the ways out on a profile that says more than what is checked.
func (c *checker) fitsOf(given, full, tried *Profile) {
	for i := range fields {
		r := &fields[i]
		if len(r.fits) == 0 || c.skip[r.Name] || !c.sound(r.Name, "workload") {
			continue
		}
		slot := reflect.ValueOf(r.at(given)).Elem()
		if slot.IsZero() {
			continue
		}
		for _, f := range r.fits {
			if !f.when.certain(full) || !c.sound(f.when.fields()...) {
				continue
			}
			if fault := f.fault(r.Field, slot, full); fault != nil {
				c.solve(*fault, tried, f.turns(r)...)
				break
			}
		}
	}
}

// narrow takes out of the fault on a value what other fields do not allow either:
// its way out must not lead into the next fault.
func (c *checker) narrow(full *Profile) {
	for i := range c.faults {
		f := &c.faults[i]
		at := place(f.Path)
		if at == len(fields) || f.Rule != "range" && f.Rule != "enum" {
			continue
		}
		for _, fit := range fields[at].fits {
			if !fit.when.certain(full) || !c.sound(fit.when.fields()...) {
				continue
			}
			narrowed := fit.narrow(fields[at].Field)
			f.Allowed = narrowed.Allowed()
			switch offered, one := strings.CutPrefix(f.WaysOut[0], "write "); {
			case fit.refused:
				f.WaysOut = []string{"remove " + f.Path}
			case !one || !slices.Contains(narrowed.Values, strings.Trim(offered, `"`)):
				f.WaysOut = []string{"set " + f.Path + " to " + strings.TrimPrefix(f.Allowed, "only ")}
			}
			break
		}
	}
}

// turns lists what would make a value of the row fit.
func (f fit) turns(r *row[Profile]) []turn {
	var list []turn
	for _, c := range r.choices(f.values) {
		list = append(list, c.turn())
	}
	list = append(list, turn{"remove " + r.Name, func(p *Profile) { reflect.ValueOf(r.at(p)).Elem().SetZero() }})
	for _, c := range f.others {
		list = append(list, c.turn())
	}
	return list
}

// fields names the fields that the condition asks for.
func (c condition) fields() []string {
	var names []string
	for name, asked := range map[string]bool{"workload": len(c.workloads) > 0, "load_balancer": len(c.balancers) > 0,
		"strategy": len(c.strategies) > 0, "capacity": len(c.capacities) > 0,
		"on_interrupt": len(c.interrupts) > 0, "broker": len(c.brokers) > 0, "drain_notice": len(c.notices) > 0} {
		if asked {
			names = append(names, name)
		}
	}
	return names
}

// fault is what is wrong with a value of the row; nil if nothing is.
func (f fit) fault(field Field, slot reflect.Value, full *Profile) *Fault {
	narrowed := f.narrow(field)
	switch {
	case f.refused:
		return &Fault{Path: field.Name, Rule: f.rule, Given: shown(slot), Allowed: narrowed.Allowed(), Message: f.why}
	case f.values != nil && field.Type == Flag:
		if slices.Contains(f.values, shown(slot)) {
			return nil
		}
		return &Fault{Path: field.Name, Rule: f.rule, Given: shown(slot), Allowed: narrowed.Allowed(), Message: f.why}
	case f.values != nil:
		if slices.Contains(f.values, slot.String()) {
			return nil
		}
		return &Fault{Path: field.Name, Rule: f.rule, Given: quote(slot.String()), Allowed: narrowed.Allowed(), Message: fmt.Sprintf(f.why, slot.String())}
	default:
		if n := int(slot.Elem().Int()); n < f.min || n > f.max {
			fault := narrowed.outOfRange(field.Name, strconv.Itoa(n))
			fault.Message = field.Name + " is out of the range that it has " + f.when.plain(full) + "."
			return &fault
		}
		return nil
	}
}

// plain names the profile's own words that the condition asks for.
func (c condition) plain(p *Profile) string {
	switch {
	case len(c.workloads) > 0:
		return "with workload " + string(p.Workload)
	case len(c.strategies) > 0:
		return "with strategy " + string(p.Strategy)
	default:
		return "here"
	}
}

// shown writes a value as its author would.
func shown(slot reflect.Value) string {
	switch slot.Kind() {
	case reflect.String:
		return quote(slot.String())
	case reflect.Pointer:
		if slot.Elem().Kind() == reflect.Struct {
			return "a map"
		}
		return fmt.Sprint(slot.Elem().Interface())
	default:
		return "a list"
	}
}

// combinations checks values that exclude each other and are no words.
func (c *checker) combinations(given, full *Profile) {
	c.strategy(given, full)
	if c.sound("desired_count", "min_count") && given.MinCount != nil && *given.MinCount > *full.DesiredCount {
		least, desired := *given.MinCount, *full.DesiredCount
		c.solve(Fault{Path: "min_count", Rule: "min-count", Given: strconv.Itoa(least), Allowed: "at most " + strconv.Itoa(desired),
			Message: "Autoscaling cannot leave more tasks than the " + strconv.Itoa(desired) + " that are desired."}, given,
			turn{"set min_count to " + strconv.Itoa(desired), func(p *Profile) { p.MinCount = &desired }},
			turn{"set desired_count to " + strconv.Itoa(least), func(p *Profile) { p.DesiredCount = &least }})
	}
	if c.sound("framework", "stop_signal") && given.Framework != "" {
		if f, turns := signalFault(given.Framework, or(given.StopSignal, SIGTERM)); f != nil {
			c.solve(*f, given, turns...)
		}
	}
}

// strategy checks what others than rolling exclude, and how long they take.
func (c *checker) strategy(given, full *Profile) {
	if !c.sound("strategy") || full.Strategy == Rolling || full.Strategy == "" {
		return
	}
	name := string(full.Strategy)
	roll := turn{"set strategy to rolling", func(p *Profile) { p.Strategy = Rolling }}
	unfit := func(message, allowed string, other turn) {
		c.solve(Fault{Path: "strategy", Rule: "strategy-unfit", Given: quote(name), Allowed: allowed, Message: message}, given, roll, other)
	}
	if c.sound("singleton") && given.Singleton != nil && *given.Singleton {
		unfit("Strategy "+name+" runs the old and the new tasks together, which singleton forbids.", "only rolling with singleton",
			turn{"set singleton to false", func(p *Profile) { p.Singleton = new(false) }})
	}
	if c.sound("max_surge_percent") && given.MaxSurgePercent != nil && *given.MaxSurgePercent < 100 {
		unfit("Strategy "+name+" needs a whole second set of tasks, more than the surge of "+strconv.Itoa(*given.MaxSurgePercent)+" percent.",
			"only rolling with max_surge_percent below 100", turn{"set max_surge_percent to 100", func(p *Profile) { p.MaxSurgePercent = new(100) }})
	}
	if !c.sound("bake_minutes", "step_percent", "step_minutes") || full.BakeMinutes == nil {
		return
	}
	if m := full.stepsMinutes() + *full.BakeMinutes; full.Strategy != BlueGreen && m > progressiveMinutesMax {
		c.add(strategyLimit(full, m))
	}
}

// strategyLimit faults a deployment that CloudFormation would not wait for.
func strategyLimit(full *Profile, minutes int) Fault {
	n := strconv.Itoa
	f := Fault{Path: "step_minutes", Rule: "strategy-limit", Given: n(*full.StepMinutes),
		Message: "The waits of " + n(full.stepsMinutes()) + " minutes and the bake of " + n(*full.BakeMinutes) + " are " + n(minutes) +
			" minutes together; a deployment may take " + n(progressiveMinutesMax) + "."}
	shorter := *full
	holds := func(p *Profile) bool { return p.stepsMinutes()+*p.BakeMinutes <= progressiveMinutesMax }
	if most, ok := longest(0, *full.StepMinutes, func(v int) bool { shorter.StepMinutes = &v; return holds(&shorter) }); ok {
		f.Allowed = "at most " + n(most)
		f.WaysOut = append(f.WaysOut, "set step_minutes to at most "+n(most))
	}
	if most, ok := longest(0, *full.BakeMinutes, func(v int) bool { p := *full; p.BakeMinutes = &v; return holds(&p) }); ok {
		f.WaysOut = append(f.WaysOut, "set bake_minutes to at most "+n(most))
	}
	return f
}

// stepsMinutes is how long the steps of a linear or canary deployment take.
func (p *Profile) stepsMinutes() int {
	switch p.Strategy {
	case Linear:
		return (ceilDiv(100, *p.StepPercent) - 1) * *p.StepMinutes
	case Canary:
		return *p.StepMinutes
	default:
		return 0
	}
}

// sidecars checks the names of sidecars, beside each other and the front, and
// their order.
func (c *checker) sidecars(given *Profile) {
	list := given.Sidecars
	if c.skip["sidecars"] {
		return
	}
	seen := make(map[string]int, len(list))
	for i, s := range list {
		path := "sidecars[" + strconv.Itoa(i) + "].name"
		if first, ok := seen[s.Name]; ok && s.Name != "" && !c.skip[path] {
			c.add(Fault{Path: path, Rule: "duplicate", Given: quote(s.Name), Allowed: "a name that no other sidecar has",
				Message: "sidecars[" + strconv.Itoa(first) + "] has the name " + quote(s.Name) + " already.", WaysOut: []string{"rename one of the two"}})
			continue
		}
		if f := given.Front; f != nil && s.Name != "" && f.Name == s.Name && !c.skip[path] && !c.skip["front.name"] {
			c.add(Fault{Path: path, Rule: "duplicate", Given: quote(s.Name), Allowed: "a name that the front does not have",
				Message: "The front has the name " + quote(s.Name) + " already.", WaysOut: []string{"rename one of the two"}})
		}
		seen[s.Name] = i
	}
	if c.sound("sidecars") {
		for _, m := range misorders(sidecarOrder(given.Sidecars)) {
			c.solve(m.Fault, given, m.turns()...)
		}
	}
}
