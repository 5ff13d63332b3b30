package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// HCL writes the numbers as a Terraform file with one local value, formatted
// as terraform fmt would. What does not apply is null. Guarantees,
// explanations and notes are prose and are left out.
func HCL(s shutdown.Settings) string {
	var numbers hclObject
	for _, m := range tree(s) {
		switch m.key {
		case "guarantees", "explanation", "notes":
		default:
			numbers = append(numbers, hclAttribute{m.key, hclOf(m.value)})
		}
	}
	var b strings.Builder
	b.WriteString("locals {\n")
	hclObject{{"graceful_settings", numbers}}.write(&b, "  ")
	b.WriteString("}\n")
	return b.String()
}

// hclOf turns a tree into what is written.
func hclOf(v any) any {
	o, ok := v.(object)
	if !ok {
		return v
	}
	out := make(hclObject, len(o))
	for i, m := range o {
		out[i] = hclAttribute{m.key, hclOf(m.value)}
	}
	return out
}

// hclObject is an object in the order in which it is written.
type hclObject []hclAttribute

type hclAttribute struct {
	name  string
	value any
}

// write puts one attribute on each line. Terraform's formatter lines up the
// equal signs of neighbouring lines, and an attribute that spans several lines
// ends such a group.
func (o hclObject) write(b *strings.Builder, indent string) {
	for i := 0; i < len(o); {
		if nested, ok := o[i].value.(hclObject); ok && len(nested) > 0 {
			b.WriteString(indent + hclKey(o[i].name) + " = {\n")
			nested.write(b, indent+"  ")
			b.WriteString(indent + "}\n")
			i++
			continue
		}
		end := i
		for end < len(o) && !multiline(o[end].value) {
			end++
		}
		group := o[i:end]
		width := widest(group, func(a hclAttribute) string { return hclKey(a.name) })
		for _, a := range group {
			b.WriteString(indent + print.Pad(hclKey(a.name), width) + " = " + hclValue(a.value) + "\n")
		}
		i = end
	}
}

func multiline(v any) bool {
	nested, ok := v.(hclObject)
	return ok && len(nested) > 0
}

// hclValue writes a value on one line.
func hclValue(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return hclString(v)
	case []any:
		list := make([]string, len(v))
		for i, e := range v {
			list[i] = hclValue(hclOf(e))
		}
		return "[" + strings.Join(list, ", ") + "]"
	case hclObject:
		if len(v) == 0 {
			return "{}"
		}
		parts := make([]string, len(v))
		for i, a := range v {
			parts[i] = hclKey(a.name) + " = " + hclValue(a.value)
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	default:
		return fmt.Sprint(v) // A number or a bool.
	}
}

// hclKey quotes a name that is no identifier.
func hclKey(name string) string {
	for i, r := range name {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r != '-' && (r < '0' || r > '9')) {
			return hclString(name)
		}
	}
	if name == "" || name == "null" || name == "true" || name == "false" || name == "for" {
		return hclString(name)
	}
	return name
}

// hclString quotes a string so that nothing in it is a template.
func hclString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case (r == '$' || r == '%') && strings.HasPrefix(s[i+utf8.RuneLen(r):], "{"):
			b.WriteString(string(r) + string(r))
		case !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
