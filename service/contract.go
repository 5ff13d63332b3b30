package service

import (
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// times are what the app's environment says of its own times, by the names that
// the settings give them; nil if it says nothing.
func (v *valued) times(app *Container) *shutdown.AppValues {
	prefix, ok := contractPrefix(app.Environment)
	if !ok {
		return nil
	}
	var out shutdown.AppValues
	for _, t := range []struct {
		path, name string
		into       **int
	}{
		{"app.delay", shutdown.DelayVariable, &out.Delay}, {"app.drain", shutdown.DrainVariable, &out.Drain}, {"app.cleanup", shutdown.CleanupVariable, &out.Cleanup},
		{"app.deadline", shutdown.DeadlineVariable, &out.Deadline}, {"app.keep_alive", shutdown.KeepAliveVariable, &out.KeepAlive},
	} {
		value := app.Environment[prefix+t.name]
		text, known := value.Get()
		n, err := strconv.Atoi(text)
		switch {
		case known && err == nil:
			*t.into = &n
		case known:
			v.Unknown[t.path] = prefix + t.name + " is not a whole number"
		case value.State == Unknown:
			v.Unknown[t.path] = value.Why
		}
	}
	return &out
}

// contractPrefix is what the names of the contract begin with. A deadline alone may
// be of anything; with a delay and a drain beside it, it is the contract's.
func contractPrefix(environment map[string]Value[string]) (string, bool) {
	found, best := false, ""
	for name := range environment {
		prefix, is := strings.CutSuffix(name, shutdown.DeadlineVariable)
		_, delay := environment[prefix+shutdown.DelayVariable]
		_, drain := environment[prefix+shutdown.DrainVariable]
		if is && delay && drain && (!found || prefix < best) {
			found, best = true, prefix
		}
	}
	return best, found
}

// ContractPrefix is what the names of the variables begin with in which graceful tells
// the app its times; false if the container has none.
func (c *Container) ContractPrefix() (string, bool) { return contractPrefix(c.Environment) }
