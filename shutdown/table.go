package shutdown

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Entry is one row of a [Table].
type Entry[V any] struct {
	Key   string
	Value V
}

// Table is a list of named values that keeps its order and is written as a
// JSON object, so that the same profile gives the same bytes on every surface.
type Table[V any] []Entry[V]

// Get returns the value under key and whether there is one.
func (t Table[V]) Get(key string) (V, bool) {
	for _, e := range t {
		if e.Key == key {
			return e.Value, true
		}
	}
	var zero V
	return zero, false
}

// Map returns the rows as a new map, for surfaces that have no order.
func (t Table[V]) Map() map[string]V {
	m := make(map[string]V, len(t))
	for _, e := range t {
		m[e.Key] = e.Value
	}
	return m
}

// MarshalJSON writes the rows as one object in their order.
func (t Table[V]) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, e := range t {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(e.Key)
		if err != nil {
			return nil, fmt.Errorf("key %q: %w", e.Key, err)
		}
		value, err := json.Marshal(e.Value)
		if err != nil {
			return nil, fmt.Errorf("value of %q: %w", e.Key, err)
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// UnmarshalJSON reads an object into rows, in the order in which they stand.
func (t *Table[V]) UnmarshalJSON(text []byte) error {
	in := json.NewDecoder(bytes.NewReader(text))
	if start, err := in.Token(); err != nil || start != json.Delim('{') {
		return fmt.Errorf("a table is an object, not %s", text)
	}
	*t = (*t)[:0]
	for in.More() {
		key, err := in.Token()
		if err != nil {
			return err
		}
		e := Entry[V]{Key: key.(string)} //nolint:forcetypeassert // A key of an object is a string.
		if err := in.Decode(&e.Value); err != nil {
			return fmt.Errorf("value of %q: %w", e.Key, err)
		}
		*t = append(*t, e)
	}
	return nil
}
