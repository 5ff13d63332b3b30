package service

import (
	"strconv"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Compare finds every value of a service that contradicts a profile. What the
// profile leaves open is the service's own. The error, if any, is a
// [shutdown.Faults]: a profile that no service could keep.
func Compare(s *Service, profile shutdown.Profile) ([]Difference, error) {
	c := &comparison{service: s}
	arranged, faults := s.arrange(s.Facts().Declared(profile))
	proven, err := shutdown.Prove(arranged.Profile)
	if err != nil {
		return nil, err
	}
	for _, f := range faults {
		c.add(Difference{Setting: f.Path, Got: f.Given, Want: f.Allowed, Because: f.Message, Where: s.Resource.Where})
	}
	c.settings, c.arrangement = proven.Explained(), arranged
	c.wanted(place{rolling: &s.Rolling}, OfDeployment, OfService)
	c.inputs(proven.Profile())
	c.containers()
	c.balancing()
	c.scaling()
	c.queues()
	return c.differences, nil
}

// arrange says what each container of the task is to the profile. Where neither a
// load balancer nor a front says which is the app, the first essential one is.
func (s *Service) arrange(profile shutdown.Profile) (Arrangement, shutdown.Faults) {
	var members []Member
	usual, ended := "", s.Task.Ended()
	for i := range s.Task.Containers {
		container := &s.Task.Containers[i]
		name := container.Name.Or("")
		if !ended[name] {
			members = append(members, Member{name, container.Waits()})
		}
		if usual == "" && container.Essential.Or(true) {
			usual = name
		}
	}
	var reached []string
	for _, route := range s.Routes {
		reached = append(reached, route.Container.Or(""))
	}
	first := ""
	if len(reached) > 0 {
		first = reached[0]
	}
	arranged, faults := Arrange(members, first, usual, profile)
	return arranged, append(faults, arranged.AlsoReached(reached)...)
}

// wanted compares a part of the service with what the list has for it.
func (c *comparison) wanted(at place, parts ...Part) {
	for _, w := range Wants(parts...) {
		want, applies := w.Value(c.settings)
		if !applies {
			continue
		}
		if got, there := w.got(at); there {
			differ(c, w.Setting, got, Written(plain(want)))
		}
	}
}

// inputs compares what the profile says of the service rather than computes.
func (c *comparison) inputs(p shutdown.Profile) {
	if got := c.service.DesiredCount; got.Given() { // Autoscaled services leave it out.
		differ(c, "desired_count", worded(got), strconv.Itoa(c.settings.DesiredCount))
	}
	if why := c.service.ProvidersUnknown; why != "" {
		c.add(Difference{Setting: "capacity", Got: why, Want: string(p.Capacity), Doubt: true, Where: c.service.Resource.of("CapacityProviderStrategy").where()})
		return
	}
	some, all := OnSpot(c.settings)
	if is := c.service.OnSpot(); is && !some || !is && all {
		got := string(shutdown.OnDemand)
		if is {
			got = "on " + SpotProvider
		}
		c.add(Difference{Setting: "capacity", Got: got, Want: string(p.Capacity), Where: c.service.Resource.of("CapacityProviderStrategy").where()})
	}
}

// OnSpot says whether settings place tasks on Spot, and whether only there.
func OnSpot(s shutdown.Settings) (some, all bool) {
	all = true
	for _, c := range s.CapacityProviders {
		some, all = some || c.Name == SpotProvider, all && c.Name == SpotProvider
	}
	return some, all
}

// scaling compares the cooldown of every policy that may take tasks away.
func (c *comparison) scaling() {
	for _, s := range c.service.Scaling {
		for i := range s.Policies {
			c.wanted(place{policy: &s.Policies[i]}, OfPolicy)
		}
	}
}

// queues compares the queue that the containers are told of. Of several some may be for
// what the service sends: in doubt, and not asked when one of them is as wanted.
func (c *comparison) queues() {
	before, most := len(c.differences), 0
	for i := range c.service.Queues {
		if q := &c.service.Queues[i]; !q.Dead {
			most++
			c.wanted(place{queue: q}, OfQueue)
		}
	}
	if most > 1 && len(c.differences)-before < most {
		c.differences = c.differences[:before]
	}
	for i := before; i < len(c.differences); i++ {
		c.differences[i].Doubt = c.differences[i].Doubt || most > 1
	}
}
