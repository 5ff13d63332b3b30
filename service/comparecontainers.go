package service

import (
	"slices"
	"strconv"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// containers compares what each container of the task is told with the settings,
// and the order in which they stop.
func (c *comparison) containers() {
	s, a := c.settings, c.arrangement
	c.container("stop_timeout", "", a.App, s.StopTimeout, s.Environment)
	c.notice()
	if f := s.FrontSettings; f != nil {
		c.container("front_settings.stop_timeout", "front ", f.Name, f.StopTimeout, f.Environment)
		c.order(f.Name, a.App, "dependency of the front on the app", "the front")
	}
	for _, e := range s.SidecarStopTimeouts {
		if c.container("sidecar_stop_timeouts."+e.Key, "", e.Key, e.Value, nil) {
			c.order(a.App, e.Key, "dependency of the app on "+e.Key, "the app")
		}
	}
	for _, e := range s.SidecarDependencies {
		for _, name := range e.Value {
			c.order(e.Key, name, "dependency of "+e.Key+" on "+name, e.Key)
		}
	}
	for _, extra := range a.Undeclared {
		c.add(Difference{Setting: "container " + extra, Got: "not among the sidecars", Want: "no stop timeout for it", Where: c.service.Task.Resource.Where})
	}
}

// container compares one container, and says whether the task has it.
func (c *comparison) container(setting, prefix, name string, stopTimeout int, environment shutdown.Table[string]) bool {
	container := c.service.Task.Container(name)
	if container == nil {
		c.add(Difference{Setting: setting, Got: "missing: the task has no such container", Want: strconv.Itoa(stopTimeout), Where: c.service.Task.Resource.Where})
		return false
	}
	differ(c, setting, container.StopTimeout, strconv.Itoa(stopTimeout))
	for _, e := range environment {
		differ(c, prefix+"environment "+e.Key, container.Environment[e.Key], e.Value)
	}
	return true
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
