package gracefulecs

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// reached finds what the load balancer or the callers reach: the front where
// the profile has one, else the app.
func (c *checker) reached(p *plan) {
	p.reached = target{container: p.appName(), prop: "ContainerPort", port: p.port}
	if f := p.settings.FrontSettings; f != nil {
		p.reached = target{container: f.Name, prop: "Front.Port"}
		if p.Front != nil && p.Front.Port != nil && !isToken(*p.Front.Port) {
			p.reached.port = int(*p.Front.Port)
		}
	}
}

// front checks the container of the profile's front, and returns what it
// reserves of the task.
func (c *checker) front(p *plan) (cpu, memory int) {
	declared, given := p.settings.FrontSettings, p.Front
	switch {
	case declared == nil && given == nil:
		return 0, 0
	case declared == nil:
		c.misplaced("Front", "a container", "The profile has no front, so it gives no stop timeout for it.",
			"add front to the profile with the container's name", "or remove Front")
		return 0, 0
	case given == nil:
		c.missing("Front", "the container of the profile's front", "The profile's front "+quote(declared.Name)+" has no container.",
			"set Front", "or remove front from the profile")
		return 0, 0
	}
	if app := p.appName(); declared.Name == app {
		c.add(shutdown.Fault{Path: "front.name", Rule: "duplicate", Given: quote(declared.Name), Allowed: "a name other than " + quote(app),
			Message: "The app container has the name " + quote(app) + " already."})
	}
	if given.Image == nil {
		c.missing("Front.Image", "a container image", "Front.Image must be set.")
	}
	c.options("Front.", given.ContainerOptions, given.MemoryReservationMiB, nil)
	c.texts("Front.Command", given.Command)
	c.texts("Front.EntryPoint", given.EntryPoint)
	p.front = c.tell(teller{prefix: "Front.", environment: given.Environment, secrets: given.Secrets, command: given.Command, arguments: given.FrameworkArguments,
		settings: declared.Environment, framework: declared.FrameworkSettings, reserved: p.profile.EnvironmentPrefix})
	return c.whole("Front.Cpu", given.Cpu, 1, 16384), c.whole("Front.MemoryReservationMiB", given.MemoryReservationMiB, 6, 122880)
}
