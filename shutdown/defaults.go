package shutdown

import "reflect"

// WithDefaults returns the profile with every field that is not set filled in
// as [Compute] does. Fields that the profile must not set stay empty. The
// profile must be one that Compute accepts.
func (p Profile) WithDefaults() Profile {
	for i := range fields {
		fields[i].fill(&p)
	}
	return p
}

// fill sets the field to the first default that is for the profile. Rows stand
// in profile order, so that what a condition asks for is filled in before.
func (r *row[T]) fill(p *Profile) {
	if len(r.defaults) == 0 {
		return
	}
	target, ok := any(p).(*T)
	if !ok {
		return // Only a profile has defaults that depend on others.
	}
	slot := reflect.ValueOf(r.at(target)).Elem()
	if !slot.IsZero() {
		return
	}
	for _, g := range r.defaults {
		if !g.when.holds(p) {
			continue
		}
		v := g.value
		if g.derived != nil {
			v = g.derived(p)
		}
		set(slot, v)
		return
	}
}

// set puts a value into a slot, behind a new pointer where the slot is one.
func set(slot reflect.Value, v any) {
	value := reflect.ValueOf(v)
	if value.Kind() == reflect.Slice { // The caller may change what it gets.
		value = reflect.AppendSlice(reflect.MakeSlice(value.Type(), 0, value.Len()), value)
	}
	if slot.Kind() == reflect.Pointer {
		slot.Set(reflect.New(slot.Type().Elem()))
		slot = slot.Elem()
	}
	slot.Set(value.Convert(slot.Type()))
}
