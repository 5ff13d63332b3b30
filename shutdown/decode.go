package shutdown

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
)

// Parse turns a decoded document (YAML, JSON, HCL) into a profile and reports
// all its faults at once, those of shape and those of meaning. Numbers may be
// int, int64, float64, json.Number or *big.Float; nil means not set. Fields
// named in unknown have a value that is not known yet: they and the rules that
// need them are passed over.
//
// The error, if any, is a [Faults]. Without one, [Compute] accepts the profile,
// unless a field was unknown.
func Parse(document map[string]any, unknown ...string) (Profile, error) {
	d := decoder{skip: make(map[string]bool)}
	for _, name := range unknown {
		d.skip[name] = true
	}
	p := d.profile(document)
	faults := append(d.faults, p.faults(d.skip)...)
	faults.Sort()
	if len(faults) > 0 {
		return Profile{}, faults
	}
	return p, nil
}

// decoder collects the faults of shape. A path in skip has been dealt with, so
// that no second fault is raised for it.
type decoder struct {
	faults Faults
	skip   map[string]bool
}

func (d *decoder) profile(m map[string]any) Profile {
	d.unknownFields("", m, fields[:])
	return Profile{
		Workload:          Workload(d.text("workload", m["workload"])),
		LongestWork:       d.number("longest_work", field("longest_work"), m["longest_work"]),
		OnInterrupt:       Interrupt(d.text("on_interrupt", m["on_interrupt"])),
		InterruptTime:     d.number("interrupt_time", field("interrupt_time"), m["interrupt_time"]),
		Cleanup:           d.number("cleanup", field("cleanup"), m["cleanup"]),
		Startup:           d.number("startup", field("startup"), m["startup"]),
		LongestPause:      d.number("longest_pause", field("longest_pause"), m["longest_pause"]),
		Margin:            d.number("margin", field("margin"), m["margin"]),
		LoadBalancer:      LoadBalancer(d.text("load_balancer", m["load_balancer"])),
		Propagation:       d.number("propagation", field("propagation"), m["propagation"]),
		Capacity:          Capacity(d.text("capacity", m["capacity"])),
		DesiredCount:      d.number("desired_count", field("desired_count"), m["desired_count"]),
		MaxSurgePercent:   d.number("max_surge_percent", field("max_surge_percent"), m["max_surge_percent"]),
		Singleton:         d.flag("singleton", m["singleton"]),
		Sidecars:          d.sidecars(m["sidecars"]),
		StopSignal:        Signal(d.text("stop_signal", m["stop_signal"])),
		Framework:         FrameworkName(d.text("framework", m["framework"])),
		EnvironmentPrefix: d.text("environment_prefix", m["environment_prefix"]),
		Require:           d.causes(m["require"]),
	}
}

// unknownFields raises a fault for every key that is no field, offering the
// nearest one.
func (d *decoder) unknownFields(prefix string, m map[string]any, known []Field) {
	names := make([]string, len(known))
	for i, f := range known {
		names[i] = f.Name
	}
	for _, key := range sortedKeys(m) {
		if contains(names, key) {
			continue
		}
		f := Fault{Path: prefix + key, Rule: "unknown-field", Given: quote(key), Allowed: "one of " + join(names),
			Message: "A profile has no field " + quote(key) + "."}
		if prefix != "" {
			f.Message = "A sidecar has no field " + quote(key) + "."
		}
		f.WaysOut = offer(key, names, "write %s", "remove it")
		d.faults = append(d.faults, f)
	}
}

func (d *decoder) wrongType(path string, given any, t FieldType) {
	if d.skip[path] {
		return
	}
	d.skip[path] = true
	f := Fault{Path: path, Rule: "type", Given: show(given), Allowed: t.String(),
		Message: path + " takes " + t.String() + ", not " + kind(given) + "."}
	if s, ok := given.(string); ok && t == Number && isDecimal(s) && isWhole(s) {
		f.WaysOut = []string{"write " + s + " without quotes"}
	} else {
		f.WaysOut = []string{"set " + path + " to " + t.String()}
	}
	d.faults = append(d.faults, f)
}

func (d *decoder) text(path string, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		if v == "" {
			// An empty string in Go means "not set"; in a document somebody wrote it.
			d.emptyText(path)
		}
		return v
	default:
		d.wrongType(path, v, Text)
		return ""
	}
}

// emptyText faults an empty string by the field's own rule.
func (d *decoder) emptyText(path string) {
	if d.skip[path] {
		return
	}
	for i := range fields {
		if fields[i].Name == path {
			d.skip[path] = true
			d.faults = append(d.faults, fields[i].word(path, ""))
		}
	}
}

func (d *decoder) flag(path string, v any) *bool {
	switch v := v.(type) {
	case nil:
		return nil
	case bool:
		return &v
	default:
		d.wrongType(path, v, Flag)
		return nil
	}
}

// number accepts a whole number. One too large for an int is out of range, in
// the words of the range.
func (d *decoder) number(path string, f *Field, v any) *int {
	x, ok := asFloat(v)
	switch {
	case v == nil:
		return nil
	case !ok || x != math.Trunc(x):
		d.wrongType(path, v, Number)
		return nil
	case math.Abs(x) > 1e9:
		d.skip[path] = true
		d.faults = append(d.faults, f.outOfRange(path, show(v)))
		return nil
	}
	n := int(x)
	return &n
}

// asFloat reads any of the number types that decoders produce.
func asFloat(v any) (float64, bool) {
	switch v := v.(type) {
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case float64:
		return v, !math.IsNaN(v)
	case json.Number:
		if !isDecimal(v.String()) {
			return 0, false
		}
		x, err := strconv.ParseFloat(v.String(), 64)
		if x == math.Trunc(x) && !isWhole(v.String()) {
			return 0.5, true // A fraction so fine that the float has lost it.
		}
		return x, err == nil || math.IsInf(x, 0)
	case *big.Float:
		x, _ := v.Float64()
		return x, v.IsInt() || x != math.Trunc(x) || v.IsInf()
	default:
		return 0, false
	}
}

func (d *decoder) sidecars(v any) []Sidecar {
	list, ok := v.([]any)
	if v == nil || !ok {
		if v != nil {
			d.wrongType("sidecars", v, Sidecars)
		}
		return nil
	}
	out := make([]Sidecar, 0, len(list))
	for i, e := range list {
		path := "sidecars[" + strconv.Itoa(i) + "]"
		m, ok := e.(map[string]any)
		if !ok {
			d.wrongType(path, e, Sidecars)
			d.skip[path+".name"], d.skip[path+".flush"] = true, true
			out = append(out, Sidecar{})
			continue
		}
		d.unknownFields(path+".", m, sidecarFields[:])
		out = append(out, Sidecar{
			Name:  d.text(path+".name", m["name"]),
			Flush: d.number(path+".flush", &sidecarFields[1], m["flush"]),
		})
	}
	return out
}

func (d *decoder) causes(v any) []Cause {
	list, ok := v.([]any)
	if v == nil || !ok {
		if v != nil {
			d.wrongType("require", v, Texts)
		}
		return nil
	}
	out := make([]Cause, 0, len(list))
	for i, e := range list {
		s, ok := e.(string)
		if !ok {
			d.wrongType("require["+strconv.Itoa(i)+"]", e, Text)
		}
		out = append(out, Cause(s))
	}
	return out
}
