package provider

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// reading is a profile as Terraform knows it so far.
type reading struct {
	proven shutdown.Proven
	// known says that no value is still unknown, so that the profile has settings.
	known  bool
	faults shutdown.Faults
}

// readConfig reads the profile's fields of a configuration and passes over
// its other attributes.
func readConfig(config tftypes.Value) (reading, error) {
	attributes, err := attributesOf(config)
	if err != nil {
		return reading{}, err
	}
	declared := make(map[string]tftypes.Value, len(fields()))
	for _, f := range fields() {
		declared[f.Name] = attributes[f.Name]
	}
	return readFields(declared)
}

// readFields reads a profile of which every attribute is meant to be a field.
func readFields(fields map[string]tftypes.Value) (reading, error) {
	return new(document).read(fields)
}

// document decodes Terraform values the way YAML and JSON are decoded. It
// remembers the paths of those that are not known yet, and of maps of strings.
type document struct{ unknown, maps []string }

func (d *document) read(fields map[string]tftypes.Value) (r reading, err error) {
	decoded, err := d.fields("", fields)
	if err != nil {
		return reading{}, err
	}
	if len(d.unknown) > 0 {
		r.faults = d.reword(shutdown.ParsePartly(decoded, d.unknown...))
		return r, nil
	}
	r.known = true
	r.proven, err = shutdown.Parse(decoded)
	if err != nil && !errors.As(err, &r.faults) {
		return reading{}, err
	}
	r.faults = d.reword(r.faults)
	return r, nil
}

func (d *document) fields(prefix string, fields map[string]tftypes.Value) (map[string]any, error) {
	out := make(map[string]any, len(fields))
	for name, v := range fields {
		decoded, err := d.value(prefix+name, v)
		if err != nil {
			return nil, err
		}
		out[name] = decoded
	}
	return out, nil
}

func (d *document) value(path string, v tftypes.Value) (any, error) {
	t := v.Type()
	switch {
	case !v.IsKnown():
		d.unknown = append(d.unknown, path)
		return nil, nil
	case v.IsNull():
		return nil, nil
	case t.Is(tftypes.String):
		return as[string](path, v)
	case t.Is(tftypes.Bool):
		return as[bool](path, v)
	case t.Is(tftypes.Number):
		n := new(big.Float)
		return n, at(path, v.As(n))
	case t.Is(tftypes.Object{}), t.Is(tftypes.Map{}):
		if t.Equal(mapOfStrings) {
			d.maps = append(d.maps, path+".")
		}
		fields, err := as[map[string]tftypes.Value](path, v)
		if err != nil {
			return nil, err
		}
		return d.fields(path+".", fields)
	case t.Is(tftypes.List{}), t.Is(tftypes.Set{}), t.Is(tftypes.Tuple{}):
		elements, err := as[[]tftypes.Value](path, v)
		if err != nil {
			return nil, err
		}
		return d.elements(path, elements)
	default:
		return nil, fmt.Errorf("%s: no profile has a value of type %s", path, t)
	}
}

func (d *document) elements(path string, elements []tftypes.Value) ([]any, error) {
	out := make([]any, len(elements))
	for i, v := range elements {
		decoded, err := d.value(path+"["+strconv.Itoa(i)+"]", v)
		if err != nil {
			return nil, err
		}
		out[i] = decoded
	}
	return out, nil
}

func as[T any](path string, v tftypes.Value) (out T, err error) {
	return out, at(path, v.As(&out))
}

func at(path string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
