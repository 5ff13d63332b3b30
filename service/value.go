package service

// State says how a value came to be what it is.
type State string

// The states of a value. The zero State is that of a value that nothing gives
// and nothing stands in for.
const (
	// Set is written there, by a person or a program.
	Set State = "set"
	// Default is what AWS takes because nothing is written.
	Default State = "default"
	// Computed comes out of an expression of which everything is known.
	Computed State = "computed"
	// Unknown cannot be known from what was read; Why says the reason.
	Unknown State = "unknown"
)

// Value is one value of a configured service.
type Value[T any] struct {
	value T
	State State
	// Why is the reason of an unknown value, in words that go on after "not
	// known: ".
	Why   string
	Where Where
}

// Of is a value that is set there.
func Of[T any](v T, at Where) Value[T] { return Value[T]{value: v, State: Set, Where: at} }

// ByDefault is AWS's own value for what is not set.
func ByDefault[T any](v T, at Where) Value[T] { return Value[T]{value: v, State: Default, Where: at} }

// NotKnown is a value that cannot be known.
func NotKnown[T any](why string, at Where) Value[T] {
	return Value[T]{State: Unknown, Why: why, Where: at}
}

// Get is the value, and whether it is known.
func (v Value[T]) Get() (T, bool) { return v.value, v.State != "" && v.State != Unknown }

// Or is the value, and fallback where it is not known.
func (v Value[T]) Or(fallback T) T {
	if value, ok := v.Get(); ok {
		return value
	}
	return fallback
}

// Pointer is the value, nil where it is not known.
func (v Value[T]) Pointer() *T {
	if value, ok := v.Get(); ok {
		return &value
	}
	return nil
}

// Given says that something is written for the value, known or not: it is
// neither missing nor AWS's default.
func (v Value[T]) Given() bool { return v.State != "" && v.State != Default }

// Otherwise is the value, and AWS's default where nothing is written.
func (v Value[T]) Otherwise(usual T) Value[T] {
	if v.State == "" {
		return ByDefault(usual, v.Where)
	}
	return v
}
