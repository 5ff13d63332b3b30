package gracefulecs

import (
	"slices"
	"strconv"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// count faults a service whose count is another than the profile's: the
// percentages would be computed for the wrong number.
func (c *checker) count(s *subject, profile shutdown.Profile) {
	declared := s.desiredCount()
	if declared != nil && *declared != *profile.DesiredCount {
		c.add(shutdown.Fault{Path: "desired_count", Rule: "enum", Given: strconv.Itoa(*profile.DesiredCount), Allowed: strconv.Itoa(*declared),
			Message: "The service has DesiredCount " + strconv.Itoa(*declared) + ", and the deployment percentages are computed from the profile's.",
			WaysOut: []string{"set desired_count to " + strconv.Itoa(*declared), "or remove it: the service's own is taken"}})
	}
}

// spot faults a service on Spot whose profile plans for no interruption.
func (c *checker) spot(s *subject, settings shutdown.Settings, profile shutdown.Profile) {
	if planned, _ := service.OnSpot(settings); spot(resolve(s.stack, s.resource.CapacityProviderStrategy())) && !planned {
		c.add(shutdown.Fault{Path: "capacity", Rule: "enum", Given: quote(string(profile.Capacity)), Allowed: "one of spot, mixed",
			Message: "The service may run on FARGATE_SPOT, but the profile plans for no interruption.",
			WaysOut: []string{"set capacity to spot or mixed", "or remove FARGATE_SPOT from the service"}})
	}
}

// listeners faults a Network Load Balancer's TLS listener that closes a silent
// connection before the profile's longest request has its answer: its idle
// timeout is fixed.
func (c *checker) listeners(a *application) {
	if len(a.groups) == 0 || a.settings.LoadBalancer != shutdown.NLB || *a.settings.IdleTimeout <= shutdown.NLBTLSIdleTimeout {
		return
	}
	r := newRoutes(a.service.Node().Root())
	for _, listener := range r.leads[a.groups[0].arn] {
		if l, ok := r.listeners[listener]; ok && deref(l.Protocol()) == protocolTLS {
			c.add(shutdown.Fault{Path: "longest_work", Rule: "range", Given: "an idle timeout of " + strconv.Itoa(*a.settings.IdleTimeout) + " s", Allowed: "at most " + strconv.Itoa(shutdown.NLBTLSIdleTimeout),
				Message: "The TLS listener " + *l.Node().Path() + " closes a connection that is silent for " + strconv.Itoa(shutdown.NLBTLSIdleTimeout) + " s, and nobody can change that.",
				WaysOut: []string{"use a TCP listener, and end TLS in the task", "use an Application Load Balancer", "answer sooner, and set longest_work to what is left"}})
		}
	}
}

const protocolTLS = "TLS"

// roles checks that every container of the task is one that the profile speaks
// of, and the other way round.
func (c *checker) roles(s *subject, a *application) {
	var present []string
	for _, m := range s.members() {
		if m.Name != a.App && m.Name != a.Front {
			present = append(present, m.Name)
		}
	}
	beside := " beside the app " + quote(a.App)
	if a.App == "" {
		beside = ", and none that could be the app"
	}
	if a.Front != "" && !slices.ContainsFunc(s.members(), func(m service.Member) bool { return m.Name == a.Front }) {
		c.add(shutdown.Fault{Path: "front.name", Rule: "enum", Given: quote(a.Front), Allowed: "one of " + list(present),
			Message: "The task definition has no container " + quote(a.Front) + beside + ".",
			WaysOut: []string{"remove front from the profile", "or add the container before Apply"}})
	}
	for i, sidecar := range a.Profile.Sidecars {
		if !slices.Contains(present, sidecar.Name) {
			c.add(shutdown.Fault{Path: index("sidecars", i) + ".name", Rule: "enum", Given: quote(sidecar.Name), Allowed: "one of " + list(present),
				Message: "The task definition has no container " + quote(sidecar.Name) + beside + ".",
				WaysOut: []string{"remove it from the profile's sidecars", "or add the container before Apply"}})
		}
	}
	for _, name := range a.Undeclared {
		f := shutdown.Fault{Path: "sidecars", Rule: "required", Given: quote(list(names(a.Profile.Sidecars))), Allowed: "an entry for each container beside the app",
			Message: "The container " + quote(name) + " is not among the profile's sidecars, so nothing says how long it takes to stop.",
			WaysOut: []string{"add {name: " + name + ", flush: …} to the profile's sidecars"}}
		if a.Front == "" && a.settings.LoadBalancer != shutdown.NoLoadBalancer {
			f.WaysOut = append(f.WaysOut, "set front to {name: "+a.App+"} if "+a.App+" hands the requests to it")
		}
		c.add(f)
	}
	if a.App == "" && len(c.faults) == 0 {
		c.add(shutdown.Fault{Path: "sidecars", Rule: "enum", Given: quote(list(names(a.Profile.Sidecars))), Allowed: "every container but one",
			Message: "The profile names every container of the task, so that none is left for the app.",
			WaysOut: []string{"remove the app from the profile"}})
	}
}

func names(sidecars []shutdown.Sidecar) []string {
	out := make([]string, len(sidecars))
	for i, s := range sidecars {
		out[i] = s.Name
	}
	return out
}
