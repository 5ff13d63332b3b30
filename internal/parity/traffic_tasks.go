package parity

import (
	"fmt"
	"slices"
	"strings"
)

// taskDefinition is what matters of the tasks that are made of it.
type taskDefinition struct {
	containers []container
	logGroups  []string
	queues     []string // URLs that the tasks read
	longest    int      // seconds that a request takes, if the tasks say so
}

// container says in its environment, as HEALTH_PATHS, which paths of health checks
// it answers; without it, it answers every path. As LONGEST_REQUEST it says how
// long one takes; without it, as long as the deregistration delay was when the
// revision was deployed.
type container struct {
	name           string
	ports, paths   []string
	stop, deadline int
}

// stopByDefault is the stop timeout of a container that has none, in seconds.
const stopByDefault = 30

func (t taskDefinition) container(name string) *container {
	if i := slices.IndexFunc(t.containers, func(c container) bool { return c.name == name }); i >= 0 {
		return &t.containers[i]
	}
	return nil
}

// mapping is the container that has a port: those of a task share its network.
func (t taskDefinition) mapping(port string) *container {
	if i := slices.IndexFunc(t.containers, func(c container) bool { return slices.Contains(c.ports, port) }); i >= 0 {
		return &t.containers[i]
	}
	return nil
}

// lives says what keeps tasks from running, or ends them too early.
func (w *Traffic) lives(t taskDefinition) string {
	for _, name := range t.logGroups {
		if there, known := w.logGroups[name]; known && !there {
			return "the tasks write to the log group " + name + ", which is gone"
		}
	}
	for _, c := range t.containers {
		if c.stop < c.deadline {
			return fmt.Sprintf("container %q is killed after %d s, before its own deadline of %d s", c.name, c.stop, c.deadline)
		}
	}
	return ""
}

// register reads a task definition.
func (w *Traffic) register(e Exchange) error {
	arn := text(e.Response, "taskDefinition", "taskDefinitionArn")
	if arn == "" {
		return fmt.Errorf("a task definition without a name: %v", e.Request)
	}
	var t taskDefinition
	for _, d := range list(e.Request, "containerDefinitions") {
		c := container{name: text(d, "name"), stop: stopByDefault}
		if at(d, "stopTimeout") != nil {
			c.stop = number0(fmt.Sprint(at(d, "stopTimeout")))
		}
		for _, p := range list(d, "portMappings") {
			if port := at(p, "containerPort"); port != nil { // Nobody is sent to a range.
				c.ports = append(c.ports, fmt.Sprint(port))
			}
		}
		for _, v := range list(d, "environment") {
			switch name, value := text(v, "name"), text(v, "value"); {
			case name == "HEALTH_PATHS":
				c.paths = strings.Fields(value)
			case name == "LONGEST_REQUEST":
				t.longest = max(t.longest, number0(value))
			case name == "QUEUE_URL":
				t.queues = append(t.queues, value)
			case strings.HasSuffix(name, "DEADLINE_SECONDS"):
				c.deadline = number0(value)
			}
		}
		if name := text(d, "logConfiguration", "options", "awslogs-group"); name != "" {
			t.logGroups = append(t.logGroups, name)
		}
		t.containers = append(t.containers, c)
	}
	w.tasks[arn] = t
	return nil
}
