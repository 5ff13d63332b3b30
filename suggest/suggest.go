package suggest

import (
	"cmp"
	"errors"
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Entry is one field of the profile that is suggested.
type Entry struct {
	// Field is its name in a profile.
	Field string
	// Value is a word, a whole number, a flag or, of sidecars, their names.
	Value any
	// Because is what shows it, in words that end no sentence; Where is the place.
	Because, Where string
	// Ask is the question that it leaves open, without its mark; empty if none.
	Ask string
}

// Change is a value that the profile would change.
type Change struct {
	// Setting is the model's name for it.
	Setting     string
	Today, Then string
	Where       string
	// Doubt says that today's value is not known, or that others share it.
	Doubt bool
}

// Suggestion is the profile that a service seems to have.
type Suggestion struct {
	// Name, Address and File say which service it is.
	Name, Address, File string
	// Entries are in the order of a profile's fields. What is at its default is left out.
	Entries []Entry
	// Asked are further questions, on fields that stay at their defaults.
	Asked []Entry
	// Refused are the faults of the profile, with which it has no settings: none, as
	// what no profile takes is asked.
	Refused shutdown.Faults
	// Proven has the settings; meaningless where Refused is not empty.
	Proven shutdown.Proven
	// Changes are the values that the service has otherwise today.
	Changes []Change
	// NotCompared is why there are no changes to tell; empty where they were looked for.
	NotCompared string
	// App is the container that counts as the app; empty where none is known.
	App string
	// Today is what the service promises as it is; TodayRefused is why it cannot be said.
	Today        shutdown.Assessment
	TodayRefused error
}

// For suggests a profile for a service.
func For(s *service.Service) Suggestion {
	at := s.Resource.Where
	out := Suggestion{Name: s.Name.Or(at.Address), Address: cmp.Or(s.Resource.Path, at.Address), File: at.File}
	if app := s.App(); app != nil {
		out.App = app.Name.Or("")
	}
	e := &evidences{service: s, values: s.Values()}
	out.Today, out.TodayRefused = shutdown.Assess(e.values)
	if out.TodayRefused == nil {
		e.today = &out.Today
	}
	e.work()
	e.start()
	e.placed()
	e.rolls()
	e.beside()
	e.program()
	e.always()
	entries, asked, proven, err := settle(ordered(e.entries))
	out.Entries, out.Asked = entries, ordered(append(asked, e.asked...))
	if err != nil {
		if !errors.As(err, &out.Refused) {
			out.Refused = shutdown.Faults{{Message: err.Error()}}
		}
		return out
	}
	out.Proven = proven
	if s.Task == nil || s.Task.Unknown != "" {
		out.NotCompared = "what its containers are is not known" // So neither is what changes in them.
		return out
	}
	different, _ := service.Compare(s, proven.Profile()) // It is proven already.
	for _, d := range different {
		out.Changes = append(out.Changes, Change{d.Setting, d.Got, d.Want, d.Where.String(), d.Doubt})
	}
	return out
}

// parse checks entries as a profile.
func parse(entries []Entry) (shutdown.Proven, error) {
	document := map[string]any{}
	for _, entry := range entries {
		document[entry.Field] = written(entry.Value)
	}
	return shutdown.Parse(document)
}

// Flush is how long each sidecar is taken to need once the app has gone, in seconds, until
// somebody answers the question.
const Flush = 5

// written is a value as a document of a profile has it.
func written(value any) any {
	names, is := value.([]string)
	if !is {
		return value
	}
	out := make([]any, len(names))
	for i, name := range names {
		out[i] = map[string]any{"name": name, "flush": Flush}
	}
	return out
}

// evidences collects entries.
type evidences struct {
	service *service.Service
	values  shutdown.Values
	// today is what the service promises, nil if it cannot be said.
	today          *shutdown.Assessment
	entries, asked []Entry
}

func (e *evidences) is(field string, value any, at service.Where, because, ask string) {
	e.entries = append(e.entries, Entry{field, value, because, at.String(), ask})
}

func (e *evidences) ask(field, because, ask string) {
	e.asked = append(e.asked, Entry{Field: field, Because: because, Ask: ask})
}

// ordered puts entries into the order of a profile's fields.
func ordered(entries []Entry) []Entry {
	place := map[string]int{}
	for i, f := range shutdown.Fields() {
		place[f.Name] = i
	}
	slices.SortStableFunc(entries, func(a, b Entry) int { return place[a.Field] - place[b.Field] })
	return entries
}
