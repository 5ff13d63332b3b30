package report

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Env writes the environment of the app's container, the framework's own
// variables included, as lines that docker's --env-file takes. Such a file knows
// no quotes: everything after the first "=" is the value.
func Env(s shutdown.Settings) string { return env(s.Environment, s.FrameworkSettings) }

// FrontEnv is [Env] for the front; empty where there is none.
func FrontEnv(s shutdown.Settings) string {
	if s.FrontSettings == nil {
		return ""
	}
	return env(s.FrontSettings.Environment, s.FrontSettings.FrameworkSettings)
}

func env(contract shutdown.Table[string], f *shutdown.FrameworkSettings) string {
	var b strings.Builder
	write := func(table shutdown.Table[string]) {
		for _, e := range table {
			b.WriteString(e.Key + "=" + e.Value + "\n")
		}
	}
	write(contract)
	if f != nil {
		write(f.Environment)
	}
	return b.String()
}
