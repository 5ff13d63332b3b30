package provider

import (
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// explainFunction is the function explain.
var explainFunction = function{
	summary: "Why the settings of a service are what they are",
	doc: "Takes a profile like the function `settings` and returns an object: `explanation`, a list with the setting, value, formula, reason and source of each number; " +
		"`because`, the reason of each guarantee by cause; and `markdown`, both as tables for a pull request.",
	returns: func() tftypes.Type { return explained().kind },
	call: func(v shutdown.Proven) tftypes.Value {
		settings := v.Explained()
		because := make(shutdown.Table[string], len(settings.Guarantees))
		for i, g := range settings.Guarantees {
			because[i] = shutdown.Entry[string]{Key: g.Key, Value: g.Value.Because}
		}
		return explained().value(reflect.ValueOf(explanation{settings.Explanation, because, report.ExplanationMarkdown(settings)}))
	},
}

// explanation is what the function returns.
type explanation struct {
	Explanation []shutdown.Explanation `json:"explanation"`
	Because     shutdown.Table[string] `json:"because"`
	Markdown    string                 `json:"markdown"`
}

var explained = sync.OnceValue(func() *shape { return told.shapeOf("", reflect.TypeFor[explanation]()) })
