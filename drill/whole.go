package drill

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Sidecar is how one of the profile's sidecars is started.
type Sidecar struct {
	// Name is the sidecar's in the profile.
	Name    string
	Command []string
}

// part is one container of a whole task: what is run, by which settings, and how
// it is stopped.
type part struct {
	name     string
	role     verdict.Role
	words    []string
	settings shutdown.Settings
	full     shutdown.Profile
	// own are variables of the plan for it alone.
	own         []string
	stopTimeout verdict.Seconds
	// needs names those that it depends on: they start before it and stop after it.
	needs []string
}

// whole says that tasks are of several containers.
func (p Plan) whole() bool { return len(p.Front) > 0 || len(p.Sidecars) > 0 }

// appName names the app among the containers. No sidecar may have it, or the two
// would share a variable for their port.
const appName = "app"

// parts lists the containers of a task in the order in which they start: first
// those that others depend on, as ECS does. The last takes the work.
func (p Plan) parts() ([]part, error) {
	v, err := shutdown.Prove(p.Profile)
	if err != nil || !p.whole() {
		return nil, err
	}
	s, full := v.Settings(), v.Profile()
	commands := map[string][]string{}
	for _, c := range p.Sidecars {
		commands[c.Name] = c.Command
	}
	var out []part
	var names []string
	for _, c := range full.Sidecars {
		words := commands[c.Name]
		if words == nil {
			continue
		}
		timeout, _ := s.SidecarStopTimeouts.Get(c.Name)
		own, _ := s.SidecarFrameworkSettings.Get(c.Name)
		full := full
		full.StopSignal = shutdown.SIGTERM
		out = append(out, part{name: c.Name, role: verdict.SidecarRole, words: words, settings: shutdown.Settings{FrameworkSettings: own}, full: full,
			stopTimeout: p.playedTimeout(timeout), needs: playedNeeds(s.SidecarDependencies, c.Name, commands)})
		names = append(names, c.Name)
	}
	out = needsFirst(out)
	app := part{name: appName, role: verdict.AppRole, words: p.Command, settings: s, full: full, own: p.Environment, stopTimeout: p.playedTimeout(s.StopTimeout), needs: names}
	if p.StopTimeout != nil {
		app.stopTimeout = p.scaled(*p.StopTimeout)
	}
	if out = append(out, app); len(p.Front) > 0 {
		reached, full := reached(s, full)
		out = append(out, part{name: full.Front.Name, role: verdict.FrontRole, words: p.Front, settings: reached, full: full,
			stopTimeout: p.playedTimeout(reached.StopTimeout), needs: []string{appName}})
	}
	return out, nil
}

// playedTimeout is a stop timeout of the settings in the drill, or AWS's default.
func (p Plan) playedTimeout(seconds int) verdict.Seconds {
	if p.Defaults {
		seconds, _ = shutdown.AWSDefaultOf("stop_timeout", shutdown.NoLoadBalancer)
	}
	return p.scaled(seconds)
}

// playedNeeds are the sidecars that one depends on, those behind one that is not
// played too.
func playedNeeds(all shutdown.Table[[]string], name string, played map[string][]string) (out []string) {
	direct, _ := all.Get(name)
	for _, need := range direct {
		if played[need] != nil {
			out = append(out, need)
			continue
		}
		out = append(out, playedNeeds(all, need, played)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// needsFirst orders sidecars so that each comes after those that it depends on.
func needsFirst(list []part) (out []part) {
	done := map[string]bool{}
	for len(out) < len(list) {
		for _, c := range list {
			ready := !slices.ContainsFunc(c.needs, func(need string) bool { return !done[need] })
			if ready && !done[c.name] {
				done[c.name], out = true, append(out, c)
			}
		}
	}
	return out
}

// portVariable names the variable with a container's port, such as LOG_ROUTER_PORT.
func portVariable(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z' || r >= '0' && r <= '9':
			return r
		}
		return '_'
	}, name) + "_PORT"
}

// checkWhole refuses a front and sidecars that the profile does not have, or that
// cannot be played together.
func (p Plan) checkWhole(full shutdown.Profile) error {
	if !p.whole() {
		return nil
	}
	var names []string
	for _, c := range full.Sidecars {
		names = append(names, c.Name)
	}
	switch {
	case len(p.Command) == 0:
		return errors.New("a front and sidecars are started by the drill, and so must be the app: give its command")
	case len(p.Front) > 0 && full.Front == nil:
		return errors.New("the profile has no front: add \"front: {name: proxy}\" to it, or leave the front's command out")
	case len(p.Front) == 0 && full.Front != nil:
		return fmt.Errorf("the profile has the front %s before the app, and the sidecars outlive both: give the front's command too. Without sidecars the command may be that of the front alone", full.Front.Name)
	}
	taken := map[string]string{portVariable(appName): "the app"}
	if full.Front != nil {
		taken["PORT"] = full.Front.Name
	}
	for i, c := range p.Sidecars {
		variable := portVariable(c.Name)
		switch other := taken[variable]; {
		case len(names) == 0:
			return fmt.Errorf("the profile has no sidecars, so %q is none: add \"sidecars: [{name: %s, flush: 5}]\" to it, or leave the sidecar's command out", c.Name, c.Name)
		case !slices.Contains(names, c.Name):
			return fmt.Errorf("the profile has no sidecar %q; it has %s", c.Name, strings.Join(names, ", "))
		case slices.ContainsFunc(p.Sidecars[:i], func(before Sidecar) bool { return before.Name == c.Name }):
			return fmt.Errorf("the sidecar %s has two commands: leave one out", c.Name)
		case len(c.Command) == 0:
			return fmt.Errorf("the sidecar %s has no command", c.Name)
		case other != "":
			return fmt.Errorf("the sidecar %s and %s would both have their port in %s: give the sidecar another name", c.Name, other, variable)
		}
		taken[variable] = "the sidecar " + c.Name
	}
	return nil
}

// missing names the profile's sidecars that are not played.
func (p Plan) missing(full shutdown.Profile) (out []string) {
	for _, c := range full.Sidecars {
		if !slices.ContainsFunc(p.Sidecars, func(played Sidecar) bool { return played.Name == c.Name }) {
			out = append(out, c.Name)
		}
	}
	return out
}
