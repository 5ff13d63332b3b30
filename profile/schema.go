package profile

import (
	"bytes"
	"encoding/json"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// SchemaID names the schema, for references from other schemas and editors.
const SchemaID = "https://github.com/graceful-ecs/terraform-provider-graceful/profile.schema.json"

// object is a JSON object that keeps the order of its members.
type object = shutdown.Table[any]

func member(key string, value any) shutdown.Entry[any] {
	return shutdown.Entry[any]{Key: key, Value: value}
}

// Schema is the JSON Schema (draft 2020-12) of a profile file, for editors and
// for checks before this program runs. It knows each field and which values fit
// together; the budgets of the model it cannot know.
func Schema() []byte {
	schema := object{
		member("$schema", "https://json-schema.org/draft/2020-12/schema"),
		member("$id", SchemaID),
		member("title", "Stop profile of an Amazon ECS service"),
		member("description", "Declares what a service does and what must survive when one of its tasks stops."),
	}
	schema = append(schema, fieldsSchema(shutdown.Fields(), "object")...)
	schema = append(schema, member("allOf", conditions()))
	// No value here can fail to marshal.
	flat, _ := json.Marshal(schema)
	var b bytes.Buffer
	_ = json.Indent(&b, flat, "", "  ")
	b.WriteByte('\n')
	return b.Bytes()
}

// fieldsSchema describes a map of fields.
func fieldsSchema(fields []shutdown.Field, kind any) object {
	var properties object
	required := []string{}
	for _, f := range fields {
		properties = append(properties, member(f.Name, fieldSchema(f)))
		if f.Required {
			required = append(required, f.Name)
		}
	}
	return object{
		member("type", kind),
		member("properties", properties),
		member("required", required),
		member("additionalProperties", false),
	}
}

func fieldSchema(f shutdown.Field) object {
	schema := object{member("description", description(f))}
	schema = append(schema, valueSchema(f)...)
	if f.Fallback != nil {
		schema = append(schema, member("default", f.Fallback))
	}
	return schema
}

// description is the field's meaning with what the schema's own words cannot
// say: its unit, a default that depends on other fields, and which of its values
// do not fit some profiles.
func description(f shutdown.Field) string {
	text := f.Doc
	if f.Unit != "" {
		text += " In " + f.Unit + "."
	}
	if f.Default != "" {
		text += " Default: " + f.Default + "."
	}
	if f.Narrower != "" {
		text += " Limits: " + f.Narrower + "."
	}
	return text
}

// valueSchema says which values a field takes. Null means not set, as in
// Terraform, and is no value for a required field.
func valueSchema(f shutdown.Field) object {
	kind := func(name string) any {
		if f.Required {
			return name
		}
		return []string{name, "null"}
	}
	switch f.Type {
	case shutdown.Number:
		return object{member("type", kind("integer")), member("minimum", f.Min), member("maximum", f.Max)}
	case shutdown.Flag:
		if len(f.Values) == 1 {
			return object{member("enum", []any{written(&f, f.Values[0]), nil})}
		}
		return object{member("type", kind("boolean"))}
	case shutdown.Texts:
		return object{member("type", kind("array")), member("items", wordSchema(f, "string", false)), member("uniqueItems", true)}
	case shutdown.Objects:
		return object{member("type", kind("array")), member("items", fieldsSchema(f.Fields, "object"))}
	case shutdown.Object:
		return fieldsSchema(f.Fields, kind("object"))
	default:
		return wordSchema(f, kind("string"), !f.Required)
	}
}

// wordSchema says which words pass.
func wordSchema(f shutdown.Field, kind any, null bool) object {
	if f.Pattern != "" {
		return object{member("type", kind), member("pattern", "^(?:"+f.Pattern+")$")}
	}
	return object{member("enum", choices(f.Values, null))}
}

// choices lists words, and null when the field may be left out.
func choices[T ~string](values []T, null bool) []any {
	var out []any
	for _, v := range values {
		out = append(out, v)
	}
	if null {
		out = append(out, nil)
	}
	return out
}
