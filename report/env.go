package report

import (
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Env writes the environment of the container, the framework's own variables
// included, as lines that docker's --env-file takes. Such a file knows no
// quotes: everything after the first "=" is the value.
func Env(s shutdown.Settings) string {
	var b strings.Builder
	write := func(table shutdown.Table[string]) {
		for _, e := range table {
			b.WriteString(e.Key + "=" + e.Value + "\n")
		}
	}
	write(s.Environment)
	if s.FrameworkSettings != nil {
		write(s.FrameworkSettings.Environment)
	}
	return b.String()
}
