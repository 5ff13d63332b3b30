package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/parity"
)

// fromTree reads the settings out of the requests that a side sends.
func fromTree(tree parity.Tree) settings {
	s := settings{}
	target, service := tree["target_group"], tree["service"]
	s.set("deregistration delay", inside(target["targetGroupAttributes"])["deregistration_delay.timeout_seconds"])
	s.set("health check interval", target["healthCheckIntervalSeconds"])
	s.set("health check timeout", target["healthCheckTimeoutSeconds"])
	s.set("healthy threshold", target["healthyThresholdCount"])
	s.set("unhealthy threshold", target["unhealthyThresholdCount"])
	deployment := inside(service["deploymentConfiguration"])
	breaker := inside(deployment["deploymentCircuitBreaker"])
	s.set("grace period", service["healthCheckGracePeriodSeconds"])
	s.set("minimum healthy percent", deployment["minimumHealthyPercent"])
	s.set("maximum percent", deployment["maximumPercent"])
	s.set("zone rebalancing", service["availabilityZoneRebalancing"])
	s.set("circuit breaker", breaker["enable"])
	s.set("rollback", breaker["rollback"])
	s.capacity(values(service["capacityProviderStrategy"]), "capacityProvider", "weight")
	var containers []any
	for _, c := range values(tree["task_definition"]["containerDefinitions"]) {
		var environment []any
		for _, e := range values(c["environment"]) {
			environment = append(environment, e)
		}
		containers = append(containers, map[string]any{"name": c["name"], "stopTimeout": c["stopTimeout"], "command": c["command"], "environment": environment})
	}
	s.containers(containers)
	for part, policy := range tree {
		if metric, ok := strings.CutPrefix(part, "scaling_policy."); ok {
			s.set(fmt.Sprintf("scale-in cooldown, %v", metric), inside(policy["targetTrackingScalingPolicyConfiguration"])["scaleInCooldown"])
		}
	}
	return s
}

func inside(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// values are the maps of a map, as requests are sorted by their names.
func values(v any) []map[string]any {
	var out []map[string]any
	for _, e := range inside(v) {
		out = append(out, inside(e))
	}
	return out
}

// fromRecorded compares what the module was last recorded to send for a case
// with what the construct makes of it now.
func fromRecorded(name string) (module, construct settings, err error) {
	root, err := parity.Root()
	if err != nil {
		return nil, nil, err
	}
	recorded, err := parity.Recorded(root, name)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range parity.Cases() {
		if c.Name != name {
			continue
		}
		template, err := c.Synthesise(parity.Fixed())
		if err != nil {
			return nil, nil, err
		}
		var left error
		tree, err := parity.CDKTree(name, template, func(format string, a ...any) { left = fmt.Errorf(format, a...) })
		if err = errors.Join(err, left); err != nil {
			return nil, nil, err
		}
		if differences := parity.Compare(recorded, tree); len(differences) > 0 {
			return nil, nil, fmt.Errorf("the two differ in %d values, the first is %s", len(differences), differences[0])
		}
		return fromTree(recorded), fromTree(tree), nil
	}
	return nil, nil, fmt.Errorf("there is no case %s in internal/parity", name)
}
