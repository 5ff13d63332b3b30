package service

import (
	"slices"
	"strconv"
)

// containers compares what each container of the task is told with the settings,
// and the order in which they stop.
func (c *comparison) containers() {
	all := WantedContainers(c.settings, c.arrangement.App)
	called := map[string]string{}
	for i, w := range all {
		called[w.Name] = w.Called
		c.container(w)
		if i == 0 {
			c.notice()
		}
	}
	for _, w := range all {
		for _, name := range w.DependsOn {
			c.order(w.Name, name, "dependency of "+w.Called+" on "+called[name], w.Called)
		}
	}
	for _, extra := range c.arrangement.Undeclared {
		c.add(Difference{Setting: "container " + extra, Got: "not among the sidecars", Want: "no stop timeout for it", Where: c.service.Task.Resource.Where})
	}
}

// container compares one container.
func (c *comparison) container(w WantedContainer) {
	container := c.service.Task.Container(w.Name)
	if container == nil {
		c.add(Difference{Setting: w.Setting, Got: "missing: the task has no such container", Want: strconv.Itoa(w.StopTimeout), Where: c.service.Task.Resource.Where})
		return
	}
	differ(c, w.Setting, worded(container.StopTimeout), strconv.Itoa(w.StopTimeout))
	for _, e := range w.Environment {
		differ(c, w.Variables+e.Key, container.Environment[e.Key], e.Value)
	}
}

// order reports a container that does not depend on one that must stop after it. What
// ECS adds on its own is not relied on: nobody says it of Fargate.
func (c *comparison) order(name, other, setting, words string) {
	task := c.service.Task
	container := task.Container(name)
	if container == nil || task.Container(other) == nil || slices.ContainsFunc(container.DependsOn, func(d Dependency) bool { return d.On.Given() && d.On.Or("") == other }) {
		return
	}
	c.add(Difference{Setting: setting, Got: NotSet, Want: "one, so that it stops after " + words, Where: container.Name.Where})
}

// notice reports an app that is to watch for its drain and is not told where.
func (c *comparison) notice() {
	container, name := c.service.Task.Container(c.arrangement.App), c.arrangement.Profile.TargetGroupsVariable()
	if container == nil || name == "" {
		return
	}
	if v := container.Environment[name]; !v.Given() || v.State != Unknown && v.Or("") == "" {
		c.add(Difference{Setting: "environment " + name, Got: NotSet, Want: "the ARNs of the target groups, in which the app looks for its drain", Where: container.Name.Where})
	}
}
