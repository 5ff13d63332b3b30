package profile

import (
	"fmt"
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// deciding lists the fields whose word narrows others, each with a profile that
// has set nothing but that word.
var deciding = [...]struct {
	name    string
	profile func(word string) shutdown.Profile
}{
	{"workload", func(w string) shutdown.Profile { return shutdown.Profile{Workload: shutdown.Workload(w)} }},
	{"load_balancer", func(w string) shutdown.Profile { return shutdown.Profile{LoadBalancer: shutdown.LoadBalancer(w)} }},
	{"capacity", func(w string) shutdown.Profile { return shutdown.Profile{Capacity: shutdown.Capacity(w)} }},
	{"strategy", func(w string) shutdown.Profile { return shutdown.Profile{Strategy: shutdown.Strategy(w)} }},
	{"on_interrupt", func(w string) shutdown.Profile { return shutdown.Profile{OnInterrupt: shutdown.Interrupt(w)} }},
	{"broker", func(w string) shutdown.Profile { return shutdown.Profile{Broker: shutdown.Broker(w)} }},
	{"drain_notice", func(w string) shutdown.Profile { return shutdown.Profile{DrainNotice: new(w == "true")} }},
}

// decided lists what a field may be, as words.
func decided(f *shutdown.Field) []string {
	if f.Type == shutdown.Flag {
		return []string{"true", "false"}
	}
	return f.Values
}

// written is a word as the document has it.
func written(f *shutdown.Field, word string) any {
	if f.Type == shutdown.Flag {
		return word == "true"
	}
	return word
}

// conditions says which values fit together, from the model's own tables.
func conditions() []object {
	var out []object
	all := shutdown.Fields()
	for _, d := range deciding {
		f := named(all, d.name)
		for _, word := range decided(f) {
			if narrowed := narrowing(all, shutdown.FieldsFor(d.profile(word))); len(narrowed) > 0 {
				out = append(out, when(f, word, object{member("properties", narrowed)}))
			}
		}
	}
	framework := named(all, "framework")
	for _, row := range shutdown.Frameworks() {
		if slices.Contains(framework.Values, string(row.Name)) {
			out = append(out, when(framework, string(row.Name), signalFits(row)))
		}
	}
	return out
}

// when is a schema that holds if the field has the word. A field that is left
// out has the word that stands in for it.
func when(f *shutdown.Field, word string, then object) object {
	is := object{member("properties", object{member(f.Name, object{member("const", written(f, word))})}), member("required", []string{f.Name})}
	if f.Fallback != nil && fmt.Sprint(f.Fallback) == word {
		is = object{member("properties", object{member(f.Name, object{member("enum", []any{written(f, word), nil})})})}
	}
	return object{member("if", is), member("then", then)}
}

// narrowing describes the fields that are narrower than they are by themselves.
func narrowing(all, narrowed []shutdown.Field) object {
	var out object
	for i, f := range narrowed {
		switch {
		case f.Refused:
			out = append(out, member(f.Name, object{member("type", "null")}))
		case !slices.Equal(f.Values, all[i].Values), f.Min != all[i].Min, f.Max != all[i].Max:
			out = append(out, member(f.Name, valueSchema(f)))
		}
	}
	return out
}

// signalFits says what stop_signal may be with a framework. Without the field
// the image sends SIGTERM, which not every framework takes.
func signalFits(f shutdown.Framework) object {
	byDefault := slices.Contains(f.Graceful, shutdown.SIGTERM)
	then := object{member("properties", object{member("stop_signal", object{member("enum", choices(f.Graceful, byDefault))})})}
	if !byDefault {
		then = append(then, member("required", []string{"stop_signal"}))
	}
	return then
}
