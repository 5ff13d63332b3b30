package gracefulecs

import (
	"strconv"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// renderedContainer is a container as it stands in a template.
type renderedContainer struct {
	member
	properties map[string]any
}

// rendered reads the containers of a task definition.
func rendered(task map[string]any) []renderedContainer {
	var out []renderedContainer
	for _, item := range items(task["containerDefinitions"]) {
		c := renderedContainer{properties: object(item)}
		c.name, _ = c.properties["name"].(string)
		for _, d := range items(c.properties["dependsOn"]) {
			if on, ok := object(d)["containerName"].(string); ok {
				c.dependsOn = append(c.dependsOn, on)
			}
		}
		out = append(out, c)
	}
	return out
}

// ended are the containers that have ended before others start.
func (c *comparison) ended() map[string]bool {
	ended := map[string]bool{}
	for _, container := range c.rendered {
		for _, d := range items(container.properties["dependsOn"]) {
			on, _ := object(d)["containerName"].(string)
			condition, _ := object(d)["condition"].(string)
			ended[on] = ended[on] || endsFirst(condition)
		}
	}
	return ended
}

// containers compares what each container of the task is told with the settings,
// and the order in which they stop.
func (c *comparison) containers(s shutdown.Settings, a arrangement) {
	c.container("stop_timeout", "", a.app, s.StopTimeout, s.Environment)
	c.notice(a)
	if f := s.FrontSettings; f != nil {
		c.container("front_settings.stop_timeout", "front ", f.Name, f.StopTimeout, f.Environment)
		c.order(f.Name, a.app, "dependency of the front on the app", "the front")
	}
	for _, e := range s.SidecarStopTimeouts {
		if c.container("sidecar_stop_timeouts."+e.Key, "", e.Key, e.Value, nil) {
			c.order(a.app, e.Key, "dependency of the app on "+e.Key, "the app")
		}
	}
	for _, e := range s.SidecarDependencies {
		for _, name := range e.Value {
			c.order(e.Key, name, "dependency of "+e.Key+" on "+name, e.Key)
		}
	}
	for _, extra := range a.undeclared {
		c.findings = append(c.findings, finding{setting: "container " + extra, got: "not among the sidecars", want: "no stop timeout for it"})
	}
}

// find is the container of that name, nil if the task has none.
func (c *comparison) find(name string) *renderedContainer {
	for i := range c.rendered {
		if c.rendered[i].name == name {
			return &c.rendered[i]
		}
	}
	return nil
}

// container compares one container, and says whether the task has it.
func (c *comparison) container(setting, prefix, name string, stopTimeout int, environment shutdown.Table[string]) bool {
	container := c.find(name)
	if container == nil {
		c.findings = append(c.findings, finding{setting: setting, got: "missing: the task has no such container", want: strconv.Itoa(stopTimeout)})
		return false
	}
	c.number(setting, container.properties["stopTimeout"], stopTimeout)
	variables := map[string]any{}
	for _, item := range items(container.properties["environment"]) {
		entry := object(item)
		if key, ok := entry["name"].(string); ok {
			variables[key] = entry["value"]
		}
	}
	for _, e := range environment {
		c.value(prefix+"environment "+e.Key, variables[e.Key], e.Value)
	}
	return true
}

// order reports a container that does not depend on one that must stop after it.
func (c *comparison) order(name, other, setting, words string) {
	container := c.find(name)
	if container == nil || c.find(other) == nil {
		return
	}
	for _, on := range container.dependsOn {
		if on == other {
			return
		}
	}
	c.findings = append(c.findings, finding{setting: setting, got: notSet, want: "one, so that it stops after " + words})
}
