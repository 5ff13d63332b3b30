package service

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// Misplaced says in the document's own terms that another kind of value stands
// somewhere than belongs there; any other error stays as it is.
func Misplaced(err error) error {
	var kind *json.UnmarshalTypeError
	if !errors.As(err, &kind) {
		return err
	}
	at := strings.Trim(kind.Field, ".")
	if at == "" {
		at = "the document"
	}
	return fmt.Errorf("%s: %s stands where %s belongs", at, kind.Value, kindOf(kind.Type))
}

func kindOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Map, reflect.Struct:
		return "an object"
	case reflect.Slice, reflect.Array:
		return "an array"
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Float64, reflect.Float32:
		return "a number of up to 1.8e308"
	case reflect.Pointer:
		return kindOf(t.Elem())
	}
	return "a whole number"
}
