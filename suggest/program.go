package suggest

import (
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const framework = "framework"

// program says which server takes the signal, and which signal that is.
func (e *evidences) program() {
	app := e.service.App()
	if app == nil {
		return
	}
	told := evidence.Of(app, nil)
	if s := told.Signal; s.Known && s.Name != shutdown.SIGTERM {
		e.is("stop_signal", string(s.Name), s.Where, s.Because, "")
	}
	if told.Program == nil {
		return
	}
	name := shutdown.FrameworkName(strings.ReplaceAll(told.Program.Name, "-", "_"))
	if told.Program.Name == "fastapi" {
		name = "uvicorn" // Which it starts.
	}
	if slices.ContainsFunc(shutdown.Frameworks(), func(f shutdown.Framework) bool { return f.Name == name }) {
		e.is(framework, string(name), told.Where, told.By, "")
	}
}

// without is the list without a field.
func without(list []Entry, field string) []Entry {
	return slices.DeleteFunc(slices.Clone(list), func(e Entry) bool { return e.Field == field })
}
