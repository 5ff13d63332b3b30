package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// valueFlag is a field of values on the command line, its path written with
// dashes. What was set is collected in a document of its own.
type valueFlag struct {
	field    shutdown.Field
	path     []string
	document map[string]any
	text     string
}

// String is what was set.
func (f *valueFlag) String() string { return f.text }

// Type names the value in the help.
func (f *valueFlag) Type() string {
	switch f.field.Type {
	case shutdown.Number:
		return f.field.Unit
	case shutdown.Flag:
		return "true|false"
	case shutdown.Objects:
		return dashed(f.field.Fields[0].Name) + "=...,..."
	default:
		return strings.Join(f.field.Values, "|")
	}
}

// Set takes a value as a file would. The model judges it by itself, so that a
// fault names the flag and no place in a file.
func (f *valueFlag) Set(text string) error {
	v := f.value(text)
	alone := map[string]any{}
	put(alone, f.path, v)
	if _, err := shutdown.ParseValues(alone); err != nil && !aboutOthers(err) {
		return fmt.Errorf("takes %s, not %s", f.allowed(), safe.Word(text))
	}
	if list, ok := v.([]any); ok { // Each flag adds one.
		before, _ := f.document[f.path[0]].([]any)
		v = append(before, list...)
	}
	put(f.document, f.path, v)
	f.text = text
	return nil
}

// aboutOthers says that the faults are of a value with others, which have flags of
// their own.
func aboutOthers(err error) bool {
	var faults shutdown.Faults
	return errors.As(err, &faults) && !slices.ContainsFunc(faults, func(f shutdown.Fault) bool {
		return slices.Contains([]string{"type", "range", "enum", "pattern", "required", "unknown-field"}, f.Rule)
	})
}

// allowed says which values pass, in the words of the command line.
func (f *valueFlag) allowed() string {
	if f.field.Type != shutdown.Objects {
		return f.field.Allowed() + ", or the word unknown"
	}
	parts := make([]string, len(f.field.Fields))
	for i, inner := range f.field.Fields {
		parts[i] = dashed(inner.Name) + "=..."
	}
	return strings.Join(parts, ",")
}

// value is the text as a decoder of files would hand it over.
func (f *valueFlag) value(text string) any {
	if f.field.Type != shutdown.Objects {
		return scalarOf(f.field.Type, text)
	}
	one := map[string]any{}
	for part := range strings.SplitSeq(text, ",") {
		name, word, _ := strings.Cut(part, "=")
		name = strings.ReplaceAll(name, "-", "_")
		kind := shutdown.Text
		for _, inner := range f.field.Fields {
			if inner.Name == name {
				kind = inner.Type
			}
		}
		if kind == shutdown.Texts {
			list, _ := one[name].([]any)
			one[name] = append(list, word)
			continue
		}
		one[name] = scalarOf(kind, word)
	}
	return []any{one}
}

func scalarOf(kind shutdown.FieldType, text string) any {
	switch {
	case text == "unknown":
		return text
	case kind == shutdown.Number:
		return json.Number(text)
	case kind == shutdown.Flag && (text == "true" || text == "false"):
		return text == "true"
	default:
		return text
	}
}

// put writes a value at a path of a document.
func put(document map[string]any, path []string, v any) {
	for _, name := range path[:len(path)-1] {
		inner, ok := document[name].(map[string]any)
		if !ok {
			inner = map[string]any{}
			document[name] = inner
		}
		document = inner
	}
	document[path[len(path)-1]] = v
}

// short is the first sentence of a field's documentation, as the help writes it.
func short(doc string) string {
	doc, _, _ = strings.Cut(strings.ReplaceAll(doc, "`", ""), ". ")
	return strings.ToLower(doc[:1]) + strings.TrimSuffix(doc[1:], ".")
}

func dashed(name string) string { return strings.ReplaceAll(name, "_", "-") }

// addValueFlags gives the command one flag for each field of values, in their
// order. What is set is in the document that it returns.
func addValueFlags(cmd *cobra.Command, fields []shutdown.Field) map[string]any {
	document := map[string]any{}
	var add func(path []string, list []shutdown.Field)
	add = func(path []string, list []shutdown.Field) {
		for _, field := range list {
			at := append(append([]string{}, path...), field.Name)
			if field.Type == shutdown.Object {
				add(at, field.Fields)
				continue
			}
			name := dashed(strings.Join(at, "-"))
			cmd.Flags().Var(&valueFlag{field: field, path: at, document: document}, name, short(field.Doc))
			words := field.Values
			if field.Type == shutdown.Flag {
				words = []string{"true", "false"}
			}
			mustComplete(cmd, name, words)
		}
	}
	add(nil, fields)
	return document
}
