package provider

import (
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// timelineFunction is the function timeline.
var timelineFunction = function{
	summary: "How each stop of a service goes, second by second",
	doc: "Takes a profile like the function `settings` and returns an object: `timelines`, a list with the events and spans of each cause of a stop, as `graceful timeline --format json` prints them; " +
		"and `markdown`, the same as diagrams and tables for a pull request.",
	returns: func() tftypes.Type { return timed().kind },
	call: func(v shutdown.Proven) tftypes.Value {
		timelines := v.Timelines()
		return timed().value(reflect.ValueOf(timing{timelines, report.TimelinesMarkdown(timelines)}))
	},
}

// timing is what the function returns.
type timing struct {
	Timelines []shutdown.Timeline `json:"timelines"`
	Markdown  string              `json:"markdown"`
}

var timed = sync.OnceValue(func() *shape { return told.shapeOf("", reflect.TypeFor[timing]()) })
