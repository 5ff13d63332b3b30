//go:build parity

package parity

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

// rows makes what the rows of changes are made of.
type rows struct {
	t      *testing.T
	w      *wire
	source string
}

// Addresses below a module, and what a plan does with them.
const (
	deployed = "update"
	anew     = "create, delete"
	service0 = "aws_ecs_service.this[0]"
	targets0 = `aws_lb_target_group.this["main"]`
	listens  = `aws_lb_listener_rule.this["main"]`
	traffics = `terraform_data.traffic["main"]`
	task     = "aws_ecs_task_definition.this"
)

// Faults that several rows have.
const (
	noRule = "no rule takes them"
	empty  = "the target group is empty"
)

// release is what a plan does for another image or environment.
var release = map[string]string{task: anew, service0: deployed}

// alter changes a module's arguments.
type alter = func(arguments)

// service is a module as a row begins, changed by what the row says. It has a path
// of its own name on the shared listener.
func (r rows) service(name string, alters ...alter) arguments {
	c := Case{Name: name, Profile: "workload: http\nlongest_work: 10\n", Inputs: Inputs{ContainerPort: 8080, ALB: &ALB{Priority: priority(name), Paths: []string{"/" + name}}}}
	m, err := c.Module(r.source, r.w.around)
	if err != nil {
		r.t.Fatal(err)
	}
	out := arguments(m)
	for _, a := range alters {
		a(out)
	}
	return out
}

// one is a step with one module.
func (r rows) one(name string, want map[string]string, alters ...alter) step {
	return step{modules: map[string]arguments{name: r.service(name, alters...)}, want: want}
}

func set(name string, v any) alter { return func(a arguments) { a[name] = v } }

func profiled(pairs ...any) alter {
	return func(a arguments) { a["profile"] = merge(a["profile"], pairs...) }
}

func alb(pairs ...any) alter {
	return func(a arguments) { a["alb"] = merge(a["alb"], pairs...) }
}

// answers says what the tasks answer, and takes says how long a request does.
func answers(paths string) alter { return set("environment", map[string]any{"HEALTH_PATHS": paths}) }

func takes(seconds int) alter {
	return set("environment", map[string]any{"LONGEST_REQUEST": fmt.Sprint(seconds)})
}

// plus is a plan with some addresses more.
func plus(want map[string]string, pairs ...string) map[string]string {
	out := maps.Clone(want)
	for i := 0; i+1 < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

// priority gives each row its own place on the shared listener.
func priority(name string) int {
	names := []string{"capacity", "port", "hurried-port", "health", "hurried-health", "protocol", "hurried-protocol", "kind", "listener", "priority", "scaling", "rename", "rename-b", "address", "numbers", "pipeline",
		"health-port", "hurried-health-port", "conditions", "hurried-conditions", "strategy", "strategy-b", "strategy-back", "strategy-back-b", "hurried-strategy", "hurried-strategy-nlb", "hurried-strategy-back", "queue", "log-group", "lowering", "hurried-lowering", "login", "lent"}
	i := slices.Index(names, name)
	if i < 0 {
		panic(fmt.Sprintf("%s has no place on the listener", name))
	}
	return 10 * (i + 1)
}

// merge copies an object with some values changed.
func merge(object any, pairs ...any) map[string]any {
	out := map[string]any{}
	switch m := object.(type) {
	case map[string]any:
		maps.Copy(out, m)
	case arguments:
		maps.Copy(out, m)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		out[name] = pairs[i+1]
	}
	return out
}
