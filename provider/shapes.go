package provider

import (
	"reflect"
	"sync"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The shapes of a result: with the numbers alone, as plans and the function
// settings show it, and with room for the reasons, as the data source has it.
var (
	numbers    = settingsShape(leftOut)
	reasonless = settingsShape(silent)
	reasoned   = settingsShape(told)
)

// settingsShape is made when it is first asked for: a program that only starts
// must not pay for it.
func settingsShape(r reported) func() *shape {
	return sync.OnceValue(func() *shape { return r.shapeOf("", reflect.TypeFor[shutdown.Settings]()) })
}

// passedOn lists the fields of a profile that are outputs too. Terraform keeps
// both in one attribute.
var passedOn = sync.OnceValue(func() map[string]bool {
	out := make(map[string]bool)
	for _, m := range numbers().members {
		for _, f := range fields() {
			if f.Name == m.name {
				out[m.name] = true
			}
		}
	}
	return out
})

// fields are those of a profile, documented once.
var fields = sync.OnceValue(shutdown.Fields)
