package service

import (
	"slices"
	"strings"
)

// task reads a task definition once, however many services run it.
func (l *linker) task(r *Resource) *Task {
	if t := l.tasks[r]; t != nil {
		return t
	}
	t := &Task{Resource: r, Compatible: r.of("RequiresCompatibilities").texts()}
	definitions := r.of("ContainerDefinitions")
	_, written := r.Properties["ContainerDefinitions"].(Encoded)
	if _, list := definitions.v.([]any); !list {
		t.Unknown = definitions.text().Why
	}
	for _, c := range definitions.items() {
		if written { // Whoever reads such a text asks not how names are cased.
			c = cased(c)
		}
		t.Containers = append(t.Containers, container(c))
	}
	t.Windows = strings.HasPrefix(r.of("RuntimePlatform").at("OperatingSystemFamily").text().Or(""), "WINDOWS")
	t.routed()
	l.tasks[r], l.told[r] = t, l.queues.of(definitions)
	return t
}

// routed lets what logs through a FireLens router wait for it, as ECS does where the
// router waits for no container itself. That is of the ECS agent's code; of Fargate
// nobody says otherwise.
func (t *Task) routed() {
	var router *Container
	for i := range t.Containers {
		if t.Containers[i].Router {
			router = &t.Containers[i]
		}
	}
	if router == nil || len(router.DependsOn) > 0 {
		return
	}
	name := router.Name.Or("")
	for i := range t.Containers {
		c := &t.Containers[i]
		if c == router || name == "" || c.LogDriver.Or("") != "awsfirelens" || slices.Contains(c.Waits(), name) {
			continue
		}
		c.DependsOn = append(c.DependsOn, Dependency{On: ByDefault(name, router.Name.Where), Condition: ByDefault("START", router.Name.Where)})
	}
}

func container(c property) Container {
	out := Container{Name: c.at("Name").text(), Image: c.at("Image").text(), Essential: c.at("Essential").truth().Otherwise(true),
		StopTimeout: c.at("StopTimeout").number(), EntryPoint: c.at("EntryPoint").texts(), Command: c.at("Command").texts(),
		Environment: map[string]Value[string]{}, EnvironmentElsewhere: elsewhere(c),
		Init: c.at("LinuxParameters").at("InitProcessEnabled").truth(), LogDriver: c.at("LogConfiguration").at("LogDriver").text(),
		Router: !c.at("FirelensConfiguration").missing(), RouterFile: routerFile(c.at("FirelensConfiguration").at("Options")),
		StartPeriod: c.at("HealthCheck").at("StartPeriod").number(), Ports: ports(c), Strange: strange(c)}
	for name, v := range c.at("Environment").pairs("Name") {
		out.Environment[name] = v.text()
	}
	for name := range c.at("Secrets").pairs("Name") {
		if _, ok := out.Environment[name]; !ok {
			out.Environment[name] = NotKnown[string]("a secret", c.at("Secrets").where())
		}
	}
	for _, d := range c.at("DependsOn").items() {
		out.DependsOn = append(out.DependsOn, Dependency{On: d.at("ContainerName").text(), Condition: d.at("Condition").text()})
	}
	return out
}

// elsewhere is why a container may have variables that are not in its environment.
func elsewhere(c property) string {
	if why := c.at("Environment").obscured(); why != "" {
		return "the environment is " + why
	}
	if !c.at("EnvironmentFiles").missing() {
		return "more of the environment is in files"
	}
	return ""
}

// routerFile says that a log router reads a configuration of somebody's own, or may.
func routerFile(options property) bool {
	list, is := options.v.(map[string]any)
	for key := range list {
		if strings.EqualFold(key, "config-file-type") {
			return true
		}
	}
	return !is && !options.missing()
}

// Container is the container of that name, nil if the task has none.
func (t *Task) Container(name string) *Container {
	for i := range t.Containers {
		if t.Containers[i].Name.Or("") == name {
			return &t.Containers[i]
		}
	}
	return nil
}

// Waits are the containers that this one starts after, and so stops before; those
// whose end it waits for have no part in a stop.
func (c *Container) Waits() []string {
	var out []string
	for _, d := range c.DependsOn {
		if on, ok := d.On.Get(); ok {
			out = append(out, on)
		}
	}
	return out
}

// Ended are the containers that have ended before others start.
func (t *Task) Ended() map[string]bool {
	ended := map[string]bool{}
	for _, c := range t.Containers {
		for _, d := range c.DependsOn {
			if on := d.On.Or(""); EndsFirst(d.Condition.Or("")) {
				ended[on] = true
			}
		}
	}
	return ended
}

// EndsFirst says whether whoever waits with that condition waits for the end of
// the other container, which then has no part in a stop.
func EndsFirst(condition string) bool { return condition == "COMPLETE" || condition == "SUCCESS" }

// StopsAfter says that a container stops after another one, which waits for it at its
// start, at once or by way of others.
func (t *Task) StopsAfter(before *Container, name string) bool {
	return slices.Contains(t.after(before), name)
}
