package audit_test

import (
	"fmt"

	"pgregory.net/rapid"
)

// configured is a service as somebody configures it, in no format. What is nil is
// written nowhere.
type configured struct {
	Desired                 int
	Minimum, Maximum        *int
	Enable, Rollback        *bool // Of the circuit breaker, both or none.
	Strategy                string
	Bake, Step, StepMinutes int
	Controller, Rebalancing string
	Grace                   *int
	Providers               []provider // None: the launch type FARGATE.
	Containers              []configuredContainer
	Groups                  []configuredGroup
	Listens                 bool // The first group has a listener and a load balancer.
	Idle                    *int
	Scales                  bool
	Least, Most, Cooldown   int
	Steps                   []int // Of a step policy; none: it follows a target.
	TargetGroupsTakeTurns   bool
}

type provider struct {
	Name         string
	Base, Weight int
}

type configuredContainer struct {
	Name        string
	StopTimeout *int
	Essential   *bool
	DependsOn   []string
	Deadline    *int // With a delay of 5 s and a drain of 10 s.
}

type configuredGroup struct {
	Protocol                                          string
	Delay                                             *int
	Termination                                       *bool
	Interval, Timeout, HealthyThreshold, BadThreshold int
}

func maybeInt(t *rapid.T, least, most int, label string) *int {
	if !rapid.Bool().Draw(t, label+" is written") {
		return nil
	}
	return new(rapid.IntRange(least, most).Draw(t, label))
}

func maybeBool(t *rapid.T, label string) *bool {
	if !rapid.Bool().Draw(t, label+" is written") {
		return nil
	}
	return new(rapid.Bool().Draw(t, label))
}

// anyService draws a service of any shape, right and wrong ones.
func anyService(t *rapid.T) configured {
	of := func(label string, words ...string) string { return rapid.SampledFrom(words).Draw(t, label) }
	upTo := func(label string, least, most int) int { return rapid.IntRange(least, most).Draw(t, label) }
	s := configured{Desired: upTo("desired", 0, 4), Minimum: maybeInt(t, 0, 100, "minimum"), Maximum: maybeInt(t, 100, 250, "maximum"), Enable: maybeBool(t, "breaker"),
		Strategy: of("strategy", "", "", "", "BLUE_GREEN", "LINEAR", "CANARY"), Bake: upTo("bake", 0, 30), Step: upTo("step", 5, 50), StepMinutes: upTo("minutes", 0, 20),
		Controller: of("controller", "", "", "ECS", "CODE_DEPLOY"), Rebalancing: of("rebalancing", "", "ENABLED", "DISABLED"), Grace: maybeInt(t, 0, 120, "grace"),
		Listens: rapid.Bool().Draw(t, "listens"), Idle: maybeInt(t, 60, 600, "idle"), Scales: rapid.Bool().Draw(t, "scales"), Least: upTo("least", 0, 3), Most: upTo("most", 3, 9), Cooldown: upTo("cooldown", 0, 400),
		Steps: rapid.SliceOfN(rapid.SampledFrom([]int{-50, -1, 1, 2}), 0, 2).Draw(t, "steps"), TargetGroupsTakeTurns: rapid.Bool().Draw(t, "take turns")}
	if s.Enable != nil {
		s.Rollback = new(rapid.Bool().Draw(t, "rollback"))
	}
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"FARGATE", "FARGATE_SPOT"}), 0, 2, rapid.ID[string]).Draw(t, "providers") {
		s.Providers = append(s.Providers, provider{name, upTo("base", 0, 2), upTo("weight", 0, 3)})
	}
	for i := range upTo("containers", 1, 3) {
		c := configuredContainer{Name: fmt.Sprintf("c%d", i), StopTimeout: maybeInt(t, 2, 125, "stop timeout"), Essential: maybeBool(t, "essential")}
		if i > 0 && rapid.Bool().Draw(t, "is waited for") {
			s.Containers[0].DependsOn = append(s.Containers[0].DependsOn, c.Name)
		}
		s.Containers = append(s.Containers, c)
	}
	s.Containers[0].Deadline = maybeInt(t, 15, 120, "deadline")
	kinds := []string{"HTTP", "HTTPS", "TCP", "UDP"}
	for range upTo("groups", 0, 2) {
		g := configuredGroup{Protocol: of("protocol", kinds...), Delay: maybeInt(t, 0, 3700, "delay"), Interval: upTo("interval", 5, 60), Timeout: upTo("timeout", 2, 60), HealthyThreshold: upTo("healthy", 2, 10), BadThreshold: upTo("unhealthy", 2, 10)}
		if g.Protocol == "TCP" || g.Protocol == "UDP" {
			g.Termination = maybeBool(t, "termination")
		}
		s.Groups = append(s.Groups, g)
	}
	if s.Strategy == "" || s.Controller == "CODE_DEPLOY" || len(s.Groups) < 2 {
		s.TargetGroupsTakeTurns = false
	}
	return s
}

// balanced says that the first group has the load balancer of its protocol.
func (s configured) balanced() bool { return s.Listens && len(s.Groups) > 0 }

func (s configured) onNetwork() bool {
	return s.balanced() && (s.Groups[0].Protocol == "TCP" || s.Groups[0].Protocol == "UDP")
}
