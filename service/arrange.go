package service

import (
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Member is a container of a task with its place in the order.
type Member struct {
	Name string
	// DependsOn names the containers that start before it, and so stop after it.
	DependsOn []string
}

// Arrangement says what each container of a task is to a profile.
type Arrangement struct {
	// Profile is the given one with the order of the sidecars that is built,
	// where it leaves that open.
	Profile shutdown.Profile
	// App and Front are names; Front is empty without one, App if no container
	// can be it.
	App, Front string
	// Undeclared are containers that the profile does not speak of.
	Undeclared []string
}

// Arrange says what each container is: the app is the one that a load balancer
// reaches or, with a front, the one that the front depends on; usual is taken
// where neither says so. A container that the load balancer reaches and that
// depends on another might be a front before its app, or an app beside its
// sidecar: only the profile can say which. What contradicts it is a fault.
func Arrange(members []Member, reached, usual string, profile shutdown.Profile) (Arrangement, shutdown.Faults) {
	a := Arrangement{Profile: profile}
	after := make(map[string][]string, len(members))
	for _, m := range members {
		after[m.Name] = m.DependsOn
	}
	if profile.Front != nil {
		a.Front = profile.Front.Name
	}
	for _, m := range members {
		if m.Name != a.Front && SidecarAt(profile, m.Name) < 0 {
			a.Undeclared = append(a.Undeclared, m.Name)
		}
	}
	for _, name := range append([]string{reached}, append(slices.Clone(after[a.Front]), append([]string{usual}, a.Undeclared...)...)...) {
		if slices.Contains(a.Undeclared, name) {
			a.App = name
			break
		}
	}
	a.Undeclared = slices.DeleteFunc(a.Undeclared, func(name string) bool { return name == a.App })
	faults := a.reachedFaults(reached)
	faults = append(faults, a.contradictions(after)...)
	a.Profile.Sidecars = inOrder(a.Profile.Sidecars, after)
	return a, faults
}

// SidecarAt is the place of a sidecar in a profile, negative if it has none of that
// name.
func SidecarAt(p shutdown.Profile, name string) int {
	return slices.IndexFunc(p.Sidecars, func(s shutdown.Sidecar) bool { return s.Name == name })
}

// AlsoReached refuses further registrations that reach a sidecar.
func (a *Arrangement) AlsoReached(names []string) shutdown.Faults {
	var faults shutdown.Faults
	for i, name := range names {
		if i > 0 && name != names[0] && SidecarAt(a.Profile, name) >= 0 {
			faults = append(faults, a.reachedFaults(name)...)
		}
	}
	return faults
}

// reachedFaults refuses a load balancer that reaches another container than the
// profile says.
func (a *Arrangement) reachedFaults(reached string) shutdown.Faults {
	if reached == "" {
		return nil
	}
	if i := SidecarAt(a.Profile, reached); i >= 0 {
		return shutdown.Faults{{Path: "sidecars" + index(i) + ".name", Rule: "enum", Given: quote(reached), Allowed: "a container that no load balancer reaches",
			Message: "The load balancer sends requests to the container " + quote(reached) + ", so it stops first and not after the app.",
			WaysOut: []string{"remove it from the profile's sidecars", "set front to {name: " + reached + "} if it hands the requests to the app"}}}
	}
	if a.Front != "" && a.Front != reached {
		return shutdown.Faults{{Path: "front.name", Rule: "enum", Given: quote(a.Front), Allowed: quote(reached),
			Message: "The load balancer sends requests to the container " + quote(reached) + " and not to the front.",
			WaysOut: []string{"set front.name to " + reached, "remove front", "register the service with the front's container and port"}}}
	}
	return nil
}

// contradictions refuses an order that is built against the profile's.
func (a *Arrangement) contradictions(after map[string][]string) shutdown.Faults {
	var faults shutdown.Faults
	if slices.Contains(after[a.App], a.Front) && a.Front != "" {
		faults = append(faults, shutdown.Fault{Path: "front", Rule: "front-order", Given: quote(a.Front), Allowed: "a container that depends on the app",
			Message: "The container " + quote(a.App) + " depends on " + quote(a.Front) + ", so that the front would stop after the app that it hands requests to.",
			WaysOut: []string{"remove the dependency of " + a.App + " on " + a.Front, "remove front, and name " + a.Front + " among the sidecars"}})
	}
	for i, s := range a.Profile.Sidecars {
		for _, name := range after[s.Name] {
			if name == a.App || name == a.Front {
				faults = append(faults, shutdown.Fault{Path: "sidecars" + index(i) + ".name", Rule: "sidecar-order", Given: quote(s.Name), Allowed: "a container that stops after the app",
					Message: "The container " + quote(s.Name) + " depends on " + quote(name) + ", so it stops before it; a sidecar stops after it. Both together are a circle, in which no container starts.",
					WaysOut: []string{"remove the dependency of " + s.Name + " on " + name, "remove it from the profile's sidecars, and set front to {name: " + s.Name + "} if it hands requests to the app"}})
			}
			if j := SidecarAt(a.Profile, name); j >= 0 && a.Profile.Sidecars[j].After != nil && !stopsAfter(a.Profile, name, s.Name) {
				faults = append(faults, shutdown.Fault{Path: "sidecars" + index(j) + ".after", Rule: "sidecar-order", Given: quote(list(a.Profile.Sidecars[j].After)), Allowed: "a list with " + quote(s.Name),
					Message: "The container " + quote(s.Name) + " depends on " + quote(name) + ", so " + quote(name) + " stops after it.",
					WaysOut: []string{"add " + s.Name + " to " + "sidecars" + index(j) + ".after", "remove it: the order that is built is taken", "remove the dependency"}})
			}
		}
	}
	return faults
}

// stopsAfter says whether the profile lets a sidecar stop after another one,
// at once or by way of others.
func stopsAfter(p shutdown.Profile, name, other string) bool {
	seen := map[string]bool{}
	var search func(string) bool
	search = func(at string) bool {
		i := SidecarAt(p, at)
		if i < 0 || seen[at] {
			return false
		}
		seen[at] = true
		return slices.Contains(p.Sidecars[i].After, other) || slices.ContainsFunc(p.Sidecars[i].After, search)
	}
	return search(name)
}

// inOrder adds to each sidecar those that are built to stop before it.
func inOrder(sidecars []shutdown.Sidecar, after map[string][]string) []shutdown.Sidecar {
	out := slices.Clone(sidecars)
	for i := range out {
		out[i].After = slices.Clone(out[i].After)
		for _, s := range sidecars {
			if slices.Contains(after[s.Name], out[i].Name) && !slices.Contains(out[i].After, s.Name) {
				out[i].After = append(out[i].After, s.Name)
			}
		}
	}
	return out
}
