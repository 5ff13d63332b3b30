package shutdown

import "strings"

// Values are the numbers of a service as they stand somewhere, whoever wrote
// them. What is nil or empty is AWS's default, or for the app unknown; what is
// named in Unknown is unknown. [ValueFields] gives each value's range.
type Values struct {
	LoadBalancer          LoadBalancer
	DeregistrationDelay   *int
	ConnectionTermination *bool
	StopTimeout           *int
	HealthCheck           *HealthValues
	IdleTimeout           *int
	DesiredCount          *int
	MinCount              *int
	MaxCount              *int
	MinimumHealthyPercent *int
	MaximumPercent        *int
	Capacity              Capacity
	Strategy              Strategy
	BakeMinutes           *int
	StepPercent           *int
	StepMinutes           *int
	TaskProtectionMinutes *int
	VisibilityTimeout     *int
	Front                 *StandingFront
	Sidecars              []StandingSidecar
	App                   *AppValues
	// Assume has the fields of a profile that no configuration tells: what one
	// unit of work is, how long new work still arrives, and the like.
	Assume *Profile
	// Unknown gives the reason for each path, such as "app.drain", of which the
	// value cannot be known.
	Unknown map[string]string
}

// HealthValues is a target group's health check as it stands.
type HealthValues struct {
	Interval, Timeout, HealthyThreshold, UnhealthyThreshold, GracePeriod *int
}

// StandingFront is the container that the load balancer reaches, if that is not
// the app.
type StandingFront struct {
	StopTimeout *int
}

// StandingSidecar is a container that stops after the app.
type StandingSidecar struct {
	Name        string
	StopTimeout *int
	After       []string
}

// AppValues are the times of the container that the load balancer or the
// callers reach, as its environment, its command or its framework has them.
type AppValues struct {
	Delay, Drain, Cleanup, Deadline, KeepAlive *int
}

// ValueFields lists the fields of [Values] in their order.
func ValueFields() []Field { return documented(valueFields[:]) }

// ParseValues turns a decoded document into values. The word "unknown" stands
// for a value that nobody knows. The error, if any, is a [Faults].
func ParseValues(document map[string]any) (Values, error) {
	var v Values
	d := decoder{skip: map[string]bool{}, what: "Values", unknowable: true}
	decode(&d, "", document, valueFields[:], &v)
	v.Unknown = make(map[string]string, len(d.unknown))
	for _, path := range d.unknown {
		v.Unknown[path] = "given as unknown"
	}
	faults := append(d.faults, v.faults(d.skip)...)
	if len(faults) > 0 {
		return Values{}, faults
	}
	return v, nil
}

// faults checks the values against their fields.
func (v *Values) faults(skip map[string]bool) Faults {
	c := checker{skip: skip}
	check(&c, "", valueFields[:], v)
	list := make([]link, len(v.Sidecars))
	for i, s := range v.Sidecars {
		list[i] = link{s.Name, s.After}
	}
	c.standing(list)
	if v.Assume != nil && c.sound("assume") {
		full, tried := v.assumptions(), *v.Assume
		tried.Workload, tried.LoadBalancer = full.Workload, full.LoadBalancer
		c.fitsOf(v.Assume, &full, &tried)
		for i := range c.faults {
			f := &c.faults[i]
			if place(f.Path) == len(fields) || v.valuePlace(f.Path) < len(valueFields) {
				continue
			}
			for j, way := range f.WaysOut {
				f.WaysOut[j] = assumedWay(way)
			}
			f.Path = "assume." + f.Path
		}
	}
	return c.faults
}

// assumedWay writes a way out of a profile for one that stands under assume.
func assumedWay(way string) string {
	words := strings.Split(way, " ")
	for i, word := range words {
		for j := range assumableFields {
			if word == assumableFields[j].Name {
				words[i] = "assume." + word
			}
		}
	}
	return strings.Join(words, " ")
}

// standing checks names and order of containers.
func (c *checker) standing(list []link) {
	if !c.sound("sidecars") {
		return
	}
	seen := map[string]bool{}
	for _, l := range list {
		if seen[l.name] {
			c.add(Fault{Path: "sidecars", Rule: "duplicate", Given: quote(l.name), Allowed: "a name that no other sidecar has",
				Message: "Two sidecars have the name " + quote(l.name) + ".", WaysOut: []string{"rename one of the two"}})
			return
		}
		seen[l.name] = true
	}
	for _, m := range misorders(list) {
		for _, t := range m.turns() {
			m.WaysOut = append(m.WaysOut, t.text)
		}
		c.add(m.Fault)
	}
}

func (v *Values) valuePlace(path string) int {
	for i := range valueFields {
		if within(path, valueFields[i].Name) {
			return i
		}
	}
	return len(valueFields)
}
