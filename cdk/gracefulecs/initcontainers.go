package gracefulecs

import (
	"regexp"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var containerName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,255}$`)

const containerNameAllowed = "1 to 255 letters, digits, hyphens and underscores"

// appName is the name of the app container.
func (p *plan) appName() string {
	if p.ContainerName != nil {
		return *p.ContainerName
	}
	return appContainer
}

// appNamed checks the name of the app container; those of the front and the
// sidecars are checked against it.
func (c *checker) appNamed(p *plan) {
	if name := p.appName(); isTextToken(name) {
		c.add(tokenFault("ContainerName", containerNameAllowed))
	} else if !containerName.MatchString(name) {
		c.add(shutdown.Fault{Path: "ContainerName", Rule: "pattern", Given: quote(name), Allowed: containerNameAllowed, Message: "ContainerName is not a valid name."})
	}
}

// initContainers checks the containers that end before the app starts, and
// returns what they reserve of the task.
func (c *checker) initContainers(p *plan) (cpu, memory int) {
	taken := []string{p.appName()}
	if f := p.settings.FrontSettings; f != nil {
		taken = append(taken, f.Name)
	}
	var before []string
	for _, s := range p.profile.Sidecars {
		taken, before = append(taken, s.Name), append(before, s.Name)
	}
	for i, init := range deref(p.InitContainers) {
		path := index("InitContainers", i)
		if init == nil {
			c.missing(path, "an init container", "InitContainers has an empty entry.", "remove it")
			continue
		}
		name := deref(init.Name)
		switch {
		case isTextToken(name):
			c.add(tokenFault(path+".Name", containerNameAllowed))
		case !containerName.MatchString(name):
			c.add(shutdown.Fault{Path: path + ".Name", Rule: "pattern", Given: quote(name), Allowed: containerNameAllowed, Message: "This is not a valid name."})
		case slices.Contains(taken, name):
			c.add(shutdown.Fault{Path: path + ".Name", Rule: "duplicate", Given: quote(name), Allowed: "a name that no other container has", Message: "Another container has the name " + quote(name) + " already."})
		}
		if init.Image == nil {
			c.missing(path+".Image", "a container image", path+".Image must be set.")
		}
		switch init.Condition {
		case "", awsecs.ContainerDependencyCondition_COMPLETE, awsecs.ContainerDependencyCondition_SUCCESS:
		default:
			c.add(shutdown.Fault{Path: path + ".Condition", Rule: "enum", Given: quote(string(init.Condition)), Allowed: "COMPLETE or SUCCESS",
				Message: "An init container ends before the app starts.", WaysOut: []string{"add a sidecar instead, to the profile too"}})
		}
		for _, after := range c.texts(path+".After", init.After) {
			if !slices.Contains(before, after) {
				c.add(shutdown.Fault{Path: path + ".After", Rule: "enum", Given: quote(after), Allowed: "sidecars and init containers before this one: " + list(before),
					Message: "No such container is before this one.", WaysOut: []string{"put InitContainers into order", "or remove it"}})
			}
		}
		if o := init.ContainerOptions; o != nil && restarts(o) {
			c.misplaced(path+".ContainerOptions.EnableRestartPolicy", "a restart policy", "An init container ends before the app starts, and a restart would begin it anew.", "remove it")
		}
		c.options(path+".", init.ContainerOptions, init.MemoryReservationMiB, nil)
		c.texts(path+".Command", init.Command)
		c.texts(path+".EntryPoint", init.EntryPoint)
		c.variables(path+".", init.Environment, init.Secrets)
		cpu += c.whole(path+".Cpu", init.Cpu, 1, 16384)
		memory += c.whole(path+".MemoryReservationMiB", init.MemoryReservationMiB, 6, 122880)
		taken, before = append(taken, name), append(before, name)
	}
	return cpu, memory
}

// sidecarCondition checks what the app waits for.
func (c *checker) sidecarCondition(path string, s *SidecarProps) {
	switch s.Condition {
	case "", awsecs.ContainerDependencyCondition_START:
	case awsecs.ContainerDependencyCondition_HEALTHY:
		if s.ContainerOptions == nil || s.ContainerOptions.HealthCheck == nil {
			c.missing(path+".ContainerOptions.HealthCheck", "a health check", "With the condition HEALTHY the container needs one.", "set it", "or remove "+path+".Condition")
		}
	default:
		c.add(shutdown.Fault{Path: path + ".Condition", Rule: "enum", Given: quote(string(s.Condition)), Allowed: "START or HEALTHY",
			Message: "A container that ends before the app starts is no sidecar.", WaysOut: []string{"put it into InitContainers, and remove it from the profile"}})
	}
}

// condition is what others wait for before they start after the sidecar.
func (s *SidecarProps) condition() awsecs.ContainerDependencyCondition {
	if s.Condition == "" {
		return awsecs.ContainerDependencyCondition_START
	}
	return s.Condition
}

// addInitContainers adds the containers that end before the app starts. What
// logs through a router waits for it, as ECS has it.
func (s *built) addInitContainers(p *plan, logging awsecs.LogDriver) {
	s.initContainers = map[string]awsecs.ContainerDefinition{}
	conditions := map[string]awsecs.ContainerDependencyCondition{}
	router := ""
	for _, sidecar := range p.sidecars {
		conditions[*sidecar.Name] = sidecar.condition()
		if sidecar.FirelensConfig != nil {
			router = *sidecar.Name
		}
	}
	for _, init := range deref(p.InitContainers) {
		c := s.addContainer(init.Name, init.ContainerOptions, nil, &awsecs.ContainerDefinitionOptions{
			Image: init.Image, Command: init.Command, Cpu: init.Cpu, EntryPoint: init.EntryPoint, Environment: init.Environment, Essential: jsii.Bool(false),
			Logging: logging, MemoryReservationMiB: init.MemoryReservationMiB, Secrets: init.Secrets,
		})
		mount(c, init.MountPoints)
		var after []string
		for _, name := range deref(init.After) {
			after = append(after, *name)
		}
		if o := init.ContainerOptions; o != nil && logDriver(o.Logging) == "awsfirelens" && !slices.Contains(after, router) {
			after = append(after, router)
		}
		for _, name := range after {
			other := s.sidecars[name]
			if other == nil {
				other = s.initContainers[name]
			}
			afterWhen(c, other, conditions[name])
		}
		if conditions[*init.Name] = init.Condition; init.Condition == "" {
			conditions[*init.Name] = awsecs.ContainerDependencyCondition_SUCCESS
		}
		afterWhen(s.app, c, conditions[*init.Name])
		s.initContainers[*init.Name] = c
	}
}
