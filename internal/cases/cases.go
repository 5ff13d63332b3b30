// Package cases is one table of profiles and expected results. Every surface's
// tests run it, so that none can differ from another.
package cases

import (
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Want is the part of a result that a case pins. Pointers are null where the
// setting does not apply.
type Want struct {
	StopTimeout, Deadline, Delay, Drain   int
	DeregistrationDelay                   *int
	Interval, Timeout, Unhealthy, Grace   *int
	MinimumHealthyPercent, MaximumPercent int
	TaskProtectionMinutes                 *int
	VisibilityTimeout                     *int
	// Kept has the verdict of each cause that the case pins; UpTo the seconds of
	// those that are up_to.
	Kept map[shutdown.Cause]shutdown.Kept
	UpTo map[shutdown.Cause]int
	// Sidecars has the stop timeout of each sidecar.
	Sidecars map[string]int
	// Front has the times of the front.
	Front *Front
	// What is nil or empty of these is not pinned.
	StopSeconds, DeploymentSeconds, DeploymentTimeout *int
	Strategy                                          string
}

// Front is what a case pins of a front.
type Front struct{ StopTimeout, Delay, Drain int }

// Case is one worked example of the stop model.
type Case struct {
	Name string
	// YAML is the profile as a file; Profile is the same in Go.
	YAML    string
	Profile shutdown.Profile
	Want    Want
	// Rule, Path and Allowed are set when the profile has a fault and no result.
	Rule, Path, Allowed string
}

// everywhere gives every cause the verdict, but for those no profile can keep.
func everywhere(kept shutdown.Kept, spot bool) map[shutdown.Cause]shutdown.Kept {
	m := make(map[shutdown.Cause]shutdown.Kept)
	for _, c := range shutdown.Causes() {
		m[c] = kept
	}
	m[shutdown.HostFailure] = shutdown.KeptNone
	if !spot {
		m[shutdown.SpotInterruption] = shutdown.KeptNotApplicable
	}
	return m
}

// with sets one verdict of a map.
func with(m map[shutdown.Cause]shutdown.Kept, c shutdown.Cause, k shutdown.Kept) map[shutdown.Cause]shutdown.Kept {
	m[c] = k
	return m
}

// checked gives a want with the default health check.
func checked(w Want, deregistration int) Want {
	w.DeregistrationDelay = new(deregistration)
	w.Interval, w.Timeout, w.Unhealthy, w.Grace = new(5), new(4), new(2), new(44)
	return w
}

// Worked lists the worked examples of the stop model.
func Worked() []Case {
	return slices.Concat(balanced(), others(), second(), notices())
}
