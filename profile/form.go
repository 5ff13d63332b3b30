package profile

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// form is a kind of file that the reader takes. All are read with the same
// strictness.
type form struct {
	// name is the path of faults that are about the file and no field of it.
	name string
	// noun names the file in a sentence, with its article.
	noun string
	// example is a line of such a file.
	example string
	fields  []shutdown.Field
}

func profiles() *form {
	return &form{name: "profile", noun: "a profile", example: "workload: http", fields: shutdown.Fields()}
}

func values() *form {
	return &form{name: "values", noun: "a values file", example: "stop_timeout: 30", fields: shutdown.ValueFields()}
}

// opening is the noun at the start of a sentence.
func (k *form) opening() string { return strings.ToUpper(k.noun[:1]) + k.noun[1:] }

// fieldsAt are the fields that the map at a path may have; nil where there is
// no map.
func (k *form) fieldsAt(path string) []shutdown.Field {
	fields := k.fields
	for path != "" {
		var name string
		name, path, _ = strings.Cut(path, ".")
		name, index, list := strings.Cut(name, "[")
		f := named(fields, name)
		switch {
		case f == nil, list != (f.Type == shutdown.Objects), list && !strings.HasSuffix(index, "]"):
			return nil
		}
		fields = f.Fields
	}
	return fields
}

// field is the field at a path; nil where there is none.
func (k *form) field(path string) *shutdown.Field {
	at := strings.LastIndexByte(path, '.')
	return named(k.fieldsAt(path[:max(0, at)]), path[at+1:])
}

func named(fields []shutdown.Field, name string) *shutdown.Field {
	for i := range fields {
		if fields[i].Name == name {
			return &fields[i]
		}
	}
	return nil
}
