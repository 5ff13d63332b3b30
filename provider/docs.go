package provider

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// inputDoc describes a profile field: what it means, what passes, what stands
// in when it is not set.
func inputDoc(f shutdown.Field) string {
	doc := f.Doc + " " + sentence(allowed(f))
	if f.Default != "" {
		doc += " Default: " + f.Default + "."
	}
	return doc
}

// allowed is [shutdown.Field.Allowed] with the words as code and the unit.
func allowed(f shutdown.Field) string {
	if f.Pattern != "" {
		return "a string that matches `" + f.Pattern + "`"
	}
	plain, code := strings.Join(f.Values, ", "), "`"+strings.Join(f.Values, "`, `")+"`"
	text := f.Allowed()
	if f.Values != nil {
		text = strings.Replace(text, plain, code, 1)
	}
	if f.Unit != "" {
		text += ", in " + f.Unit
	}
	return text
}

// outputDoc describes an output by its path, such as deployment.maximum_percent.
func outputDoc(path string) string {
	if doc, ok := textDocs[path]; ok {
		return doc
	}
	name, cause := splitCause(path)
	o := outputs[name]
	doc := o.Doc
	if cause != "" && name == "guarantees" {
		doc = "What survives when the cause is `" + cause + "`."
	}
	if o.Unit != "" {
		doc += " In " + o.Unit + "."
	}
	if o.When != "" {
		doc += " Only " + o.When + ", else null."
	}
	return doc
}

// splitCause takes the cause out of a path inside guarantees.
func splitCause(path string) (name, cause string) {
	rest, ok := strings.CutPrefix(path, "guarantees.")
	if !ok {
		return path, ""
	}
	cause, field, nested := strings.Cut(rest, ".")
	if !nested {
		return "guarantees", cause
	}
	return "guarantees." + field, cause
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] + "." }

// outputs is every described output by its dotted name.
var outputs = func() map[string]shutdown.Output {
	out := make(map[string]shutdown.Output)
	for _, o := range shutdown.Outputs() {
		out[o.Name] = o
	}
	return out
}()

// textDocs describes the outputs that are other outputs written as text.
var textDocs = map[string]string{
	"explanation_markdown": "`explanation` as a Markdown table, for a plan or a pull request.",
	"timeline_markdown":    "How each stop goes, second by second, as Markdown, for a plan or a pull request.",
}
