package report

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// JSON writes the settings as one indented object whose keys keep the order of
// [shutdown.Settings]. What does not apply is null.
func JSON(s shutdown.Settings) ([]byte, error) { return indented(s) }

// TimelinesJSON writes timelines as one indented object with the one key
// "timelines".
func TimelinesJSON(timelines []shutdown.Timeline) ([]byte, error) {
	list := make([]shutdown.Timeline, len(timelines))
	for i, t := range timelines {
		list[i] = t
		list[i].Events = present(t.Events)
		list[i].Spans = present(t.Spans)
	}
	return indented(struct {
		Timelines []shutdown.Timeline `json:"timelines"`
	}{list})
}

// FaultsJSON writes faults as one indented object with the one key "faults".
func FaultsJSON(faults shutdown.Faults) ([]byte, error) {
	list := make(shutdown.Faults, len(faults))
	for i, f := range faults {
		list[i] = f
		list[i].WaysOut = present(f.WaysOut)
	}
	return indented(struct {
		Faults shutdown.Faults `json:"faults"`
	}{list})
}

// present makes a missing list an empty one, so that it is never null.
func present[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// indented leaves <, > and & as they are: the result is read by people too.
func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("write JSON: %w", err)
	}
	return b.Bytes(), nil
}
