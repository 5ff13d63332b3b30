package provider

import (
	"strings"
	"sync"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// inputDoc describes a profile field: what it means, what passes, where fewer
// values fit, what stands in when it is not set.
func inputDoc(f shutdown.Field) string {
	doc := f.Doc + " " + sentence(allowed(f))
	if f.Narrower != "" {
		doc += " " + sentence(f.Narrower)
	}
	if f.Default != "" {
		doc += " Default: " + f.Default + "."
	}
	return doc
}

// allowed is [shutdown.Field.Allowed] with the words as code and the unit.
func allowed(f shutdown.Field) string {
	text := f.Allowed()
	switch {
	case f.Pattern != "" && f.Type == shutdown.Text:
		text += ", `" + f.Pattern + "`"
	case f.Fields != nil:
		text = strings.NewReplacer("{", "`{", "}", "}`").Replace(text)
	case f.Values != nil:
		prefix, words, _ := cutWords(text)
		text = prefix + "`" + strings.NewReplacer(", ", "`, `", " to ", "` to `").Replace(words) + "`"
	}
	if f.Unit != "" {
		text += ", in " + f.Unit
	}
	return text
}

// cutWords splits "one of a, b" or "a list of a, b" before the words.
func cutWords(text string) (prefix, words string, found bool) {
	before, after, found := strings.Cut(text, " of ")
	return before + " of ", after, found
}

// outputDoc describes an output by its path, such as deployment.maximum_percent.
func outputDoc(path string) string {
	if doc, ok := textDocs[path]; ok {
		return doc
	}
	name, cause := splitCause(path)
	o, ok := outputs()[name]
	if !ok {
		// What a framework must be told has the same form everywhere.
		_, field, _ := strings.Cut(name, "framework_settings.")
		o = outputs()["framework_settings."+field]
		o.When = ""
	}
	doc := o.Doc
	if cause != "" && name == "guarantees" {
		doc = "What survives when the cause is `" + cause + "`."
	}
	if o.Unit != "" {
		doc += " In " + o.Unit + strings.TrimSuffix(", "+o.Bounds(), ", ") + "."
	}
	if o.When != "" {
		doc += " Only " + o.When + ", else null."
	}
	if o.Reported {
		doc += " Only with `explain`, else null."
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
var outputs = sync.OnceValue(func() map[string]shutdown.Output {
	out := make(map[string]shutdown.Output)
	for _, o := range shutdown.Outputs() {
		out[o.Name] = o
	}
	return out
})

// textDocs describes the outputs that are other outputs written as text.
var textDocs = map[string]string{
	"explanation_markdown": "`explanation` as a Markdown table, for a pull request. Only with `explain`, else null.",
	"timeline_markdown":    "How each stop goes, second by second, as Markdown, for a pull request. Only with `explain`, else null.",
}
